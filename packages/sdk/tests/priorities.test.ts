import { describe, expect, it } from 'vitest';
import { Xpander } from '../src/index.ts';
import { begin, collect, office, quiet, requests } from './many-support.ts';
import { type Answer, agentId, clientAnswering, json, rejection, task } from './support.ts';

const slow = { requests: 1, perMs: 10_000 };
const running = task('executing');

describe('a budget that is short', () => {
  it('goes to new work before reads, and among equals to who came first', async () => {
    const { xpander, received } = clientAnswering([task('completed')], { rateLimit: slow });
    await Promise.all([
      xpander.tasks.get('t-0'),
      xpander.tasks.get('t-1'),
      xpander.tasks.get('t-2'),
      xpander.agents.invokeAsync(agentId, 'a'),
      xpander.agents.invokeAsync(agentId, 'b'),
      xpander.tasks
        .list()
        .firstPage()
        .catch(() => undefined),
    ]);
    expect(received.map(({ method, path, body }) => (method === 'POST' ? body : path))).toEqual([
      '/v1/tasks/t-0',
      expect.objectContaining({ input: { text: 'a' } }),
      expect.objectContaining({ input: { text: 'b' } }),
      '/v1/tasks/t-1',
      '/v1/tasks/t-2',
      '/v1/tasks',
    ]);
  });

  it('goes to new work before the looks of a wait', async () => {
    const { xpander, received } = clientAnswering([task('completed')], { rateLimit: slow });
    const verbs = [xpander.tasks.get('t-0'), xpander.tasks.wait('t-1'), xpander.agents.invokeAsync(agentId, 'a')];
    await Promise.all(verbs);
    expect(received.map(({ method }) => method)).toEqual(['GET', 'POST', 'GET']);
  });

  it('goes to results first, then to new work, then to looks at many tasks, then to looks at one', async () => {
    const all = office({ rateLimit: { requests: 6, perMs: 60_000 } });
    const durations = Array.from({ length: 6 }, () => 1_000);
    await collect(all.xpander.agents.runMany(agentId, requests(...durations), { concurrency: 3, deadlineMs: 0 }));
    const kinds = all.mock.requests.map(({ method, path }) =>
      method === 'POST' ? 'start' : path === '/v1/tasks' ? 'sweep' : 'finish',
    );
    // Three starts, a sweep that shows that the first two have ended, their results, and only then the next two.
    expect(kinds.slice(0, 8)).toEqual(['start', 'start', 'start', 'sweep', 'finish', 'finish', 'start', 'start']);
  });

  it('keeps its place for nobody who has gone, and holds no timer for them', async () => {
    const all = office({ rateLimit: slow });
    const [id = ''] = await begin(all, requests(1_000));
    await all.xpander.tasks.get(id);
    const controller = new AbortController();
    const startMs = all.clock.now();
    const gone = rejection(all.xpander.tasks.get(id, { signal: controller.signal }));
    await new Promise(setImmediate);
    const stays = all.xpander.tasks.get(id).then(() => all.clock.now() - startMs);
    controller.abort('enough');
    expect(await gone).toBe('enough');
    expect(await stays).toBe(10_000);
    const last = new AbortController();
    const alone = rejection(all.xpander.tasks.get(id, { signal: last.signal }));
    await new Promise(setImmediate);
    expect(all.sleeping()).toBe(1);
    last.abort('enough');
    expect(await alone).toBe('enough');
    expect(all.sleeping()).toBe(0);
    await quiet();
  });

  it('is not spent on what was aborted before', async () => {
    const { xpander, received, clock } = clientAnswering([task('completed')], { rateLimit: slow });
    const startMs = clock.now();
    expect(await rejection(xpander.api.GET('/health', { signal: AbortSignal.abort('enough') }))).toBe('enough');
    await xpander.tasks.get('t-1');
    expect(received.map(({ path, atMs }) => [path, atMs - startMs])).toEqual([['/v1/tasks/t-1', 0]]);
  });

  it('lets a look become a result that is fetched first, once the list shows the end', async () => {
    const order: string[] = [];
    const answers: Answer = ({ method, url }) => {
      const { pathname } = new URL(url);
      order.push(`${method} ${pathname.split('/').at(-1)}`);
      const updated = '2026-01-01T00:00:00Z';
      if (pathname === '/v1/tasks')
        return json({ items: [{ id: 't-1', status: 'completed', updated_at: updated }], total_pages: 1 });
      return task('completed', { id: pathname.split('/').at(-1) });
    };
    const { xpander } = clientAnswering([answers], { rateLimit: { requests: 1, perMs: 5_000 } });
    const waiting = collect(xpander.tasks.waitAll(['t-1', 't-2', 't-3']));
    const starts = Array.from({ length: 3 }, () => xpander.agents.invokeAsync(agentId, 'hi'));
    await Promise.all([waiting, ...starts]);
    // The result goes before the work that came before it, the unlisted tasks after it.
    expect(order.indexOf('GET t-1')).toBeLessThan(order.indexOf('GET t-2'));
    expect(order.slice(-2).sort()).toEqual(['GET t-2', 'GET t-3']);
  });
});

describe('a server that says that nothing is left', () => {
  const resetAt = (nowMs: number, seconds: number): string => String(Math.ceil(nowMs / 1_000) + seconds);

  it.each<[string, (nowMs: number) => Response]>([
    ['429 with Retry-After', () => json({ detail: 'Rate limit' }, 429, { 'retry-after': '30' })],
    [
      '429 with a reset',
      (nowMs) => json({}, 429, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': resetAt(nowMs, 30) }),
    ],
    [
      'an answer that was the last for now',
      (nowMs) =>
        json({ id: 't-1', status: 'executing' }, 200, {
          'x-ratelimit-remaining': '0',
          'x-ratelimit-reset': resetAt(nowMs, 30),
        }),
    ],
  ])('keeps all looks of the client back until its next window: %s', async (_, exhausted) => {
    let isExhausted = false;
    const { xpander, received, clock } = clientAnswering([
      ({ method }) => {
        if (method === 'POST') return task('pending');
        if (isExhausted) return running.clone();
        isExhausted = true;
        return exhausted(clock.now());
      },
    ]);
    const snapshot = (id: string) => ({ id, status: 'executing', input: {} }) as const;
    const waits = ['t-1', 't-2', 't-3', 't-4'].map((id) =>
      rejection(xpander.tasks.wait(snapshot(id), { deadlineMs: 40_000 })),
    );
    await clock.sleep(20_000);
    const looks = received.filter(({ method }) => method === 'GET');
    expect(looks).toHaveLength(1);
    // New work is not kept back: its own answer tells.
    await xpander.agents.invokeAsync(agentId, 'hi');
    expect(received.filter(({ method }) => method === 'POST')).toHaveLength(1);
    await Promise.all(waits);
    const [first, second] = received.filter(({ method }) => method === 'GET');
    expect((second?.atMs ?? 0) - (first?.atMs ?? 0)).toBeGreaterThanOrEqual(30_000);
    expect(received.filter(({ method }) => method === 'GET').length).toBeGreaterThan(4);
  });

  it.each([
    ['without a reset', { 'x-ratelimit-remaining': '0' }],
    ['with a reset that has passed', { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1767225000' }],
    ['with a reset in milliseconds', { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1767225630000' }],
    ['with something left', { 'x-ratelimit-remaining': '1', 'x-ratelimit-reset': '1767225630' }],
  ])('keeps nothing back %s', async (_, headers) => {
    const { xpander, received } = clientAnswering([json({ id: 't-1', status: 'executing' }, 200, headers)]);
    await rejection(xpander.tasks.wait('t-1', { deadlineMs: 20_000 }));
    expect(received.length).toBeGreaterThan(5);
  });

  it('keeps nobody who has gone', async () => {
    const all = office();
    const ids = await begin(all, requests(600_000, 600_000, 600_000));
    all.mock.fail({ operation: 'listTasks', status: 429, body: {}, headers: { 'retry-after': '300' }, times: 1 });
    const controller = new AbortController();
    const loop = collect(all.xpander.tasks.waitAll(ids, { signal: controller.signal }));
    await all.clock.sleep(60_000);
    const before = all.mock.requests.length;
    controller.abort('enough');
    expect(await rejection(loop)).toBe('enough');
    await quiet();
    expect(all.sleeping()).toBe(0);
    await all.clock.sleep(600_000);
    expect(all.mock.requests.length).toBe(before);
  });

  it('does not lose a batch under the documented limit', async () => {
    const all = office({ mock: { rateLimit: { requests: 100, perMs: 60_000 } } });
    const texts = requests(...Array.from({ length: 150 }, (_, index) => 5_000 + (index % 10) * 1_000));
    const outcomes = await collect(all.xpander.agents.runMany(agentId, texts, { concurrency: 20 }));
    expect(outcomes.map(({ error }) => error)).toEqual(Array(150).fill(undefined));
  });
});

describe('a budget of a thousand tasks', () => {
  it('is never overdrawn, and no result waits long', async () => {
    const all = office({ rateLimit: { requests: 100, perMs: 60_000 } });
    const ids = await begin(all, requests(...Array.from({ length: 200 }, (_, index) => 60_000 + index * 2_000)));
    const times: number[] = [];
    const fetch = (request: Request): Promise<Response> => {
      times.push(all.clock.now());
      return all.mock.fetch(request);
    };
    const xpander = new Xpander({
      apiKey: 'key-1',
      fetch,
      clock: all.clock,
      rateLimit: { requests: 100, perMs: 60_000 },
    });
    const lags: number[] = [];
    for await (const { id } of xpander.tasks.waitAll(ids, { deadlineMs: 0 }))
      lags.push(all.clock.now() - (all.ends.get(`r${ids.indexOf(id)}`) ?? 0));
    expect(lags.reduce((sum, lag) => sum + lag) / 200).toBeLessThan(3_000);
    for (const [index, time] of times.entries())
      expect((times[index + 100] ?? Number.POSITIVE_INFINITY) - time).toBeGreaterThanOrEqual(60_000);
  });
});
