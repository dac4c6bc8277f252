import { createMockXpander, type MockXpander } from '@xpander/mock';
import { useOnServer } from './server.js';
import { useAnywhere } from './web.js';

async function main(): Promise<void> {
  const mock: MockXpander = createMockXpander({
    agents: {
      async *parrot({ text }) {
        for (const word of ['Heard:', ...text.split(' ')]) yield word === 'Heard:' ? word : ` ${word}`;
      },
    },
    keys: { 'key-1': 'org-1' },
    clock: 'real',
  });
  const { url: baseUrl, close } = await mock.listen({ port: 0 });
  const api = { baseUrl, apiKey: 'key-1', agentId: 'parrot' };
  try {
    console.log(['@xpander/mock', ...(await useAnywhere(api)), ...(await useOnServer(api))].join(' '));
  } finally {
    await close();
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
