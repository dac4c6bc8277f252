import { createMockXpander, type MockServer } from '@xpander/mock';

/** Opens the emulator over HTTP, with an agent that repeats the prompt word by word. */
export async function openEmulator(apiKey: string): Promise<MockServer> {
  const mock = createMockXpander({
    agents: {
      async *'agent-1'({ text, turn }) {
        for (const word of text.split(' ')) yield `${word}-${turn} `;
      },
    },
    keys: { [apiKey]: 'org-1' },
    clock: 'real',
  });
  return mock.listen({ port: 0 });
}
