import { getEventListeners } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../src/async/clock.ts';
import { DeadlineError, Xpander } from '../src/index.ts';
import { nextTurn, stillClock, tickingClock } from './clocks.ts';
import { agentId, clientAnswering, heapInUse, rejection, task } from './support.ts';

const warnings: Error[] = [];
const note = (warning: Error): unknown => warnings.push(warning);

beforeEach(() => {
  warnings.length = 0;
  process.on('warning', note);
});

afterEach(() => {
  process.off('warning', note);
});

/** The heap that is still in use once nothing is in flight. */
async function heapAtRest(): Promise<number> {
  let heap = 0;
  for (let round = 0; round < 3; round += 1) {
    await nextTurn();
    heap = heapInUse();
  }
  return heap;
}

const timers = (): number => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;

describe('ten thousand waits that share a signal', () => {
  const ids = Array.from({ length: 10_000 }, (_, index) => `task-${index}`);

  /** A client whose tasks complete at the given read, and a count of the reads of each task. */
  function countReads(untilDone: number): {
    xpander: Xpander;
    reads: Map<string, number>;
    clock: ReturnType<typeof tickingClock>;
  } {
    const reads = new Map<string, number>();
    const clock = tickingClock();
    const fetch = async ({ url }: Request): Promise<Response> => {
      const id = url.split('/').at(-1) ?? '';
      const read = (reads.get(id) ?? 0) + 1;
      reads.set(id, read);
      return task(read < untilDone ? 'executing' : 'completed', { id });
    };
    return { xpander: new Xpander({ apiKey: 'key-1', fetch, clock }), reads, clock };
  }

  it('settle with their own tasks, after two reads each', async () => {
    const { xpander, reads, clock } = countReads(2);
    const { signal } = new AbortController();
    const ends: string[] = [];
    const waits = ids.map((id) =>
      xpander.tasks.wait(id, { signal, onUpdate: ({ status }) => void (status === 'completed' && ends.push(id)) }),
    );
    expect(getEventListeners(signal, 'abort')).toHaveLength(1);
    const tasks = await Promise.all(waits);
    await nextTurn();
    expect(tasks.map(({ id }) => id)).toEqual(ids);
    expect(ends).toHaveLength(ids.length);
    expect(new Set(ends).size).toBe(ids.length);
    expect(ids.map((id) => reads.get(id))).toEqual(ids.map(() => 2));
    expect(getEventListeners(signal, 'abort')).toEqual([]);
    expect(clock.sleeping()).toBe(0);
    expect(warnings).toEqual([]);
  });

  it('reject with the reason of its abort, and send no more requests', async () => {
    const { xpander, reads, clock } = countReads(Number.POSITIVE_INFINITY);
    const controller = new AbortController();
    const reason = new Error('enough');
    const waits = ids.map((id) => rejection(xpander.tasks.wait(id, { signal: controller.signal })));
    await clock.sleep(1_000);
    expect(reads.size).toBe(ids.length);
    controller.abort(reason);
    expect(new Set(await Promise.all(waits))).toEqual(new Set([reason]));
    expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
    expect(clock.sleeping()).toBe(0);
    await clock.sleep(3_600_000);
    expect(new Set(reads.values())).toEqual(new Set([1]));
    expect(warnings).toEqual([]);
  });

  it('reject at their deadlines', async () => {
    const { xpander, clock } = countReads(Number.POSITIVE_INFINITY);
    const { signal } = new AbortController();
    const startMs = clock.now();
    const waits = ids.map((id) => rejection(xpander.tasks.wait(id, { signal, deadlineMs: 1_000 })));
    const errors = await Promise.all(waits);
    expect(clock.now() - startMs).toBe(1_000);
    expect(errors.filter((error) => error instanceof DeadlineError)).toHaveLength(ids.length);
    expect(errors.map((error) => (error as DeadlineError).taskId)).toEqual(ids);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
    expect(clock.sleeping()).toBe(0);
    expect(warnings).toEqual([]);
  });
});

describe('the system clock', () => {
  it('has no timer left once every call has ended, by success, deadline or abort', async () => {
    const { xpander } = clientAnswering(
      [({ url }) => (url.endsWith('slow') ? new Promise(() => undefined) : task('completed'))],
      { clock: systemClock },
    );
    const controller = new AbortController();
    const calls = [
      ...Array.from({ length: 500 }, () => xpander.agents.run(agentId, 'hi')),
      ...Array.from({ length: 500 }, () => rejection(xpander.tasks.wait('slow', { deadlineMs: 1 }))),
      ...Array.from({ length: 500 }, () => rejection(xpander.tasks.wait('slow', { signal: controller.signal }))),
    ];
    expect(timers()).toBeGreaterThan(1_000);
    controller.abort();
    await Promise.all(calls);
    // The test runner may have timers of its own.
    expect(timers()).toBeLessThan(3);
    expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
    expect(warnings).toEqual([]);
  });
});

describe('a time limit longer than the maximum of setTimeout', () => {
  it.each([
    ['deadlineMs', { deadlineMs: 30 * 24 * 3_600_000 }],
    ['timeoutMs', { timeoutMs: 30 * 24 * 3_600_000 }],
  ])('does not expire at once: %s', async (_, options) => {
    const silent = (): Promise<Response> => new Promise(() => undefined);
    const { xpander } = clientAnswering([silent], { clock: systemClock });
    const controller = new AbortController();
    const waiting = rejection(xpander.tasks.wait('slow', { ...options, signal: controller.signal }));
    // A timer with too long a delay fires after one millisecond.
    await systemClock.sleep(10);
    controller.abort('enough');
    expect(await waiting).toBe('enough');
    expect(warnings).toEqual([]);
  });
});

describe('the memory that a client keeps of threads', () => {
  it('covers at most a thousand threads', async () => {
    const { xpander, received } = clientAnswering([
      async (request) => {
        const { id } = request.method === 'POST' ? await request.clone().json() : { id: request.url.split('/').at(-1) };
        const status = request.method === 'POST' ? 'pending' : 'completed';
        return task(status, { id, finished_at: '2026-02-07T02:13:41.897Z' });
      },
    ]);
    for (let thread = 0; thread < 1_100; thread += 1)
      await xpander.agents.invokeAsync(agentId, { id: `t-${thread}`, input: 'a' });
    const before = received.length;
    // The first thread was forgotten, so its end counts at once. The last one is remembered: the end is that of an earlier turn.
    await xpander.tasks.wait('t-0');
    expect(received.length - before).toBe(1);
    expect(await rejection(xpander.tasks.wait('t-1099', { deadlineMs: 10_000 }))).toMatchObject({ code: 'deadline' });
  });

  it('does not grow with the number of threads, up to a hundred thousand', async () => {
    const { xpander, received } = clientAnswering([], {
      clock: stillClock(),
      fetch: async ({ method, url }) => {
        if (method === 'POST') opened += 1;
        const id = method === 'POST' ? `t-${opened}` : url.split('/').at(-1);
        return task('completed', { id, finished_at: '2026-02-07T02:13:41.897Z' });
      },
    });
    let opened = 0;
    const inTurns = async (count: number, talk: (index: number) => Promise<unknown>): Promise<number> => {
      for (let left = count; left > 0; left -= 100) {
        await Promise.all(Array.from({ length: 100 }, (_, index) => talk(left - index)));
      }
      return heapAtRest();
    };
    const send = (): Promise<unknown> => xpander.agent(agentId).thread().send('a');
    const leave = (index: number): Promise<unknown> => {
      const controller = new AbortController();
      const thread = xpander.agent(agentId).thread(`left-${index}`);
      const left = rejection(thread.send('a', { signal: controller.signal }));
      controller.abort('left');
      return left;
    };
    await inTurns(1_500, send);
    await inTurns(1_000, leave);
    const before = await heapAtRest();
    const sent = await inTurns(4_000, send);
    const left = await inTurns(94_500, leave);
    expect(opened).toBe(5_500);
    expect(received).toEqual([]);
    // Less for each thread than a queue, or the text of an id, would take.
    expect(sent - before).toBeLessThan(4_000 * 200);
    expect(left - sent).toBeLessThan(94_500 * 30);
  });
});

describe('runMany over thousands of requests', () => {
  interface Cost {
    readonly requests: number;
    readonly cpuUs: number;
    readonly heapBytes: number;
  }

  /** A client of a server whose runs end soon, and the number of its requests. The list shows the latest rows only. */
  function createBatch(): { xpander: Xpander; requests(): number } {
    const clock = tickingClock(500);
    const latest: object[] = [];
    let runs = 0;
    let requests = 0;
    const fetch = async ({ method, url }: Request): Promise<Response> => {
      requests += 1;
      const { pathname } = new URL(url);
      if (method === 'POST') {
        runs += 1;
        latest.unshift({ id: `task-${runs}`, status: 'completed', updated_at: new Date(clock.now()).toISOString() });
        latest.length = Math.min(latest.length, 50);
        return task('pending', { id: `task-${runs}` });
      }
      if (pathname.endsWith('/tasks')) return Response.json({ items: latest, total: runs, page: 1, per_page: 50 });
      return task('completed', { id: pathname.split('/').at(-1) ?? '' });
    };
    return { xpander: new Xpander({ apiKey: 'key-1', fetch, clock, rateLimit: 'off' }), requests: () => requests };
  }

  /** What each request of a batch costs. Neither the requests nor the outcomes are kept. */
  async function costOf(count: number): Promise<Cost> {
    const { xpander, requests } = createBatch();
    function* texts(): Generator<string> {
      for (let index = 0; index < count; index += 1) yield `request ${index}`;
    }
    const heap = await heapAtRest();
    const { user, system } = process.cpuUsage();
    const seen = new Set<number>();
    for await (const { index, task: done, error } of xpander.agents.runMany(agentId, texts(), { concurrency: 20 })) {
      if (error !== undefined || done.status !== 'completed') throw error;
      seen.add(index);
    }
    const used = process.cpuUsage({ user, system });
    expect(seen.size).toBe(count);
    seen.clear();
    const heapBytes = (await heapAtRest()) - heap;
    return { requests: requests() / count, cpuUs: (used.user + used.system) / count, heapBytes };
  }

  it('costs as much for each of eight thousand as for each of a thousand, and keeps nothing', async () => {
    await costOf(1_000);
    const few = await costOf(1_000);
    const many = await costOf(8_000);
    expect(many.requests).toBeLessThan(few.requests * 1.05);
    // Eight times as many: work that looks at every run again would cost eight times as much for each.
    expect(many.cpuUs).toBeLessThan(few.cpuUs * 4);
    expect(many.heapBytes).toBeLessThan(2 * 2 ** 20);
  });
});
