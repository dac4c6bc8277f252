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
import { begin, collect, type Distort, office, quiet, random, requests } from './many-support.ts';
import { type Answer, clientAnswering, html, json, rejection, rejectionOf, silence, task } from './support.ts';

const results = (outcomes: readonly WaitOutcome[]): unknown[] => outcomes.map(({ task: done }) => done?.result);

describe('tasks.waitAll', () => {
  it('gives each task its outcome, in the order in which they end', async () => {
    const all = office();
    const ids = await begin(all, requests(30_000, 10_000, 20_000));
    const outcomes = await collect(all.xpander.tasks.waitAll(ids));
    expect(outcomes.map(({ id }) => id)).toEqual([ids[1], ids[2], ids[0]]);
    expect(results(outcomes)).toEqual(['answer to r1', 'answer to r2', 'answer to r0']);
    expect(outcomes[0]?.task?.input?.text).toBe('r1 10000');
  });

  it('takes ids, tasks, rows and objects with an id, from anything that can be iterated', async () => {
    const all = office();
    const { xpander } = all;
    const ids = await begin(all, requests(4_000, 4_000, 4_000, 4_000, 4_000));
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

  it('makes an outcome of each error, and goes on', async () => {
    const all = office();
    const [failing = '', pausing = '', slow = '', good = ''] = await begin(all, [
      'a 5000 fail',
      'b 5000 pause',
      'c 900000',
      'd 5000',
    ]);
    const unknown = '00000000-0000-4000-8000-000000000000';
    const refs = [failing, pausing, slow, good, unknown, '', 7 as never];
    const outcomes = await collect(all.xpander.tasks.waitAll(refs, { deadlineMs: 60_000 }));
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

  it('watches a task once that is named twice, and gives both outcomes', async () => {
    const all = office();
    const [a = '', b = ''] = await begin(all, requests(20_000, 20_000));
    const before = all.counts().reads;
    const outcomes = await collect(all.xpander.tasks.waitAll([a, b, a, { id: a }]));
    expect(outcomes.map(({ id }) => id).sort()).toEqual([a, a, a, b].sort());
    expect(outcomes[0]?.task).toBe(outcomes[1]?.task);
    expect(all.counts().reads - before).toBeLessThanOrEqual(3);
  });

  it('needs no request for whole tasks that have ended', async () => {
    const { xpander, received } = clientAnswering([json({})]);
    const done = { id: 't-1', status: 'completed', input: { text: 'hi' }, result: 'R' } as Task;
    const failed = { ...done, id: 't-2', status: 'failed' } as Task;
    const outcomes = await collect(xpander.tasks.waitAll([done, failed]));
    expect(outcomes[0]?.task).toEqual(done);
    expect(outcomes[1]?.error).toBeInstanceOf(TaskFailedError);
    expect(received).toEqual([]);
  });

  it('takes few requests for a thousand tasks of minutes, and learns of each end soon', async () => {
    const all = office();
    const next = random(1);
    const durations = Array.from({ length: 1_000 }, () => 60_000 + next() * 600_000);
    const ids = await begin(all, requests(...durations));
    const lags: number[] = [];
    for await (const { task: done } of all.xpander.tasks.waitAll(ids, { deadlineMs: 0 })) {
      const name = done?.result?.split(' ').at(-1) ?? '';
      lags.push(all.clock.now() - (all.ends.get(name) ?? 0));
    }
    const { reads, sweeps } = all.counts();
    expect(lags).toHaveLength(1_000);
    expect(lags.reduce((sum, lag) => sum + lag) / 1_000).toBeLessThan(1_000);
    expect(Math.max(...lags)).toBeLessThan(17_000);
    expect(reads).toBeLessThan(1_100);
    // One every 1.5 s over eleven minutes, and the first one of twenty pages.
    expect(sweeps).toBeLessThan(500);
  });

  it('asks for one task alone as tasks.wait does', async () => {
    const all = office();
    const ids = await begin(all, requests(60_000));
    await collect(all.xpander.tasks.waitAll(ids));
    expect(all.counts().sweeps).toBe(0);
    expect(all.counts().reads).toBeLessThan(30);
  });

  it('tells of each changed snapshot, and how far it has come', async () => {
    const all = office();
    const [a = '', b = ''] = await begin(all, requests(10_000, 20_000));
    const seen: string[] = [];
    const steps: unknown[] = [];
    const options: WaitAllOptions = {
      onUpdate: ({ status }, id) => void seen.push(`${id} ${status}`),
      onProgress: (progress) => void steps.push(progress),
    };
    await collect(all.xpander.tasks.waitAll([a, b], options));
    expect(new Set(seen)).toEqual(new Set([`${a} executing`, `${a} completed`, `${b} executing`, `${b} completed`]));
    expect(steps[0]).toEqual({ started: 1, settled: 0, failed: 0, total: 2 });
    expect(steps.at(-1)).toEqual({ started: 2, settled: 2, failed: 0, total: 2 });
  });

  it('makes an error of onUpdate the outcome of that task', async () => {
    const all = office();
    const [a = '', b = ''] = await begin(all, requests(10_000, 20_000));
    const mine = new Error('mine');
    const onUpdate = (_: Task, id: string): void => {
      if (id === a) throw mine;
    };
    const outcomes = await collect(all.xpander.tasks.waitAll([a, b], { onUpdate }));
    expect(outcomes.map(({ id, error }) => [id, error])).toEqual([
      [a, mine],
      [b, undefined],
    ]);
  });

  it('counts the deadline from the call, also for tasks that come later', async () => {
    const all = office();
    const ids = await begin(all, requests(900_000, 900_000));
    const startMs = all.clock.now();
    const input = async function* () {
      yield ids[0] ?? '';
      await all.clock.sleep(40_000);
      yield ids[1] ?? '';
    };
    const outcomes = await collect(all.xpander.tasks.waitAll(input(), { deadlineMs: 60_000 }));
    expect(outcomes.map(({ error }) => error)).toEqual([expect.any(DeadlineError), expect.any(DeadlineError)]);
    expect(all.clock.now() - startMs).toBe(60_000);
    expect(all.counts().stops).toBe(0);
  });

  it('knows of a task that the list has shown as pending, and waits trouble out', async () => {
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

  it('reads on for the others while callbacks take their time', async () => {
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

  it('plans its reads once for thousands that are added at once', async () => {
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

  it('names the deadline as it was given, however late a task came', async () => {
    const { xpander, clock } = clientAnswering([task('executing')]);
    async function* late(): AsyncGenerator<string> {
      await clock.sleep(3_000);
      yield 't-1';
    }
    const [outcome] = await collect(xpander.tasks.waitAll(late(), { deadlineMs: 10_000 }));
    expect(outcome?.error).toMatchObject({ code: 'deadline', deadlineMs: 10_000 });
  });

  it('opens nothing for who leaves before the first outcome was asked for', async () => {
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

  it('stops what outruns the deadline when it is told to', async () => {
    const all = office();
    const ids = await begin(all, requests(5_000, 900_000));
    await collect(all.xpander.tasks.waitAll(ids, { deadlineMs: 60_000, onAbandon: 'stop' }));
    await all.clock.sleep(1_000);
    expect(all.counts().stops).toBe(1);
  });

  it('ends at once with the reason of an abort, and leaves nothing behind', async () => {
    const all = office();
    const ids = await begin(all, requests(...Array.from({ length: 50 }, () => 900_000)));
    const controller = new AbortController();
    const loop = collect(all.xpander.tasks.waitAll(ids, { signal: controller.signal }));
    await all.clock.sleep(30_000);
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(1);
    controller.abort('enough');
    expect(await rejection(loop)).toBe('enough');
    await quiet();
    expect(all.sleeping()).toBe(0);
    expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
    const before = all.mock.requests.length;
    await all.clock.sleep(600_000);
    expect(all.mock.requests.length).toBe(before);
  });

  it('asks no more once the loop is left', async () => {
    const all = office();
    const ids = await begin(all, requests(1_000, 900_000, 900_000));
    for await (const { id } of all.xpander.tasks.waitAll(ids, { onAbandon: 'stop' })) if (id !== '') break;
    await quiet();
    expect(all.sleeping()).toBe(0);
    const before = all.mock.requests.length;
    await all.clock.sleep(600_000);
    expect(all.mock.requests.length).toBe(before);
  });

  it.each([
    ['an id', 'b7b1'],
    ['a task', { id: 'b7b1', status: 'pending' }],
    ['nothing', null],
  ])('refuses %s in place of a list', async (_, input) => {
    const { xpander } = office();
    const error = await rejectionOf(ConfigurationError, collect(xpander.tasks.waitAll(input as never)));
    expect(error.option).toBe('tasks');
  });

  it.each([[{ since: { id: 't' } }], [{ concurrency: 5 }], [{ via: 'stream' }], [{ version: 'draft' }]])(
    'refuses options that mean nothing here: %j',
    async (options) => {
      const { xpander } = office();
      await rejectionOf(ConfigurationError, collect(xpander.tasks.waitAll(['t'], options as never)));
    },
  );

  it('gives the rows of the list with detail "summary", without a request for each', async () => {
    const all = office();
    const ids = await begin(all, [...requests(5_000, 9_000, 7_000), 'r3 5000 fail']);
    const outcomes = await collect(all.xpander.tasks.waitAll(ids, { detail: 'summary' }));
    const [row] = outcomes.filter(({ id }) => id === ids[0]);
    expect(row?.task).toMatchObject({ status: 'completed', result: 'answer to r0', updated_at: expect.any(String) });
    const failed = outcomes.find(({ id }) => id === ids[3])?.error;
    expect(failed instanceof TaskFailedError && failed.task).toMatchObject({ updated_at: expect.any(String) });
    expect(all.counts().reads).toBe(0);
  });
});

describe('a list of tasks that is not as expected', () => {
  const shuffle: Distort = (page) => ({ ...page, items: [...page.items].sort((a, b) => (a.id < b.id ? -1 : 1)) });
  const stampless: Distort = (page) => ({ ...page, items: page.items.map(({ updated_at: _, ...row }) => row) });
  const hidden: Distort = (page) => ({ ...page, items: page.items.filter(({ id }) => /[0-7]$/.test(id)) });
  const noCounts: Distort = ({ items, page }) => ({ items, page });
  const wrongCounts: Distort = (page) => ({ ...page, total: 7, total_pages: 900 });
  const rows = new Map<string, ListedRow>();
  type ListedRow = Parameters<Distort>[0]['items'][number];
  /** Shows each row for ever as it showed it first. */
  const frozen: Distort = (page) => {
    for (const row of page.items) if (!rows.has(row.id)) rows.set(row.id, row);
    return { ...page, items: page.items.map((row) => rows.get(row.id) ?? row) };
  };
  const lying: Distort = (page) => ({ ...page, items: page.items.map((row) => ({ ...row, status: 'completed' })) });
  const silent: Distort = (page) => ({ ...page, items: page.items.map(({ status: _, ...row }) => row) });

  it.each<[string, Distort, { lagMs: number; reads: number; sweeps: number }]>([
    ['in another order', shuffle, { lagMs: 10_000, reads: 80, sweeps: 200 }],
    ['without stamps', stampless, { lagMs: 10_000, reads: 80, sweeps: 200 }],
    ['without some rows', hidden, { lagMs: 10_000, reads: 1_000, sweeps: 170 }],
    ['that says nothing of its length', noCounts, { lagMs: 10_000, reads: 70, sweeps: 110 }],
    ['that is wrong about its length', wrongCounts, { lagMs: 10_000, reads: 70, sweeps: 110 }],
    ['that never changes', frozen, { lagMs: 90_000, reads: 400, sweeps: 150 }],
    ['that shows every task as completed', lying, { lagMs: 10_000, reads: 1_700, sweeps: 30 }],
    ['without a status', silent, { lagMs: 10_000, reads: 1_700, sweeps: 30 }],
    [
      'that is empty',
      (page) => ({ ...page, items: [], total: 0, total_pages: 0 }),
      { lagMs: 10_000, reads: 1_700, sweeps: 30 },
    ],
    ['that fails', () => json({ detail: 'Internal error' }, 500), { lagMs: 10_000, reads: 1_700, sweeps: 30 }],
    ['that is not there', () => json({ detail: 'Not found' }, 404), { lagMs: 10_000, reads: 1_700, sweeps: 30 }],
    ['that is refused', () => json({ detail: 'No' }, 403), { lagMs: 10_000, reads: 1_700, sweeps: 30 }],
    ['that is a web page', () => html(200), { lagMs: 10_000, reads: 1_700, sweeps: 30 }],
  ])('%s costs requests or time, and no outcome', async (_, distort, most) => {
    rows.clear();
    const all = office({ distort });
    const next = random(3);
    const durations = Array.from({ length: 60 }, () => 3_000 + next() * 120_000);
    const ids = await begin(all, requests(...durations));
    const lags: number[] = [];
    for await (const { id, task: done } of all.xpander.tasks.waitAll(ids)) {
      const name = `r${ids.indexOf(id)}`;
      expect(done?.result).toBe(`answer to ${name}`);
      lags.push(all.clock.now() - (all.ends.get(name) ?? 0));
    }
    expect(lags).toHaveLength(60);
    const { reads, sweeps } = all.counts();
    expect(Math.max(...lags)).toBeLessThan(most.lagMs);
    expect(reads).toBeLessThan(most.reads);
    expect(sweeps).toBeLessThan(most.sweeps);
  });

  it('whose pages shift while they are read loses no row', async () => {
    // Foreign runs of the same agent change between two pages of each sweep, so that rows repeat and move.
    const all = office();
    const ids = await begin(all, requests(...Array.from({ length: 150 }, () => 30_000)));
    const foreign = await begin(all, requests(...Array.from({ length: 100 }, () => 600_000)));
    const fetch = async (request: Request): Promise<Response> => {
      const response = await all.mock.fetch(request);
      const { pathname, searchParams } = new URL(request.url);
      const stopped = pathname === '/v1/tasks' && searchParams.get('page') !== null ? foreign.splice(0, 2) : [];
      for (const id of stopped) all.mock.task(id).stop();
      return response;
    };
    const { xpander } = clientAnswering([], { fetch, clock: all.clock });
    const outcomes = await collect(xpander.tasks.waitAll(ids));
    expect(new Set(outcomes.map(({ id }) => id))).toEqual(new Set(ids));
    expect(outcomes.every(({ task: done }) => done?.status === 'completed')).toBe(true);
    expect(foreign).toHaveLength(100 - 2 * Math.min(50, all.counts().sweeps));
    expect(all.counts().reads).toBeLessThan(160);
  });

  it('is in order although rows repeat on the next page, and then not read to its end each time', async () => {
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

  it('that hangs is not waited for', async () => {
    const all = office();
    const ids = await begin(all, requests(8_000, 8_000, 9_000));
    const fetch = (request: Request): Promise<Response> =>
      new URL(request.url).pathname === '/v1/tasks' ? silence() : all.mock.fetch(request);
    const { xpander } = clientAnswering([], { fetch, clock: all.clock });
    const outcomes = await collect(xpander.tasks.waitAll(ids));
    expect(outcomes).toHaveLength(3);
    const lags = outcomes.map(({ id }) => all.clock.now() - (all.ends.get(`r${ids.indexOf(id)}`) ?? 0));
    expect(Math.max(...lags)).toBeLessThan(8_000);
  });

  it('of a busy organization is given up when it shows none of ours', async () => {
    const all = office({
      distort: (page) => {
        const items = Array.from({ length: 50 }, (_, index) => ({
          id: `foreign-${page.page}-${index}`,
          status: 'executing' as const,
          updated_at: new Date(all.clock.now() - index).toISOString(),
        }));
        return { ...page, items, total: 5_000, total_pages: 100 };
      },
    });
    const ids = await begin(all, requests(60_000, 60_000, 60_000));
    expect(await collect(all.xpander.tasks.waitAll(ids))).toHaveLength(3);
    expect(all.counts().sweeps).toBeLessThan(10);
  });
});

describe('trouble while many tasks are watched', () => {
  it('is waited out: a task that is known to exist goes on', async () => {
    const all = office();
    const ids = await begin(all, requests(...Array.from({ length: 30 }, (_, index) => 5_000 + index * 500)));
    all.mock.fail({ operation: 'getTask', status: 502, body: '<html>', contentType: 'text/html', times: 20 });
    all.mock.fail({ operation: 'listTasks', status: 503, body: {}, times: 3 });
    const tasks = ids.map((id) => ({ id, status: 'pending' }) as Task);
    const outcomes = await collect(all.xpander.tasks.waitAll(tasks));
    expect(outcomes.map(({ error }) => error)).toEqual(Array(30).fill(undefined));
  });

  it('becomes the cause of the deadline error', async () => {
    const { xpander } = clientAnswering([
      ({ url }) => (new URL(url).pathname === '/v1/tasks' ? json({ items: [] }) : json({ detail: 'down' }, 503)),
    ]);
    const tasks = ['t-1', 't-2'].map((id) => ({ id, status: 'pending' }) as Task);
    const outcomes = await collect(xpander.tasks.waitAll(tasks, { deadlineMs: 30_000 }));
    expect(outcomes.map(({ error }) => error)).toEqual([expect.any(DeadlineError), expect.any(DeadlineError)]);
    for (const { error } of outcomes) expect((error as DeadlineError).cause).toBeInstanceOf(ApiError);
  });

  it('ends the watch of a task that was deleted, and of no other', async () => {
    const all = office();
    const [a = '', b = ''] = await begin(all, requests(60_000, 60_000));
    const loop = collect(all.xpander.tasks.waitAll([a, b].map((id) => ({ id, status: 'pending' }) as Task)));
    await all.clock.sleep(10_000);
    await all.xpander.tasks.delete(a);
    const outcomes = await loop;
    expect(outcomes.find(({ id }) => id === a)?.error).toMatchObject({ code: 'not_found' });
    expect(outcomes.find(({ id }) => id === b)?.task?.result).toBe('answer to r1');
  });

  it('that is a refused key is the outcome of each task that was asked for', async () => {
    const { xpander } = clientAnswering([json({ detail: 'Invalid or missing API key' }, 401)]);
    const outcomes = await collect(xpander.tasks.waitAll(['t-1', 't-2', 't-3']));
    expect(outcomes.map(({ error }) => (error as ApiError).code)).toEqual(Array(3).fill('unauthorized'));
  });

  it.each([
    ['without a budget', {}],
    ['within a budget', { rateLimit: { requests: 100, perMs: 60_000 } }],
  ])('that is a refused key ends the watch of all at once, with few requests: %s', async (_, options) => {
    const { xpander, received, clock } = clientAnswering([json({ detail: 'No such key' }, 401)], options);
    const startMs = clock.now();
    const ids = Array.from({ length: 1_000 }, (_, index) => `t-${index}`);
    const outcomes = await collect(xpander.tasks.waitAll(ids));
    expect(outcomes.map(({ id }) => id).sort()).toEqual(ids.sort());
    expect(new Set(outcomes.map(({ error }) => (error as ApiError).code))).toEqual(new Set(['unauthorized']));
    expect(received.length).toBeLessThan(50);
    expect(clock.now() - startMs).toBeLessThan(1_000);
  });

  it('that is one task of another organization does not touch the others', async () => {
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

  it('does not touch the others when a pollIntervalMs makes no sense for one', async () => {
    const { xpander } = clientAnswering([task('executing')]);
    const pollIntervalMs = (): number => Number.NaN;
    const outcomes = await collect(xpander.tasks.waitAll(['t-1', 't-2'], { pollIntervalMs }));
    expect(outcomes.map(({ error }) => error)).toEqual([
      expect.any(ConfigurationError),
      expect.any(ConfigurationError),
    ]);
  });
});
