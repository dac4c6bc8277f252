import { describe, expect, it } from 'vitest';
import { Xpander } from '../src/index.ts';
import { nextTurn, tickingClock } from './clocks.ts';
import { createHarness, drainEventLoop, requests, startTasks } from './many-support.ts';
import { type Answer, agentId, clientAnswering, collect, json, rejection, task } from './support.ts';

const slow = { requests: 1, perMs: 10_000 };
const running = task('executing');

describe('a tight rateLimit', () => {
  it('serves new runs and reads by turns, and equal requests in the order of their calls', async () => {
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
      '/v1/tasks/t-1',
      expect.objectContaining({ input: { text: 'b' } }),
      '/v1/tasks/t-2',
      '/v1/tasks',
    ]);
  });

  it('serves new runs before the polls of a wait', async () => {
    const { xpander, received } = clientAnswering([task('completed')], { rateLimit: slow });
    const verbs = [xpander.tasks.get('t-0'), xpander.tasks.wait('t-1'), xpander.agents.invokeAsync(agentId, 'a')];
    await Promise.all(verbs);
    expect(received.map(({ method }) => method)).toEqual(['GET', 'POST', 'GET']);
  });

  it('serves reads of finished tasks before new runs, and a read of the list before many of them', async () => {
    const harness = createHarness({ rateLimit: { requests: 6, perMs: 60_000 } });
    const durations = Array.from({ length: 6 }, () => 1_000);
    await collect(harness.xpander.agents.runMany(agentId, requests(...durations), { concurrency: 3, deadlineMs: 0 }));
    const kinds = harness.mock.requests.map(({ method, path }) =>
      method === 'POST' ? 'start' : path === '/v1/tasks' ? 'list' : 'finish',
    );
    // Two starts, a list read that shows their ends, their results, and only then the next start.
    expect(kinds.slice(0, 8)).toEqual(['start', 'start', 'list', 'finish', 'finish', 'start', 'finish', 'start']);
  });

  it('drops the place and the timer of an aborted request', async () => {
    const harness = createHarness({ rateLimit: slow });
    const [id = ''] = await startTasks(harness, requests(1_000));
    await harness.xpander.tasks.get(id);
    const controller = new AbortController();
    const startMs = harness.clock.now();
    const gone = rejection(harness.xpander.tasks.get(id, { signal: controller.signal }));
    await nextTurn();
    const stays = harness.xpander.tasks.get(id).then(() => harness.clock.now() - startMs);
    controller.abort('enough');
    expect(await gone).toBe('enough');
    expect(await stays).toBe(10_000);
    const last = new AbortController();
    const alone = rejection(harness.xpander.tasks.get(id, { signal: last.signal }));
    await nextTurn();
    expect(harness.sleeping()).toBe(1);
    last.abort('enough');
    expect(await alone).toBe('enough');
    expect(harness.sleeping()).toBe(0);
    await drainEventLoop();
  });

  it('serves a call within seconds once thousands of calls ahead of it were aborted', async () => {
    const rateLimit = { requests: 100, perMs: 60_000 };
    const { xpander, clock } = clientAnswering([task('completed')], { rateLimit, clock: tickingClock() });
    const controller = new AbortController();
    const ahead = Array.from({ length: 4_000 }, () =>
      xpander.tasks.get('t-1', { signal: controller.signal }).catch(() => undefined),
    );
    const last = xpander.tasks.get('t-1');
    await clock.sleep(1_000);
    controller.abort();
    await Promise.all(ahead);
    const abortedMs = clock.now();
    await last;
    expect(clock.now() - abortedMs).toBeLessThan(6_000);
  });

  it('is not used up by a call that was aborted before it started', async () => {
    const { xpander, received, clock } = clientAnswering([task('completed')], { rateLimit: slow });
    const startMs = clock.now();
    expect(await rejection(xpander.api.GET('/health', { signal: AbortSignal.abort('enough') }))).toBe('enough');
    await xpander.tasks.get('t-1');
    expect(received.map(({ path, atMs }) => [path, atMs - startMs])).toEqual([['/v1/tasks/t-1', 0]]);
  });

  it('promotes the read of a task once the list shows that it has ended', async () => {
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
    // The result is read before runs that were queued earlier, and the unlisted tasks after them.
    expect(order.indexOf('GET t-1')).toBeLessThan(order.indexOf('GET t-2'));
    expect(order.slice(-2).sort()).toEqual(['GET t-2', 'GET t-3']);
  });
});

describe('an exhausted rate limit of the server', () => {
  it.each([
    ['leaves no limit when its pause was enough', 1, 0],
    // Then as many requests are sent as were answered in the minute before, and at least ten.
    ['leaves a limit when its pause was not enough', 2, 60_000],
  ])('%s', async (_, refusals, leastMs) => {
    const refusal: Answer = () => json({ detail: 'Rate limit' }, 429, { 'retry-after': '1' });
    const answers = [
      () => task('completed'),
      ...Array.from({ length: refusals }, () => refusal),
      () => task('completed'),
    ];
    const { xpander, clock, received } = clientAnswering(answers);
    await xpander.tasks.get('t-1');
    await xpander.tasks.get('t-1');
    const startMs = clock.now();
    await Promise.all(Array.from({ length: 20 }, () => xpander.tasks.get('t-1')));
    expect(received).toHaveLength(refusals + 22);
    const tookMs = clock.now() - startMs;
    expect(tookMs).toBeGreaterThanOrEqual(leastMs);
    expect(tookMs).toBeLessThanOrEqual(leastMs * 3);
  });

  const resetAt = (nowMs: number, seconds: number): string => String(Math.ceil(nowMs / 1_000) + seconds);

  it.each<[string, (nowMs: number) => Response]>([
    ['a 429 with Retry-After', () => json({ detail: 'Rate limit' }, 429, { 'retry-after': '30' })],
    [
      'a 429 with a reset',
      (nowMs) => json({}, 429, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': resetAt(nowMs, 30) }),
    ],
    [
      'a 200 with no requests remaining',
      (nowMs) =>
        json({ id: 't-1', status: 'executing' }, 200, {
          'x-ratelimit-remaining': '0',
          'x-ratelimit-reset': resetAt(nowMs, 30),
        }),
    ],
    [
      'a reset in milliseconds',
      (nowMs) =>
        json({ id: 't-1', status: 'executing' }, 200, {
          'x-ratelimit-remaining': '0',
          'x-ratelimit-reset': `${resetAt(nowMs, 30)}000`,
        }),
    ],
    [
      'headers that a proxy has doubled',
      (nowMs) =>
        json({ id: 't-1', status: 'executing' }, 200, {
          'x-ratelimit-remaining': '0, 0',
          'x-ratelimit-reset': `${resetAt(nowMs, 10)}, ${resetAt(nowMs, 30)}`,
        }),
    ],
  ])('delays all polls of the client until the next window: %s', async (_, exhausted) => {
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
    const polls = received.filter(({ method }) => method === 'GET');
    expect(polls).toHaveLength(1);
    // A new run would be refused, so it waits as well.
    const run = xpander.agents.invokeAsync(agentId, 'hi');
    expect(received.filter(({ method }) => method === 'POST')).toHaveLength(0);
    await Promise.all([...waits, run]);
    const [first, second] = received.filter(({ method }) => method === 'GET');
    expect((second?.atMs ?? 0) - (first?.atMs ?? 0)).toBeGreaterThanOrEqual(30_000);
    expect(received.filter(({ method }) => method === 'GET').length).toBeGreaterThan(1);
  });

  it.each([
    ['without a reset', { 'x-ratelimit-remaining': '0' }],
    ['with a reset that has passed', { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1767225000' }],
    ['with a reset in microseconds', { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1767225630000000' }],
    ['with a reset in two days', { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '172800' }],
    ['with requests remaining', { 'x-ratelimit-remaining': '1', 'x-ratelimit-reset': '1767225630' }],
  ])('delays no poll %s', async (_, headers) => {
    const { xpander, received } = clientAnswering([json({ id: 't-1', status: 'executing' }, 200, headers)]);
    await rejection(xpander.tasks.wait('t-1', { deadlineMs: 20_000 }));
    expect(received.length).toBeGreaterThan(5);
  });

  it('holds no timer after an abort', async () => {
    const harness = createHarness();
    const ids = await startTasks(harness, requests(600_000, 600_000, 600_000));
    harness.mock.fail({ operation: 'listTasks', status: 429, body: {}, headers: { 'retry-after': '300' }, times: 1 });
    const controller = new AbortController();
    const loop = collect(harness.xpander.tasks.waitAll(ids, { signal: controller.signal }));
    await harness.clock.sleep(60_000);
    const before = harness.mock.requests.length;
    controller.abort('enough');
    expect(await rejection(loop)).toBe('enough');
    await drainEventLoop();
    expect(harness.sleeping()).toBe(0);
    await harness.clock.sleep(600_000);
    expect(harness.mock.requests.length).toBe(before);
  });

  it('fails no item of a batch under the documented limit', async () => {
    const harness = createHarness({ mock: { rateLimit: { requests: 100, perMs: 60_000 } } });
    const texts = requests(...Array.from({ length: 150 }, (_, index) => 5_000 + (index % 10) * 1_000));
    const outcomes = await collect(harness.xpander.agents.runMany(agentId, texts, { concurrency: 20 }));
    expect(outcomes.map(({ error }) => error)).toEqual(Array(150).fill(undefined));
  });
});

describe('a rateLimit that many waits share', () => {
  it('is never exceeded, and ends are noticed within three seconds on average', async () => {
    const harness = createHarness({ rateLimit: { requests: 100, perMs: 60_000 } });
    const ids = await startTasks(
      harness,
      requests(...Array.from({ length: 200 }, (_, index) => 60_000 + index * 2_000)),
    );
    const times: number[] = [];
    const fetch = (request: Request): Promise<Response> => {
      times.push(harness.clock.now());
      return harness.mock.fetch(request);
    };
    const xpander = new Xpander({
      apiKey: 'key-1',
      fetch,
      clock: harness.clock,
      rateLimit: { requests: 100, perMs: 60_000 },
    });
    const lags: number[] = [];
    for await (const { id } of xpander.tasks.waitAll(ids, { deadlineMs: 0 }))
      lags.push(harness.clock.now() - (harness.ends.get(`r${ids.indexOf(id)}`) ?? 0));
    expect(lags.reduce((sum, lag) => sum + lag) / 200).toBeLessThan(3_000);
    for (const [index, time] of times.entries())
      expect((times[index + 100] ?? Number.POSITIVE_INFINITY) - time).toBeGreaterThanOrEqual(60_000);
  });
});
