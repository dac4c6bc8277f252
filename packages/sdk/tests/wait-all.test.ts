import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import {
  ApiError,
  ConfigurationError,
  DeadlineError,
  type Task,
  TaskFailedError,
  TaskPausedError,
  type WaitAllOptions,
  type WaitOutcome,
} from '../src/index.ts';
import { createHarness, type Distort, drainEventLoop, random, requests, startTasks } from './many-support.ts';
import { type Answer, clientAnswering, collect, html, json, noReply, rejection, rejectionOf, task } from './support.ts';

const results = (outcomes: readonly WaitOutcome[]): unknown[] => outcomes.map(({ task: done }) => done?.result);

describe('tasks.waitAll', () => {
  it('yields one outcome per task, in the order in which they end', async () => {
    const harness = createHarness();
    const ids = await startTasks(harness, requests(30_000, 10_000, 20_000));
    const outcomes = await collect(harness.xpander.tasks.waitAll(ids));
    expect(outcomes.map(({ id }) => id)).toEqual([ids[1], ids[2], ids[0]]);
    expect(results(outcomes)).toEqual(['answer to r1', 'answer to r2', 'answer to r0']);
    expect(outcomes[0]?.task?.input?.text).toBe('r1 10000');
  });

  it('accepts ids, tasks, list rows and objects with an id, from any iterable', async () => {
    const harness = createHarness();
    const { xpander } = harness;
    const ids = await startTasks(harness, requests(4_000, 4_000, 4_000, 4_000, 4_000));
    const [a = '', b = '', c = '', d = '', e = ''] = ids;
    const row = (await collect(xpander.tasks.list())).find(({ id }) => id === c);
    const refs = [a, await xpander.tasks.get(b), row ?? c, { id: d }];
    const input = async function* () {
      yield* refs;
      yield e;
    };
    for (const tasks of [input(), new Set(ids), ids.values()]) {
      const outcomes = await collect(xpander.tasks.waitAll(tasks));
      expect(outcomes.map(({ id }) => id).sort()).toEqual([...ids].sort());
      expect(outcomes.every(({ task: done }) => done?.status === 'completed')).toBe(true);
    }
  });

  it('turns each error into an outcome and continues', async () => {
    const harness = createHarness();
    const [failing = '', pausing = '', slow = '', good = ''] = await startTasks(harness, [
      'a 5000 fail',
      'b 5000 pause',
      'c 900000',
      'd 5000',
    ]);
    const unknown = '00000000-0000-4000-8000-000000000000';
    const refs = [failing, pausing, slow, good, unknown, '', 7 as never];
    const outcomes = await collect(harness.xpander.tasks.waitAll(refs, { deadlineMs: 60_000 }));
    const errorOf = (id: string): unknown => outcomes.find((outcome) => outcome.id === id)?.error;
    expect(outcomes).toHaveLength(7);
    expect(errorOf(failing)).toBeInstanceOf(TaskFailedError);
    expect(errorOf(pausing)).toBeInstanceOf(TaskPausedError);
    expect(errorOf(slow)).toBeInstanceOf(DeadlineError);
    expect(errorOf(slow)).toMatchObject({ taskId: slow, started: true, lastTask: { status: 'executing' } });
    expect(errorOf(good)).toBeUndefined();
    expect(errorOf(unknown)).toMatchObject({ code: 'not_found', taskId: unknown });
    expect(outcomes.filter(({ error }) => error instanceof ConfigurationError).map(({ id }) => id)).toEqual(['', '']);
  });

  it('polls a task once that is passed several times, and yields an outcome for each', async () => {
    const harness = createHarness();
    const [a = '', b = ''] = await startTasks(harness, requests(20_000, 20_000));
    const before = harness.counts().reads;
    const outcomes = await collect(harness.xpander.tasks.waitAll([a, b, a, { id: a }]));
    expect(outcomes.map(({ id }) => id).sort()).toEqual([a, a, a, b].sort());
    expect(outcomes[0]?.task).toBe(outcomes[1]?.task);
    expect(harness.counts().reads - before).toBeLessThanOrEqual(3);
  });

  it('sends no request for whole tasks that have ended', async () => {
    const { xpander, received } = clientAnswering([json({})]);
    const done = { id: 't-1', status: 'completed', input: { text: 'hi' }, result: 'R' } as Task;
    const failed = { ...done, id: 't-2', status: 'failed' } as Task;
    const outcomes = await collect(xpander.tasks.waitAll([done, failed]));
    expect(outcomes[0]?.task).toEqual(done);
    expect(outcomes[1]?.error).toBeInstanceOf(TaskFailedError);
    expect(received).toEqual([]);
  });

  it('needs few requests for a thousand tasks of several minutes, and notices each end soon', async () => {
    const harness = createHarness();
    const next = random(1);
    const durations = Array.from({ length: 1_000 }, () => 60_000 + next() * 600_000);
    const ids = await startTasks(harness, requests(...durations));
    const lags: number[] = [];
    for await (const { task: done } of harness.xpander.tasks.waitAll(ids, { deadlineMs: 0 })) {
      const name = done?.result?.split(' ').at(-1) ?? '';
      lags.push(harness.clock.now() - (harness.ends.get(name) ?? 0));
    }
    const { reads, listReads } = harness.counts();
    expect(lags).toHaveLength(1_000);
    expect(lags.reduce((sum, lag) => sum + lag) / 1_000).toBeLessThan(1_000);
    expect(Math.max(...lags)).toBeLessThan(17_000);
    expect(reads).toBeLessThan(1_100);
    // One list read every 1.5 s for eleven minutes, and a first one of twenty pages.
    expect(listReads).toBeLessThan(500);
  });

  it('polls a single task without reading the list, as tasks.wait does', async () => {
    const harness = createHarness();
    const ids = await startTasks(harness, requests(60_000));
    await collect(harness.xpander.tasks.waitAll(ids));
    expect(harness.counts().listReads).toBe(0);
    expect(harness.counts().reads).toBeLessThan(30);
  });

  it('passes each changed snapshot to onUpdate, and the counts to onProgress', async () => {
    const harness = createHarness();
    const [a = '', b = ''] = await startTasks(harness, requests(10_000, 20_000));
    const seen: string[] = [];
    const steps: unknown[] = [];
    const options: WaitAllOptions = {
      onUpdate: ({ status }, id) => void seen.push(`${id} ${status}`),
      onProgress: (progress) => void steps.push(progress),
    };
    await collect(harness.xpander.tasks.waitAll([a, b], options));
    expect(new Set(seen)).toEqual(new Set([`${a} executing`, `${a} completed`, `${b} executing`, `${b} completed`]));
    expect(steps[0]).toEqual({ started: 1, settled: 0, failed: 0, total: 2 });
    expect(steps.at(-1)).toEqual({ started: 2, settled: 2, failed: 0, total: 2 });
  });

  it('turns an error of onUpdate into the outcome of that task', async () => {
    const harness = createHarness();
    const [a = '', b = ''] = await startTasks(harness, requests(10_000, 20_000));
    const mine = new Error('mine');
    const onUpdate = (_: Task, id: string): void => {
      if (id === a) throw mine;
    };
    const outcomes = await collect(harness.xpander.tasks.waitAll([a, b], { onUpdate }));
    expect(outcomes.map(({ id, error }) => [id, error])).toEqual([
      [a, mine],
      [b, undefined],
    ]);
  });

  it('measures the deadline from the call, even for tasks that the input yields later', async () => {
    const harness = createHarness();
    const ids = await startTasks(harness, requests(900_000, 900_000));
    const startMs = harness.clock.now();
    const input = async function* () {
      yield ids[0] ?? '';
      await harness.clock.sleep(40_000);
      yield ids[1] ?? '';
    };
    const outcomes = await collect(harness.xpander.tasks.waitAll(input(), { deadlineMs: 60_000 }));
    expect(outcomes.map(({ error }) => error)).toEqual([expect.any(DeadlineError), expect.any(DeadlineError)]);
    expect(harness.clock.now() - startMs).toBe(60_000);
    expect(harness.counts().stops).toBe(0);
  });

  it('keeps polling through failures once the list has shown a task as pending', async () => {
    const { xpander, clock } = clientAnswering([
      ({ url }) => {
        const nowMs = clock.now() - startMs;
        if (nowMs > 10_000 && nowMs < 40_000) return html(502);
        const updated_at = '2026-01-01T00:00:00Z';
        const row = (id: string): object => ({ id, status: 'pending', updated_at });
        if (url.includes('/v1/tasks?'))
          return json({ items: ['a', 'b'].map(row), total: 2, page: 1, per_page: 50, total_pages: 1 });
        return task(nowMs < 10_000 ? 'pending' : 'completed', { id: url.split('/').at(-1) });
      },
    ]);
    const startMs = clock.now();
    const outcomes = await collect(xpander.tasks.waitAll(['a', 'b']));
    expect(outcomes.map(({ task: done, error }) => done?.status ?? error)).toEqual(['completed', 'completed']);
  });

  it('keeps polling other tasks while callbacks are pending', async () => {
    const { xpander, clock } = clientAnswering([({ url }) => task('completed', { id: url.split('/').at(-1) })]);
    const ids = Array.from({ length: 25 }, (_, index) => `t-${index}`);
    const onUpdate = (_: unknown, id: string): Promise<void> | undefined =>
      Number(id.slice(2)) < 20 ? new Promise(() => undefined) : undefined;
    const startMs = clock.now();
    const done: number[] = [];
    for await (const { task: end } of xpander.tasks.waitAll(ids, { onUpdate, deadlineMs: 300_000 }))
      if (end) done.push(clock.now() - startMs);
    expect(done).toHaveLength(5);
    expect(Math.max(...done)).toBeLessThan(10_000);
  });

  it('schedules its reads once for thousands of tasks that are added together', async () => {
    const { clock } = clientAnswering([]);
    let plans = 0;
    const counting = {
      now: () => clock.now(),
      sleep: (ms: number, signal?: AbortSignal) => {
        if (ms <= 10) plans += 1;
        return clock.sleep(ms, signal);
      },
    };
    const answer: Answer = ({ url }) => task('completed', { id: url.split('/').at(-1) });
    const { xpander } = clientAnswering([answer], { clock: counting });
    const reader = xpander.tasks.waitAll(Array.from({ length: 3_000 }, (_, id) => `t-${id}`))[Symbol.asyncIterator]();
    await reader.next();
    expect(plans).toBeLessThan(20);
    await reader.return?.();
  });

  it('reports the deadlineMs of the call, even for a task that the input yields late', async () => {
    const { xpander, clock } = clientAnswering([task('executing')]);
    async function* late(): AsyncGenerator<string> {
      await clock.sleep(3_000);
      yield 't-1';
    }
    const [outcome] = await collect(xpander.tasks.waitAll(late(), { deadlineMs: 10_000 }));
    expect(outcome?.error).toMatchObject({ code: 'deadline', deadlineMs: 10_000 });
  });

  it('does not open its input when it is left before the first outcome', async () => {
    const controller = new AbortController();
    let isOpened = false;
    const input = {
      [Symbol.asyncIterator]: () => {
        isOpened = true;
        return { next: async () => ({ done: true as const, value: undefined }) };
      },
    };
    const { xpander } = clientAnswering([task('completed')]);
    const reader = xpander.tasks.waitAll(input, { signal: controller.signal })[Symbol.asyncIterator]();
    await reader.return?.();
    expect(await reader.next()).toEqual({ done: true, value: undefined });
    expect(isOpened).toBe(false);
    expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
  });

  it('rejects, and does not throw, when its input cannot be read', async () => {
    const broken = {
      [Symbol.asyncIterator]: () => {
        throw new Error('no input');
      },
    };
    const { xpander } = clientAnswering([task('completed')]);
    const reader = xpander.tasks.waitAll(broken)[Symbol.asyncIterator]();
    expect(await rejection(reader.next())).toMatchObject({ message: 'no input' });
  });

  it('leaves no listener behind when its input cannot be read', async () => {
    const controller = new AbortController();
    const locked = new ReadableStream<string>();
    locked.getReader();
    const { xpander } = clientAnswering([task('completed')]);
    expect(await rejection(collect(xpander.tasks.waitAll(locked, { signal: controller.signal })))).toBeInstanceOf(
      TypeError,
    );
    expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
  });

  it('stops tasks that pass the deadline, with onAbandon: "stop"', async () => {
    const harness = createHarness();
    const ids = await startTasks(harness, requests(5_000, 900_000));
    await collect(harness.xpander.tasks.waitAll(ids, { deadlineMs: 60_000, onAbandon: 'stop' }));
    await harness.clock.sleep(1_000);
    expect(harness.counts().stops).toBe(1);
  });

  it('rejects at once with the reason of an abort, and leaves no timers, listeners or requests', async () => {
    const harness = createHarness();
    const ids = await startTasks(harness, requests(...Array.from({ length: 50 }, () => 900_000)));
    const controller = new AbortController();
    const loop = collect(harness.xpander.tasks.waitAll(ids, { signal: controller.signal }));
    await harness.clock.sleep(30_000);
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(1);
    controller.abort('enough');
    expect(await rejection(loop)).toBe('enough');
    await drainEventLoop();
    expect(harness.sleeping()).toBe(0);
    expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
    const before = harness.mock.requests.length;
    await harness.clock.sleep(600_000);
    expect(harness.mock.requests.length).toBe(before);
  });

  it('sends no more requests once the loop is left', async () => {
    const harness = createHarness();
    const ids = await startTasks(harness, requests(1_000, 900_000, 900_000));
    for await (const { id } of harness.xpander.tasks.waitAll(ids, { onAbandon: 'stop' })) if (id !== '') break;
    await drainEventLoop();
    expect(harness.sleeping()).toBe(0);
    const before = harness.mock.requests.length;
    await harness.clock.sleep(600_000);
    expect(harness.mock.requests.length).toBe(before);
  });

  it.each([
    ['an id', 'b7b1'],
    ['a task', { id: 'b7b1', status: 'pending' }],
    ['nothing', null],
  ])('rejects %s instead of a list', async (_, input) => {
    const { xpander } = createHarness();
    const error = await rejectionOf(ConfigurationError, collect(xpander.tasks.waitAll(input as never)));
    expect(error.option).toBe('tasks');
  });

  it.each([[{ since: { id: 't' } }], [{ concurrency: 5 }], [{ via: 'stream' }], [{ version: 'draft' }]])(
    'rejects options that do not apply: %j',
    async (options) => {
      const { xpander } = createHarness();
      await rejectionOf(ConfigurationError, collect(xpander.tasks.waitAll(['t'], options as never)));
    },
  );

  it('yields rows of the list with detail: "summary", without reading each task', async () => {
    const harness = createHarness();
    const ids = await startTasks(harness, [...requests(5_000, 9_000, 7_000), 'r3 5000 fail']);
    const outcomes = await collect(harness.xpander.tasks.waitAll(ids, { detail: 'summary' }));
    const [row] = outcomes.filter(({ id }) => id === ids[0]);
    expect(row?.task).toMatchObject({ status: 'completed', result: 'answer to r0', updated_at: expect.any(String) });
    const failed = outcomes.find(({ id }) => id === ids[3])?.error;
    expect(failed instanceof TaskFailedError && failed.task).toMatchObject({ updated_at: expect.any(String) });
    expect(harness.counts().reads).toBe(0);
  });
});

describe('an unreliable list of tasks', () => {
  const shuffle: Distort = (page) => ({ ...page, items: [...page.items].sort((a, b) => (a.id < b.id ? -1 : 1)) });
  const withoutTimestamps: Distort = (page) => ({ ...page, items: page.items.map(({ updated_at: _, ...row }) => row) });
  const withoutSomeRows: Distort = (page) => ({ ...page, items: page.items.filter(({ id }) => /[0-7]$/.test(id)) });
  const noCounts: Distort = ({ items, page }) => ({ items, page });
  const wrongCounts: Distort = (page) => ({ ...page, total: 7, total_pages: 900 });
  const rows = new Map<string, ListedRow>();
  type ListedRow = Parameters<Distort>[0]['items'][number];
  /** Keeps showing each row as it was first shown. */
  const frozen: Distort = (page) => {
    for (const row of page.items) if (!rows.has(row.id)) rows.set(row.id, row);
    return { ...page, items: page.items.map((row) => rows.get(row.id) ?? row) };
  };
  const allCompleted: Distort = (page) => ({
    ...page,
    items: page.items.map((row) => ({ ...row, status: 'completed' })),
  });
  const withoutStatus: Distort = (page) => ({ ...page, items: page.items.map(({ status: _, ...row }) => row) });

  it.each<[string, Distort, { lagMs: number; reads: number; listReads: number }]>([
    ['in another order', shuffle, { lagMs: 10_000, reads: 80, listReads: 200 }],
    ['without timestamps', withoutTimestamps, { lagMs: 10_000, reads: 80, listReads: 200 }],
    ['without some rows', withoutSomeRows, { lagMs: 10_000, reads: 1_000, listReads: 170 }],
    ['without counts', noCounts, { lagMs: 10_000, reads: 70, listReads: 110 }],
    ['with wrong counts', wrongCounts, { lagMs: 10_000, reads: 70, listReads: 110 }],
    ['that never changes', frozen, { lagMs: 90_000, reads: 400, listReads: 150 }],
    ['that shows every task as completed', allCompleted, { lagMs: 10_000, reads: 1_700, listReads: 30 }],
    ['without a status', withoutStatus, { lagMs: 10_000, reads: 1_700, listReads: 30 }],
    [
      'that is empty',
      (page) => ({ ...page, items: [], total: 0, total_pages: 0 }),
      { lagMs: 10_000, reads: 1_700, listReads: 30 },
    ],
    [
      'that returns a 500',
      () => json({ detail: 'Internal error' }, 500),
      { lagMs: 10_000, reads: 1_700, listReads: 30 },
    ],
    ['that returns a 404', () => json({ detail: 'Not found' }, 404), { lagMs: 10_000, reads: 1_700, listReads: 30 }],
    ['that returns a 403', () => json({ detail: 'No' }, 403), { lagMs: 10_000, reads: 1_700, listReads: 30 }],
    ['that returns an HTML page', () => html(200), { lagMs: 10_000, reads: 1_700, listReads: 30 }],
  ])('%s costs requests or time, but no outcome', async (_, distort, most) => {
    rows.clear();
    const harness = createHarness({ distort });
    const next = random(3);
    const durations = Array.from({ length: 60 }, () => 3_000 + next() * 120_000);
    const ids = await startTasks(harness, requests(...durations));
    const lags: number[] = [];
    for await (const { id, task: done } of harness.xpander.tasks.waitAll(ids)) {
      const name = `r${ids.indexOf(id)}`;
      expect(done?.result).toBe(`answer to ${name}`);
      lags.push(harness.clock.now() - (harness.ends.get(name) ?? 0));
    }
    expect(lags).toHaveLength(60);
    const { reads, listReads } = harness.counts();
    expect(Math.max(...lags)).toBeLessThan(most.lagMs);
    expect(reads).toBeLessThan(most.reads);
    expect(listReads).toBeLessThan(most.listReads);
  });

  it('whose pages shift while they are read loses no row', async () => {
    // Other runs of the same agent change between two pages of each list read, so that rows repeat and move.
    const harness = createHarness();
    const ids = await startTasks(harness, requests(...Array.from({ length: 150 }, () => 30_000)));
    const foreign = await startTasks(harness, requests(...Array.from({ length: 100 }, () => 600_000)));
    const fetch = async (request: Request): Promise<Response> => {
      const response = await harness.mock.fetch(request);
      const { pathname, searchParams } = new URL(request.url);
      const stopped = pathname === '/v1/tasks' && searchParams.get('page') !== null ? foreign.splice(0, 2) : [];
      for (const id of stopped) harness.mock.task(id).stop();
      return response;
    };
    const { xpander } = clientAnswering([], { fetch, clock: harness.clock });
    const outcomes = await collect(xpander.tasks.waitAll(ids));
    expect(new Set(outcomes.map(({ id }) => id))).toEqual(new Set(ids));
    expect(outcomes.every(({ task: done }) => done?.status === 'completed')).toBe(true);
    expect(foreign).toHaveLength(100 - 2 * Math.min(50, harness.counts().listReads));
    expect(harness.counts().reads).toBeLessThan(160);
  });

  it('still counts as sorted when rows repeat on the next page, so its last page is not read each time', async () => {
    const row = (index: number) => ({
      id: `t-${index}`,
      status: 'executing',
      updated_at: new Date(Date.UTC(2026, 0, 1) - index * 60_000).toISOString(),
    });
    const rows = Array.from({ length: 90 }, (_, index) => row(index));
    let secondPages = 0;
    const { xpander } = clientAnswering([
      ({ url }) => {
        const { pathname, searchParams } = new URL(url);
        if (pathname !== '/v1/tasks') return task('executing', { id: pathname.split('/').at(-1) });
        if (searchParams.get('page') === '1') return json({ items: rows.slice(0, 50), total_pages: 2 });
        secondPages += 1;
        return json({ items: rows.slice(45), total_pages: 2 });
      },
    ]);
    const ids = rows.map(({ id }) => id);
    const outcomes = await collect(xpander.tasks.waitAll(ids, { deadlineMs: 60_000 }));
    expect(outcomes).toHaveLength(90);
    expect(secondPages).toBeLessThan(4);
  });

  it('that never responds does not delay outcomes', async () => {
    const harness = createHarness();
    const ids = await startTasks(harness, requests(8_000, 8_000, 9_000));
    const fetch = (request: Request): Promise<Response> =>
      new URL(request.url).pathname === '/v1/tasks' ? noReply() : harness.mock.fetch(request);
    const { xpander } = clientAnswering([], { fetch, clock: harness.clock });
    const outcomes = await collect(xpander.tasks.waitAll(ids));
    expect(outcomes).toHaveLength(3);
    const lags = outcomes.map(({ id }) => harness.clock.now() - (harness.ends.get(`r${ids.indexOf(id)}`) ?? 0));
    expect(Math.max(...lags)).toBeLessThan(8_000);
  });

  it('that showed none of the tasks at first is read again later, and then saves reads', async () => {
    let isEmptyUntilMs = 0;
    const harness = createHarness({
      distort: (page) =>
        harness.clock.now() < isEmptyUntilMs ? { ...page, items: [], total: 0, total_pages: 1 } : page,
    });
    isEmptyUntilMs = harness.clock.now() + 60_000;
    const ids = await startTasks(
      harness,
      requests(...Array.from({ length: 50 }, (_, index) => 600_000 + index * 1_000)),
    );
    const outcomes = await collect(harness.xpander.tasks.waitAll(ids, { deadlineMs: 0 }));
    expect(outcomes.every(({ task: done }) => done?.status === 'completed')).toBe(true);
    // Polled one by one to the end, these tasks take more than 3,500 reads.
    expect(harness.counts().reads).toBeLessThan(2_500);
  });

  it('of a busy organization is no longer read when it shows none of the tasks', async () => {
    const harness = createHarness({
      distort: (page) => {
        const items = Array.from({ length: 50 }, (_, index) => ({
          id: `foreign-${page.page}-${index}`,
          status: 'executing' as const,
          updated_at: new Date(harness.clock.now() - index).toISOString(),
        }));
        return { ...page, items, total: 5_000, total_pages: 100 };
      },
    });
    const ids = await startTasks(harness, requests(60_000, 60_000, 60_000));
    expect(await collect(harness.xpander.tasks.waitAll(ids))).toHaveLength(3);
    expect(harness.counts().listReads).toBeLessThan(10);
  });
});

describe('a failure during tasks.waitAll', () => {
  it('of a read does not end the wait for a known task', async () => {
    const harness = createHarness();
    const ids = await startTasks(harness, requests(...Array.from({ length: 30 }, (_, index) => 5_000 + index * 500)));
    harness.mock.fail({ operation: 'getTask', status: 502, body: '<html>', contentType: 'text/html', times: 20 });
    harness.mock.fail({ operation: 'listTasks', status: 503, body: {}, times: 3 });
    const tasks = ids.map((id) => ({ id, status: 'pending' }) as Task);
    const outcomes = await collect(harness.xpander.tasks.waitAll(tasks));
    expect(outcomes.map(({ error }) => error)).toEqual(Array(30).fill(undefined));
  });

  it('is the cause of the DeadlineError when it lasts', async () => {
    const { xpander } = clientAnswering([
      ({ url }) => (new URL(url).pathname === '/v1/tasks' ? json({ items: [] }) : json({ detail: 'down' }, 503)),
    ]);
    const tasks = ['t-1', 't-2'].map((id) => ({ id, status: 'pending' }) as Task);
    const outcomes = await collect(xpander.tasks.waitAll(tasks, { deadlineMs: 30_000 }));
    expect(outcomes.map(({ error }) => error)).toEqual([expect.any(DeadlineError), expect.any(DeadlineError)]);
    for (const { error } of outcomes) expect((error as DeadlineError).cause).toBeInstanceOf(ApiError);
  });

  it('because of a deleted task ends the wait for that task only', async () => {
    const harness = createHarness();
    const [a = '', b = ''] = await startTasks(harness, requests(60_000, 60_000));
    const loop = collect(harness.xpander.tasks.waitAll([a, b].map((id) => ({ id, status: 'pending' }) as Task)));
    await harness.clock.sleep(10_000);
    await harness.xpander.tasks.delete(a);
    const outcomes = await loop;
    expect(outcomes.find(({ id }) => id === a)?.error).toMatchObject({ code: 'not_found' });
    expect(outcomes.find(({ id }) => id === b)?.task?.result).toBe('answer to r1');
  });

  it('because of a refused key is the outcome of each task', async () => {
    const { xpander } = clientAnswering([json({ detail: 'Invalid or missing API key' }, 401)]);
    const outcomes = await collect(xpander.tasks.waitAll(['t-1', 't-2', 't-3']));
    expect(outcomes.map(({ error }) => (error as ApiError).code)).toEqual(Array(3).fill('unauthorized'));
  });

  it.each([
    ['without a rateLimit', {}],
    ['with a rateLimit', { rateLimit: { requests: 100, perMs: 60_000 } }],
  ])('because of a refused key ends all waits at once, with few requests, %s', async (_, options) => {
    const { xpander, received, clock } = clientAnswering([json({ detail: 'No such key' }, 401)], options);
    const startMs = clock.now();
    const ids = Array.from({ length: 1_000 }, (_, index) => `t-${index}`);
    const outcomes = await collect(xpander.tasks.waitAll(ids));
    expect(outcomes.map(({ id }) => id).sort()).toEqual(ids.sort());
    expect(new Set(outcomes.map(({ error }) => (error as ApiError).code))).toEqual(new Set(['unauthorized']));
    expect(received.length).toBeLessThan(50);
    expect(clock.now() - startMs).toBeLessThan(1_000);
  });

  it('because of a forbidden task ends the wait for that task only', async () => {
    const { xpander } = clientAnswering([
      ({ url }) => (url.endsWith('t-1') ? json({ detail: 'Not yours' }, 403) : task('completed', { id: 't-2' })),
    ]);
    const outcomes = await collect(xpander.tasks.waitAll(['t-1', 't-2']));
    expect(
      outcomes.map(({ id, error, task: end }) => [id, (error as ApiError | undefined)?.code ?? end?.status]),
    ).toEqual([
      ['t-1', 'forbidden'],
      ['t-2', 'completed'],
    ]);
  });

  it('because of an invalid pollIntervalMs is the outcome of each task', async () => {
    const { xpander } = clientAnswering([task('executing')]);
    const pollIntervalMs = (): number => Number.NaN;
    const outcomes = await collect(xpander.tasks.waitAll(['t-1', 't-2'], { pollIntervalMs }));
    expect(outcomes.map(({ error }) => error)).toEqual([
      expect.any(ConfigurationError),
      expect.any(ConfigurationError),
    ]);
  });
});
