import { inspect } from 'node:util';
import { createMockXpander } from '@xpander/mock';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ConfigurationError, type Task, Xpander, type XpanderOptions } from '../src/index.ts';
import { virtualClock } from './clocks.ts';
import { agentId, clientAnswering, html, json, mockedClient, postsTo, rejectionOf, task } from './support.ts';

/** The error of `withOptions`, which throws at once, as the constructor does. */
function refusal(xpander: Xpander, options: unknown): ConfigurationError {
  try {
    xpander.withOptions(options as XpanderOptions);
  } catch (error) {
    if (error instanceof ConfigurationError) return error;
    throw error;
  }
  throw new Error('The options were accepted');
}

afterEach(() => vi.unstubAllEnvs());

describe('withOptions', () => {
  it('returns another client with the same key and base URL', async () => {
    const { xpander, received } = clientAnswering([task('completed')], { baseUrl: 'https://gateway.example.com/x' });
    const derived = xpander.withOptions({ maxRetries: 0 });
    await derived.tasks.get('t-1');
    expect(derived).toBeInstanceOf(Xpander);
    expect(derived).not.toBe(xpander);
    expect(received[0]).toMatchObject({
      url: 'https://gateway.example.com/x/v1/tasks/t-1',
      headers: { 'x-api-key': 'key-1' },
    });
  });

  it('keeps the clock, which each client shows', () => {
    const { xpander, mock } = mockedClient({});
    expect(xpander.clock).toBe(mock.clock);
    expect(xpander.withOptions({ maxRetries: 0 }).clock).toBe(mock.clock);
    expect(inspect(xpander)).not.toContain('clock');
  });

  it('changes what it names, for its own client alone', async () => {
    const { xpander, received } = clientAnswering([html(502)], { maxRetries: 1 });
    const derived = xpander.withOptions({ maxRetries: 3 });
    await derived.tasks.get('t-1').catch(() => undefined);
    expect(received).toHaveLength(4);
    await xpander.tasks.get('t-1').catch(() => undefined);
    expect(received).toHaveLength(6);
  });

  it('keeps what an undefined names', async () => {
    const { xpander, received } = clientAnswering([html(502)], { maxRetries: 0 });
    const unchanged = { maxRetries: undefined, apiKey: undefined, fetch: undefined, headers: undefined };
    await xpander
      .withOptions(unchanged)
      .tasks.get('t-1')
      .catch(() => undefined);
    await xpander
      .withOptions({})
      .tasks.get('t-1')
      .catch(() => undefined);
    expect(received).toHaveLength(2);
  });

  it('can be repeated', async () => {
    const user = { id: 'u-1', email: 'dana@example.com' };
    const { xpander, received } = clientAnswering([task('completed')]);
    await xpander.withOptions({ user }).withOptions({ maxRetries: 0 }).agents.invoke('a-1', 'hi');
    expect(received[0]?.body).toMatchObject({ input: { user } });
  });

  it('adds headers, and replaces those of the same names', async () => {
    const { xpander, received } = clientAnswering([task('completed')], { headers: { 'X-Team': 'a', 'x-app': 'b' } });
    await xpander.withOptions({ headers: { 'x-team': 'c' } }).tasks.get('t-1');
    expect(received[0]?.headers).toMatchObject({ 'x-team': 'c', 'x-app': 'b' });
  });

  it('keeps a JWT', async () => {
    const headers = { authorization: 'Bearer aaa.bbb.ccc' };
    const { xpander, received } = clientAnswering([task('completed')], { apiKey: undefined, headers });
    await xpander.withOptions({ headers: { 'x-team': 'a' } }).tasks.get('t-1');
    expect(received[0]?.headers).toMatchObject({ ...headers, 'x-team': 'a' });
  });

  it.each([
    [{ apiKey: 'key-2' }, 'apiKey'],
    [{ apiKey: () => 'key-1' }, 'apiKey'],
    [{ apiKey: '' }, 'apiKey'],
    [{ baseUrl: 'https://other.example.com' }, 'baseUrl'],
    [{ baseUrl: 'no url' }, 'baseUrl'],
    [{ clock: virtualClock() }, 'clock'],
    [{ headers: { Authorization: 'Bearer xxx.yyy.zzz' } }, 'headers.authorization'],
    [{ maxRetries: -1 }, 'maxRetries'],
    [{ maxRetrys: 1 }, 'maxRetrys'],
    [null, 'options'],
  ])('throws at once for %o', (options, option) => {
    const { xpander } = clientAnswering([]);
    expect(refusal(xpander, options).option).toBe(option);
  });

  it('accepts the key, base URL and clock that the client has', async () => {
    const readKey = (): string => 'key-1';
    const own = { apiKey: readKey, baseUrl: 'https://gateway.example.com/', headers: { authorization: 'Basic eDp5' } };
    const { xpander, received, clock } = clientAnswering([task('completed')], own);
    await xpander.withOptions({ ...own, clock, maxRetries: 0 }).tasks.get('t-1');
    expect(received).toHaveLength(1);
  });

  it('keeps the key of the environment that the client was created in', async () => {
    vi.stubEnv('XPANDER_API_KEY', 'early-key');
    const { xpander, received } = clientAnswering([task('completed')], { apiKey: undefined });
    vi.stubEnv('XPANDER_API_KEY', 'Bearer wrong');
    vi.stubEnv('XPANDER_API_URL', 'https://other.example.com');
    await xpander.withOptions({ maxRetries: 0 }).tasks.get('t-1');
    expect(received[0]).toMatchObject({ headers: { 'x-api-key': 'early-key' } });
    expect(received[0]?.url).toContain('https://api.xpander.ai/');
  });

  it('shares the first key that appears late', async () => {
    const { xpander, received } = clientAnswering([task('completed')], { apiKey: undefined });
    const derived = xpander.withOptions({ maxRetries: 0 });
    await rejectionOf(ConfigurationError, derived.tasks.get('t-1'));
    vi.stubEnv('XPANDER_API_KEY', 'late-key');
    await derived.tasks.get('t-1');
    vi.stubEnv('XPANDER_API_KEY', 'later-key');
    await xpander.tasks.get('t-1');
    expect(received.map(({ headers }) => headers['x-api-key'])).toEqual(['late-key', 'late-key']);
  });

  it('runs the turns of a thread one after the other, whichever of the two sends them', async () => {
    const { xpander, mock } = mockedClient({
      agents: { [agentId]: ({ text, turn, sleep }) => sleep(5_000).then(() => `${turn}: ${text}`) },
    });
    const { id } = await xpander.agents.invokeAsync(agentId, { id: 'thread-1', input: 'zero' });
    const clients = [xpander, xpander.withOptions({ maxRetries: 5 }), xpander.withOptions({ timeoutMs: 9_000 })];
    const texts = ['one', 'two', 'three'];
    const turns = clients.map((client, index) => client.agents.run(agentId, { id, input: texts[index] ?? '' }));
    expect((await Promise.all(turns)).map(({ result }: Task) => result)).toEqual(['2: one', '3: two', '4: three']);
    expect(postsTo(mock)).toHaveLength(4);
  });

  it('shares the rate limit, unless it names another one', async () => {
    const mock = createMockXpander();
    const rateLimit = { requests: 5, perMs: 60_000 };
    const { fetch, clock } = mock;
    const xpander = new Xpander({ apiKey: 'key-1', fetch, clock, rateLimit });
    const read = async (client: Xpander, times: number): Promise<number> => {
      const startedMs = clock.now();
      await Promise.all(Array.from({ length: times }, () => client.agents.list().firstPage()));
      return clock.now() - startedMs;
    };
    await read(xpander, 5);
    expect(await read(xpander.withOptions({ rateLimit: { requests: 50, perMs: 1_000 } }), 5)).toBeLessThan(1_000);
    expect(await read(xpander.withOptions({ maxRetries: 0 }), 1)).toBeGreaterThan(5_000);
  });

  it('keeps the middleware of each client to itself', async () => {
    const { xpander, received } = clientAnswering([json({ items: [] })]);
    xpander.api.use({
      onRequest: ({ request }) => {
        request.headers.set('x-middleware', 'yes');
        return request;
      },
    });
    await xpander.withOptions({ maxRetries: 0 }).agents.list().firstPage();
    await xpander.agents.list().firstPage();
    expect(received.map(({ headers }) => headers['x-middleware'])).toEqual([undefined, 'yes']);
  });

  it('does not show the key when it is printed', () => {
    const derived = new Xpander({ apiKey: 'a-secret-key' }).withOptions({ maxRetries: 0 });
    expect(inspect(derived, { depth: null, showHidden: true }) + JSON.stringify(derived)).not.toContain('a-secret-key');
  });
});
