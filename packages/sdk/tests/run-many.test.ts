import { describe, expect, it } from 'vitest';
import {
  ConfigurationError,
  DeadlineError,
  type ManyOptions,
  type RunOutcome,
  TaskFailedError,
  TaskPausedError,
} from '../src/index.ts';
import { byIndex, createHarness, drainEventLoop, requests } from './many-support.ts';
import { agentId, collect, rejection, rejectionOf } from './support.ts';

const textOf = ({ request }: RunOutcome): string => (typeof request === 'string' ? request : JSON.stringify(request));

describe('agents.runMany', () => {
  it('yields one outcome per request, in the order in which the runs end', async () => {
    const { xpander } = createHarness();
    const outcomes = await collect(xpander.agents.runMany(agentId, requests(30_000, 10_000, 20_000)));
    expect(outcomes.map(({ index }) => index)).toEqual([1, 2, 0]);
    expect(outcomes.map(({ task }) => task?.result)).toEqual(['answer to r1', 'answer to r2', 'answer to r0']);
    expect(outcomes.map(textOf)).toEqual(['r1 10000', 'r2 20000', 'r0 30000']);
    for (const { taskId, task, error } of outcomes) {
      expect(taskId).toBe(task?.id);
      expect(task?.status).toBe('completed');
      expect(error).toBeUndefined();
    }
  });

  it('is also a verb of an agent, whose defaults apply', async () => {
    const { xpander, mock } = createHarness();
    const agent = xpander.agent(agentId, { version: 'draft', deadlineMs: 5_000 });
    const outcomes = await collect(agent.runMany(requests(1_000, 60_000)));
    expect(byIndex(outcomes).map(({ error }) => error)).toEqual([undefined, expect.any(DeadlineError)]);
    expect(mock.requests.filter(({ method }) => method === 'POST').map(({ query }) => query.version)).toEqual([
      'draft',
      'draft',
    ]);
  });

  it('turns each error into an outcome and continues', async () => {
    const { xpander, mock } = createHarness();
    mock.fail({ operation: 'invokeAsync', status: 422, body: { detail: 'No' }, times: 1 });
    const texts = ['r0 1000', 'r1 1000 fail', 'r2 1000 pause', 'r3 99000', 'r4 1000'];
    const misspelt = { input: 'r5 1000', thread_id: 'x' } as never;
    const outcomes = byIndex(
      await collect(xpander.agents.runMany(agentId, [...texts, misspelt], { deadlineMs: 60_000, concurrency: 3 })),
    );
    expect(outcomes.map(({ error }) => error)).toEqual([
      expect.objectContaining({ code: 'invalid_request' }),
      expect.any(TaskFailedError),
      expect.any(TaskPausedError),
      expect.any(DeadlineError),
      undefined,
      expect.any(ConfigurationError),
    ]);
    expect(outcomes.map(({ taskId }) => typeof taskId)).toEqual([
      'undefined',
      'string',
      'string',
      'string',
      'string',
      'undefined',
    ]);
    expect(outcomes[2]?.error).toMatchObject({ hitlRequest: { wait_node_id: 'r2' } });
  });

  it('waits for paused tasks with onPaused: "wait"', async () => {
    const { xpander, mock, clock } = createHarness();
    const waiting = collect(xpander.agents.runMany(agentId, ['r0 1000 pause', 'r1 1000'], { onPaused: 'wait' }));
    await clock.sleep(120_000);
    mock.task(
      mock.requests
        .find(({ path }) => path.startsWith('/v1/tasks/'))
        ?.path.split('/')
        .at(-1) ?? '',
    );
    const { items } = await xpander.tasks.list({ status: 'paused' }).firstPage();
    mock.task(items[0]?.id ?? '').resume();
    expect((await waiting).map(({ task }) => task?.result)).toEqual(['answer to r1', 'answer to r0']);
  });

  it('runs ten items at a time by default, or as many as concurrency says', async () => {
    for (const [options, most] of [
      [{}, 10],
      [{ concurrency: 3 }, 3],
      [{ concurrency: 40 }, 25],
    ] as const) {
      const { xpander, ends, runs } = createHarness();
      let highest = 0;
      const onUpdate = (): void => {
        highest = Math.max(highest, runs.size - ends.size);
      };
      const texts = requests(...Array.from({ length: 25 }, () => 20_000));
      await collect(xpander.agents.runMany(agentId, texts, { ...options, onUpdate }));
      expect(highest).toBe(most);
    }
  });

  it('sends one POST and about one read per item, plus list reads that all items share', async () => {
    const { xpander, counts } = createHarness();
    const durations = Array.from({ length: 200 }, (_, index) => 4_000 + (index % 7) * 3_000);
    await collect(xpander.agents.runMany(agentId, requests(...durations), { concurrency: 20 }));
    const { posts, reads, listReads } = counts();
    expect(posts).toBe(200);
    expect(reads).toBeLessThan(210);
    // Ten rounds of about 14 s, with one list read every 1.5 s.
    expect(listReads).toBeLessThan(120);
  });

  it.each([
    [[1_000, 1_000], 1],
    [[1_000, 1_000, 1_000], 1],
    [[100, 1_000], 1],
  ])('reads each of the tasks that the list shows as ended exactly once: %j', async (durations, scans) => {
    const { xpander, counts } = createHarness();
    await collect(xpander.agents.runMany(agentId, requests(...durations)));
    expect(counts()).toEqual({ posts: durations.length, reads: durations.length, listReads: scans, stops: 0 });
  });

  it('notices an end within a second on average, and within three seconds at most', async () => {
    const { xpander, ends, clock } = createHarness();
    const durations = Array.from({ length: 100 }, (_, index) => 3_000 + index * 137);
    const lags: number[] = [];
    for await (const outcome of xpander.agents.runMany(agentId, requests(...durations), { concurrency: 20 }))
      lags.push(clock.now() - (ends.get(textOf(outcome).split(' ')[0] ?? '') ?? 0));
    expect(lags.reduce((sum, lag) => sum + lag) / lags.length).toBeLessThan(1_000);
    // The last few tasks are polled like any task of their age: every 0.65·√17 s, ±10 %.
    expect(Math.max(...lags)).toBeLessThan(3_000);
  });

  it('runs each of a thousand requests exactly once', async () => {
    const { xpander, runs, sleeping } = createHarness();
    const durations = Array.from({ length: 1_000 }, (_, index) => (index * 7_919) % 20_000);
    const outcomes = await collect(xpander.agents.runMany(agentId, requests(...durations), { concurrency: 100 }));
    expect(byIndex(outcomes).map(({ task }) => task?.result)).toEqual(
      durations.map((_, index) => `answer to r${index}`),
    );
    expect([...runs.values()].every((times) => times === 1)).toBe(true);
    await drainEventLoop();
    expect(sleeping()).toBe(0);
  });

  it('keeps the turns of one thread in order, each with its own answer', async () => {
    const { xpander } = createHarness();
    const { id } = await xpander.agents.run(agentId, 'first 1000');
    const turns = ['a 9000', 'b 1000', 'c 5000'].map((input) => ({ id, input }));
    const outcomes = await collect(xpander.agents.runMany(agentId, turns));
    expect(outcomes.map(({ task }) => task?.result)).toEqual(['answer to a', 'answer to b', 'answer to c']);
  });

  it('keeps polling a new task that the server does not find yet', async () => {
    const { xpander, mock } = createHarness();
    mock.notFoundFor({ ms: 4_000 });
    const outcomes = await collect(xpander.agents.runMany(agentId, requests(1_000)));
    expect(outcomes[0]?.task?.result).toBe('answer to r0');
  });

  it('yields its outcomes to one iterator only', () => {
    const outcomes = createHarness().xpander.agents.runMany(agentId, []);
    outcomes[Symbol.asyncIterator]();
    expect(() => outcomes[Symbol.asyncIterator]()).toThrow(TypeError);
  });
});

describe('the callbacks of runMany', () => {
  it('receive each snapshot with the index of its request, the started one first', async () => {
    const { xpander } = createHarness();
    const seen: string[] = [];
    const onUpdate: ManyOptions['onUpdate'] = ({ status }, index) => void seen.push(`${index} ${status}`);
    await collect(xpander.agents.runMany(agentId, requests(10_000, 20_000), { onUpdate }));
    expect(seen.slice(0, 2)).toEqual(['0 pending', '1 pending']);
    expect(seen.filter((entry) => entry.endsWith('completed'))).toEqual(['0 completed', '1 completed']);
    expect(new Set(seen.filter((entry) => entry.endsWith('executing')))).toEqual(
      new Set(['0 executing', '1 executing']),
    );
  });

  it('never receive an older status from a stale list', async () => {
    const { xpander } = createHarness({
      distort: (page) => ({ ...page, items: page.items.map((row) => ({ ...row, status: 'pending' })) }),
    });
    const seen: string[][] = [[], []];
    const onUpdate: ManyOptions['onUpdate'] = ({ status }, index) => void seen[index]?.push(String(status));
    await collect(xpander.agents.runMany(agentId, requests(200_000, 200_000), { onUpdate }));
    for (const statuses of seen) expect([...new Set(statuses)]).toEqual(['pending', 'executing', 'completed']);
    for (const statuses of seen) expect(statuses.lastIndexOf('pending')).toBe(0);
  });

  it('turn an error of onUpdate into the outcome of that item', async () => {
    const { xpander } = createHarness();
    const mine = new Error('mine');
    const onUpdate = (_: unknown, index: number): void => {
      if (index === 1) throw mine;
    };
    const outcomes = byIndex(await collect(xpander.agents.runMany(agentId, requests(1_000, 1_000), { onUpdate })));
    expect(outcomes.map(({ error }) => error)).toEqual([undefined, mine]);
    expect(outcomes[1]?.taskId).toEqual(expect.any(String));
  });

  it('receive the numbers of started, settled, failed and total items', async () => {
    const { xpander } = createHarness();
    const steps: unknown[] = [];
    const texts = ['r0 1000', 'r1 5000 fail', 'r2 1000'];
    const options: ManyOptions = { concurrency: 2, onProgress: (progress) => void steps.push(progress) };
    await collect(xpander.agents.runMany(agentId, texts, options));
    expect(steps[0]).toEqual({ started: 1, settled: 0, failed: 0, total: 3 });
    expect(steps[1]).toEqual({ started: 2, settled: 0, failed: 0, total: 3 });
    expect(steps.at(-1)).toEqual({ started: 3, settled: 3, failed: 1, total: 3 });
    expect(steps).toHaveLength(6);
  });

  it('receive no total until an input that is not an array has ended', async () => {
    const { xpander } = createHarness();
    const totals: (number | undefined)[] = [];
    const input = async function* () {
      yield* requests(1_000, 1_000, 1_000);
    };
    const onProgress: ManyOptions['onProgress'] = ({ total }) => void totals.push(total);
    await collect(xpander.agents.runMany(agentId, input(), { concurrency: 2, onProgress }));
    expect(totals[0]).toBeUndefined();
    expect(totals.at(-1)).toBe(3);
  });

  it.each(['throws', 'rejects'])(
    'end the loop with the error of an onProgress that %s, without stopping tasks',
    async (how) => {
      const { xpander, counts, clock, sleeping } = createHarness();
      const mine = new Error('mine');
      const onProgress = (): unknown => {
        if (how === 'rejects') return Promise.reject(mine);
        throw mine;
      };
      const options = { onProgress, onAbandon: 'stop' } as ManyOptions;
      expect(await rejection(collect(xpander.agents.runMany(agentId, requests(1_000, 1_000), options)))).toBe(mine);
      await clock.sleep(60_000);
      expect(counts().stops).toBe(0);
      expect(sleeping()).toBe(0);
    },
  );
});

describe('the input of runMany', () => {
  const endless = (): { input: Generator<string>; taken: () => number; isClosed: () => boolean } => {
    let taken = 0;
    let isClosed = false;
    const generate = function* () {
      try {
        for (;;) {
          taken += 1;
          yield `r${taken} 1000`;
        }
      } finally {
        isClosed = true;
      }
    };
    return { input: generate(), taken: () => taken, isClosed: () => isClosed };
  };

  it('is read only while there is room, and unread outcomes take up room', async () => {
    const { xpander, clock, counts } = createHarness();
    const { input, taken } = endless();
    const reader = xpander.agents.runMany(agentId, input, { concurrency: 4 })[Symbol.asyncIterator]();
    await drainEventLoop();
    expect(taken()).toBe(0);
    await reader.next();
    await clock.sleep(600_000);
    // One outcome was read and its place was refilled; four outcomes are unread.
    expect(taken()).toBe(5);
    await reader.next();
    await clock.sleep(600_000);
    expect(taken()).toBe(6);
    expect(counts().posts).toBe(6);
    await reader.return?.();
  });

  it('is closed when the loop is left', async () => {
    const { xpander } = createHarness();
    const { input, isClosed } = endless();
    for await (const outcome of xpander.agents.runMany(agentId, input)) if (outcome.index >= 0) break;
    await drainEventLoop();
    expect(isClosed()).toBe(true);
  });

  it('is closed after an abort, whose reason ends the loop', async () => {
    const { xpander } = createHarness();
    const controller = new AbortController();
    let isClosed = false;
    const input = (async function* () {
      try {
        for (;;) yield 'r 1000';
      } finally {
        isClosed = true;
        controller.abort(null);
      }
    })();
    const loop = collect(xpander.agents.runMany(agentId, input, { signal: controller.signal, concurrency: 2 }));
    setImmediate(() => controller.abort('enough'));
    expect(await rejection(loop)).toBe('enough');
    await drainEventLoop();
    expect(isClosed).toBe(true);
  });

  it('that throws ends the loop with its error, after the outcomes of started items', async () => {
    const { xpander } = createHarness();
    const broken = new Error('broken');
    const input = (async function* () {
      yield* requests(5_000, 1_000);
      throw broken;
    })();
    const outcomes: RunOutcome[] = [];
    const loop = async (): Promise<void> => {
      for await (const outcome of xpander.agents.runMany(agentId, input)) outcomes.push(outcome);
    };
    expect(await rejection(loop())).toBe(broken);
    expect(outcomes.map(({ task }) => task?.result)).toEqual(['answer to r1', 'answer to r0']);
  });

  it('may be slow: started items settle meanwhile', async () => {
    const { xpander, clock } = createHarness();
    const startMs = clock.now();
    const input = (async function* () {
      yield 'r0 5000';
      await clock.sleep(100_000);
      yield 'r1 5000';
    })();
    const ends: number[] = [];
    for await (const { index } of xpander.agents.runMany(agentId, input)) ends[index] = clock.now() - startMs;
    expect(ends[0]).toBeLessThan(8_000);
    expect(ends[1]).toBeGreaterThan(105_000);
  });

  it('may be empty', async () => {
    const { xpander, mock } = createHarness();
    expect(await collect(xpander.agents.runMany(agentId, []))).toEqual([]);
    expect(mock.requests).toEqual([]);
  });

  it.each([
    ['a string', 'What is this?'],
    ['a request', { input: 'hi' }],
    ['nothing', undefined],
    ['a number', 7],
  ])('is rejected when it is %s', async (_, input) => {
    const { xpander, mock } = createHarness();
    const error = await rejectionOf(ConfigurationError, collect(xpander.agents.runMany(agentId, input as never)));
    expect(error.option).toBe('requests');
    expect(error.message).toContain('must be an array or another iterable');
    expect(mock.requests).toEqual([]);
  });

  it.each([
    [{ concurrency: 0 }, 'concurrency'],
    [{ concurrency: 1.5 }, 'concurrency'],
    [{ concurrency: Number.POSITIVE_INFINITY }, 'concurrency'],
    [{ detail: 'all' }, 'detail'],
    [{ onProgress: 1 }, 'onProgress'],
    [{ since: { id: 't' } }, 'since'],
    [{ idleTimeoutMs: 5 }, 'idleTimeoutMs'],
  ])('is not read with the invalid options %j', async (options, name) => {
    const { xpander } = createHarness();
    const loop = collect(xpander.agents.runMany(agentId, ['hi'], options as never));
    expect(await rejection(loop)).toMatchObject({ code: 'configuration', option: name });
    await rejectionOf(ConfigurationError, collect(xpander.agents.runMany('', ['hi'])));
  });
});
