import { getEventListeners } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../src/async/clock.ts';
import { DeadlineError, Xpander } from '../src/index.ts';
import { agentId, clientAnswering, heapInUse, nextTurn, rejection, stillClock, task, tickingClock } from './support.ts';

const warnings: Error[] = [];
const note = (warning: Error): unknown => warnings.push(warning);

beforeEach(() => {
  warnings.length = 0;
  process.on('warning', note);
});

afterEach(() => {
  process.off('warning', note);
});

/** What is still held once nothing is under way. */
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

  /** A server whose tasks take this many looks to complete, and a count of the looks at each. */
  function countLooks(untilDone: number): {
    xpander: Xpander;
    looks: Map<string, number>;
    clock: ReturnType<typeof tickingClock>;
  } {
    const looks = new Map<string, number>();
    const clock = tickingClock();
    const fetch = async ({ url }: Request): Promise<Response> => {
      const id = url.split('/').at(-1) ?? '';
      const look = (looks.get(id) ?? 0) + 1;
      looks.set(id, look);
      return task(look < untilDone ? 'executing' : 'completed', { id });
    };
    return { xpander: new Xpander({ apiKey: 'key-1', fetch, clock }), looks, clock };
  }

  it('all settle, each with its own task and after its own looks', async () => {
    const { xpander, looks, clock } = countLooks(2);
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
    expect(new Set(looks.values())).toEqual(new Set([2]));
    expect(getEventListeners(signal, 'abort')).toEqual([]);
    expect(clock.sleeping()).toBe(0);
    expect(warnings).toEqual([]);
  });

  it('all end at its abort, with its reason, and ask no more', async () => {
    const { xpander, looks, clock } = countLooks(Number.POSITIVE_INFINITY);
    const controller = new AbortController();
    const reason = new Error('enough');
    const waits = ids.map((id) => rejection(xpander.tasks.wait(id, { signal: controller.signal })));
    await clock.sleep(1_000);
    expect(looks.size).toBe(ids.length);
    controller.abort(reason);
    expect(new Set(await Promise.all(waits))).toEqual(new Set([reason]));
    expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
    expect(clock.sleeping()).toBe(0);
    await clock.sleep(3_600_000);
    expect(new Set(looks.values())).toEqual(new Set([1]));
    expect(warnings).toEqual([]);
  });

  it('all end at their deadlines', async () => {
    const { xpander, clock } = countLooks(Number.POSITIVE_INFINITY);
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

describe('the clock of the system', () => {
  it('has no timer left once every call has ended, however it ended', async () => {
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
    // The runner's own may be there or not.
    expect(timers()).toBeLessThan(3);
    expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
    expect(warnings).toEqual([]);
  });
});

describe('a limit that is longer than any timer', () => {
  it.each([
    ['deadlineMs', { deadlineMs: 30 * 24 * 3_600_000 }],
    ['timeoutMs', { timeoutMs: 30 * 24 * 3_600_000 }],
  ])('is not over at once: %s', async (_, options) => {
    const silent = (): Promise<Response> => new Promise(() => undefined);
    const { xpander } = clientAnswering([silent], { clock: systemClock });
    const controller = new AbortController();
    const waiting = rejection(xpander.tasks.wait('slow', { ...options, signal: controller.signal }));
    // A timer that was given too much fires after a millisecond.
    await systemClock.sleep(10);
    controller.abort('enough');
    expect(await waiting).toBe('enough');
    expect(warnings).toEqual([]);
  });
});

describe('what a client remembers of threads', () => {
  it('is little: a thousand of them at the most', async () => {
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
    // The first thread was forgotten, so that its end counts at once; the last is still known to have started after it.
    await xpander.tasks.wait('t-0');
    expect(received.length - before).toBe(1);
    expect(await rejection(xpander.tasks.wait('t-1099', { deadlineMs: 10_000 }))).toMatchObject({ code: 'deadline' });
  });

  it('does not grow with how many there were: a hundred thousand', async () => {
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
    // Less than a gate takes, or the text of an id, for each.
    expect(sent - before).toBeLessThan(4_000 * 200);
    expect(left - sent).toBeLessThan(94_500 * 30);
  });
});
