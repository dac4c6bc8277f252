import { createMockXpander, fail, type MockOptions, type MockXpander, pause, type Script } from '@xpander/mock';
import { afterAll } from 'vitest';

/** The agents of the tests. */
export const agents: Readonly<Record<string, Script>> = {
  echo: ({ text }) => text,
  greeter: ({ text, turn }) => `Hello, ${text} (turn ${turn})`,
  failing: () => Promise.reject(fail('no data')),
  broken: () => Promise.reject(new Error('overloaded')),
  slow: async ({ sleep, text }) => {
    await sleep(60_000);
    return text;
  },
  login: [{ status: 'paused', auth: { connector_name: 'Mail', auth_url: 'https://example.com/auth' } }],
  async *approval() {
    yield 'Ordering … ';
    yield pause({ hitl: { wait_node_id: 'approve' } });
    yield 'done.';
  },
  async *words({ text, sleep }) {
    for (const word of text.split(' ')) {
      yield `${word} `;
      await sleep(20);
    }
  },
  async *endless({ text, sleep }) {
    for (let count = 0; ; count += 1) {
      yield `${text}${count} `;
      await sleep(30);
    }
  },
  async *tools() {
    yield { type: 'tool_call_request', data: { request_id: 'r1', operation_id: 'search', payload: { q: 'prices' } } };
    yield { type: 'tool_call_result', data: { request_id: 'r1', operation_id: 'search', result: 3, is_error: false } };
    yield 'Found 3.';
  },
  evil: () => 'a\u001b[31mred\u001b[0m \u009b2J \u202ebidi\r\nend',
  odd: ({ text }) => (text === 'bad' ? Promise.reject(new Error('no')) : text),
  wide: () => '日本語',
  json: () => ({ city: 'Paris' }),
  large: () => `${'0123456789'.repeat(500_000)}`,
  lines: () => 'a line of text\n'.repeat(333_334),
  empty: () => '',
};

export interface Emulator {
  readonly mock: MockXpander;
  readonly url: string;
  /** The environment of commands that call it. */
  readonly env: Readonly<Record<string, string>>;
}

// Concurrent tests have no hook of their own.
const closing: (() => Promise<void>)[] = [];
afterAll(async () => {
  await Promise.all(closing.map((close) => close()));
});

/** Serves an emulator over HTTP until the test file has ended. */
export async function emulate(options: MockOptions = {}): Promise<Emulator> {
  const mock = createMockXpander({ clock: 'real', agents, ...options });
  const server = await mock.listen({ port: 0 });
  closing.push(async () => {
    mock.reset();
    await server.close();
  });
  return { mock, url: server.url, env: { XPANDER_API_URL: server.url } };
}
