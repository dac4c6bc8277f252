import { createMockXpander, fail, type MockOptions, type MockXpander, pause } from '@xpander/mock';

export const secretKey = 'very-secret-key-4711';

/** Agents with real durations: the tests run real processes. */
export const agents: MockOptions['agents'] = {
  echo: ({ text, turn }) => `Turn ${turn}: ${text}`,
  slow: ({ text, sleep }) => sleep(1_500).then(() => `At last: ${text}`),
  endless: ({ sleep }) => sleep(600_000).then(() => 'never'),
  async *thinker({ sleep }) {
    yield { type: 'think', data: 'Prices\nfirst' };
    yield { type: 'tool_call_request', data: { request_id: 'r1', operation_id: 'search' } };
    await sleep(300);
    yield { type: 'tool_call_result', data: { request_id: 'r1', operation_id: 'search', result: 3, is_error: false } };
    yield 'Three.';
  },
  async *mailer() {
    yield pause({ auth: { connector_name: 'Mail', auth_url: 'https://login.example.com/mail' } });
    yield 'Sent.';
  },
  async *buyer() {
    yield pause({ hitl: { wait_node_id: 'approve-order' } });
    yield 'Ordered.';
  },
  async *visitor({ sleep }) {
    const data = { type: 'login_required', data: { url: 'https://login.example.com/tool' } };
    yield { type: 'auth_event', data };
    await sleep(400);
    yield { type: 'auth_event', data };
    await sleep(600);
    yield 'Inside.';
  },
  failing: () => Promise.reject(fail('no data for 2026')),
  broken: () => Promise.reject(new Error('overloaded')),
  silent: () => '',
};

export interface Emulator {
  readonly mock: MockXpander;
  readonly url: string;
  /** How many requests of an operation have arrived. */
  count(operation: Parameters<MockXpander['requestsTo']>[0]): number;
  close(): Promise<void>;
}

export async function startEmulator(options: MockOptions = {}): Promise<Emulator> {
  const mock = createMockXpander({ clock: 'real', agents, ...options });
  const server = await mock.listen({ port: 0 });
  // The first run prepares validators for a while, which must not count as the time of a test.
  const headers = { 'x-api-key': secretKey, 'content-type': 'application/json' };
  const invocation = { method: 'POST', headers, body: '{"input":{"text":"warm up"}}' };
  await (await fetch(`${server.url}/v1/agents/echo/invoke/stream`, invocation)).text();
  mock.reset();
  return {
    mock,
    url: server.url,
    count: (operation) => mock.requestsTo(operation).length,
    close: async () => {
      mock.reset();
      await server.close();
    },
  };
}

/** Waits for something that happens in another process. */
export async function until(isReached: () => boolean, limitMs = 10_000): Promise<void> {
  const endMs = Date.now() + limitMs;
  while (!isReached()) {
    if (Date.now() > endMs) throw new Error(`Not reached within ${limitMs} ms: ${isReached}`);
    await pauseFor(10);
  }
}

/** Long enough for a request that must not come. */
export function settle(): Promise<void> {
  return pauseFor(300);
}

function pauseFor(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
