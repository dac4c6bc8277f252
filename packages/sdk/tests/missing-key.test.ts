import { createMockXpander, type ScriptTurn } from '@xpander/mock';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ConfigurationError, type HookEvent, Xpander, type XpanderOptions } from '../src/index.ts';
import { clientAnswering, collect, rejection, rejectionOf, task } from './support.ts';

/** Every verb, called on a client. Streams and lists are read to their end. */
const verbs: Readonly<Record<string, (xpander: Xpander) => Promise<unknown>>> = {
  'agents.list': ({ agents }) => collect(agents.list()),
  'agents.list, first page': ({ agents }) => agents.list().firstPage(),
  'agents.get': ({ agents }) => agents.get('a-1'),
  'agents.invoke': ({ agents }) => agents.invoke('a-1', 'hi'),
  'agents.invokeAsync': ({ agents }) => agents.invokeAsync('a-1', 'hi'),
  'agents.run': ({ agents }) => agents.run('a-1', 'hi'),
  'agents.run with an id': ({ agents }) => agents.run('a-1', { id: 't-1', input: 'hi' }),
  'agents.run by key': ({ agents }) => agents.run('a-1', 'hi', { once: 'job-1' }),
  'agents.run over a stream': ({ agents }) => agents.run('a-1', 'hi', { via: 'stream' }),
  'agents.stream, its events': ({ agents }) => collect(agents.stream('a-1', 'hi')),
  'agents.stream, its text': ({ agents }) => collect(agents.stream('a-1', 'hi').textStream()),
  'agents.stream, its end': ({ agents }) => agents.stream('a-1', 'hi').finalTask(),
  'agents.runMany': ({ agents }) => collect(agents.runMany('a-1', ['hi', 'ho'])),
  'agent.get': (xpander) => xpander.agent('a-1').get(),
  'agent.run': (xpander) => xpander.agent('a-1').run('hi'),
  'thread.send': (xpander) => xpander.agent('a-1').thread().send('hi'),
  'thread.send to a known thread': (xpander) => xpander.agent('a-1').thread('t-1').send('hi'),
  'thread.stream': (xpander) => collect(xpander.agent('a-1').thread('t-1').stream('hi')),
  'thread.messages': (xpander) => xpander.agent('a-1').thread('t-1').messages(),
  'tasks.get': ({ tasks }) => tasks.get('t-1'),
  'tasks.list': ({ tasks }) => collect(tasks.list()),
  'tasks.wait': ({ tasks }) => tasks.wait('t-1'),
  'tasks.waitAll': ({ tasks }) => collect(tasks.waitAll(['t-1', 't-2'])),
  'tasks.stop': ({ tasks }) => tasks.stop('t-1'),
  'tasks.delete': ({ tasks }) => tasks.delete('t-1'),
  'tasks.messages': ({ tasks }) => tasks.messages('t-1'),
  'tasks.fullThread': ({ tasks }) => tasks.fullThread('t-1'),
  'api.GET': ({ api }) => api.GET('/health'),
};

const keyless = (options: XpanderOptions = {}) =>
  clientAnswering([task('completed')], { apiKey: undefined, ...options });

afterEach(() => {
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
});

describe('a client without a key', () => {
  it.each([
    ['nothing is set', undefined],
    ['the variable is empty', ''],
  ])('is created if %s', (_, value) => {
    vi.stubEnv('XPANDER_API_KEY', value);
    expect(() => new Xpander().agent('a-1').thread()).not.toThrow();
    expect(() => void new Xpander().api).not.toThrow();
  });

  it.each(Object.entries(verbs))('rejects %s, and sends nothing', async (_, verb) => {
    const events: HookEvent[] = [];
    const { xpander, received } = keyless({ hooks: { onRetry: (event) => void events.push(event) } });
    let pending: Promise<unknown> | undefined;
    expect(() => {
      pending = verb(xpander);
    }).not.toThrow();
    const error = await rejectionOf(ConfigurationError, pending ?? Promise.resolve());
    expect(error).toMatchObject({
      option: 'apiKey',
      hint: expect.stringContaining('XPANDER_API_KEY'),
      isRetryable: false,
    });
    expect([received, events]).toEqual([[], []]);
  });

  it('calls no hook and takes nothing of its rate limit', async () => {
    const called: string[] = [];
    const hooks = { onRequest: () => void called.push('request'), onResponse: () => void called.push('response') };
    const { xpander, clock } = keyless({ hooks, rateLimit: { requests: 1, perMs: 60_000 } });
    const startedMs = clock.now();
    for (let call = 0; call < 5; call += 1) await rejection(xpander.tasks.get('t-1'));
    expect([called, clock.now() - startedMs]).toEqual([[], 0]);
  });

  it('returns a finished task without a request', async () => {
    const { xpander } = keyless();
    const finished = { id: 't-1', status: 'completed', input: { text: 'hi' }, result: 'R' } as const;
    expect((await xpander.tasks.wait(finished)).result).toBe('R');
  });

  it('does not crash the process with a stream that is never read', async () => {
    const { xpander, clock } = keyless();
    xpander.agents.stream('a-1', 'hi');
    await clock.sleep(1_000);
  });

  it('names the bindings in a runtime without environment variables', async () => {
    const { xpander } = keyless();
    vi.stubGlobal('process', undefined);
    const error = await rejectionOf(ConfigurationError, xpander.tasks.get('t-1'));
    vi.unstubAllGlobals();
    expect(error.hint).toMatch(/no environment variables.*bindings.*env\.XPANDER_API_KEY/);
  });

  it('says what is wrong with a bearer token that is no JWT', async () => {
    const { xpander } = keyless({ headers: { authorization: 'Bearer just-a-key' } });
    expect((await rejectionOf(ConfigurationError, xpander.tasks.get('t-1'))).message).toContain('OAuth2 JWT');
  });

  it('needs none with a JWT', async () => {
    const { xpander, received } = keyless({ headers: { Authorization: 'Bearer aaa.bbb.ccc' } });
    await xpander.tasks.get('t-1');
    expect(received[0]?.headers['x-api-key']).toBeUndefined();
  });
});

describe('the environment', () => {
  it('is read again at a call until there is a key', async () => {
    const { xpander, received } = keyless();
    await rejectionOf(ConfigurationError, xpander.tasks.get('t-1'));
    vi.stubEnv('XPANDER_API_KEY', 'late-key');
    await xpander.tasks.get('t-1');
    vi.stubEnv('XPANDER_API_KEY', 'later-key');
    await xpander.tasks.get('t-1');
    expect(received.map(({ headers }) => headers['x-api-key'])).toEqual(['late-key', 'late-key']);
  });

  it('does not change the key of a client that has one', async () => {
    vi.stubEnv('XPANDER_API_KEY', 'early-key');
    const { xpander, received } = keyless();
    vi.stubEnv('XPANDER_API_KEY', 'later-key');
    await xpander.tasks.get('t-1');
    expect(received[0]?.headers['x-api-key']).toBe('early-key');
  });

  it('is checked when a key appears late', async () => {
    const { xpander, received } = keyless();
    vi.stubEnv('XPANDER_API_KEY', 'Bearer secret-value');
    const error = await rejectionOf(ConfigurationError, xpander.tasks.get('t-1'));
    expect(error.message).toContain('Bearer');
    expect(error.message).not.toContain('secret-value');
    for (const verb of Object.values(verbs)) await rejectionOf(ConfigurationError, verb(xpander));
    expect(received).toHaveLength(0);
  });

  it('refuses a late key whose base URL came late too, because the client has another one', async () => {
    const { xpander, received } = keyless();
    vi.stubEnv('XPANDER_API_KEY', 'late-key');
    vi.stubEnv('XPANDER_API_URL', 'https://staging.example.com');
    expect((await rejectionOf(ConfigurationError, xpander.tasks.get('t-1'))).option).toBe('baseUrl');
    expect(received).toHaveLength(0);
    const chosen = keyless({ baseUrl: 'https://chosen.example.com' });
    await chosen.xpander.tasks.get('t-1');
    expect(chosen.received[0]?.url).toBe('https://chosen.example.com/v1/tasks/t-1');
  });

  it('puts the turns of a client whose key appears late into the queue of that key', async () => {
    const script = ({ text, turn, sleep }: ScriptTurn) => sleep(5_000).then(() => `${turn}: ${text}`);
    const { fetch, clock } = createMockXpander({ agents: { 'a-1': script } });
    const late = new Xpander({ fetch, clock });
    vi.stubEnv('XPANDER_API_KEY', 'late-key');
    const clients = [late, new Xpander({ apiKey: 'late-key', fetch, clock }), new Xpander({ fetch, clock })];
    const turns = clients.map((client, index) => client.agents.run('a-1', { id: 't-1', input: `turn ${index}` }));
    const results = (await Promise.all(turns)).map(({ result }) => result);
    expect(results).toEqual(['1: turn 0', '2: turn 1', '3: turn 2']);
  });
});

describe('a wrong key', () => {
  it.each(['Bearer abc', '"abc"', 'undefined', 'a b'])('in the environment, %s, is told at once', (value) => {
    vi.stubEnv('XPANDER_API_KEY', value);
    expect(() => new Xpander()).toThrow(ConfigurationError);
  });

  it.each(['', 'Bearer abc', "'abc'", null, 7])('in the options, %o, is told at once', (apiKey) => {
    vi.stubEnv('XPANDER_API_KEY', 'a-right-key');
    expect(() => new Xpander({ apiKey } as XpanderOptions)).toThrow(ConfigurationError);
  });
});
