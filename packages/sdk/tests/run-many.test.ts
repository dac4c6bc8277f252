import { describe, expect, it } from 'vitest';
import {
  ConfigurationError,
  DeadlineError,
  type ManyOptions,
  type RunOutcome,
  TaskFailedError,
  TaskPausedError,
} from '../src/index.ts';
import { collect, office, quiet, requests } from './many-support.ts';
import { agentId, rejection, rejectionOf } from './support.ts';

const byIndex = (outcomes: readonly RunOutcome[]): RunOutcome[] => [...outcomes].sort((a, b) => a.index - b.index);
const textOf = ({ request }: RunOutcome): string => (typeof request === 'string' ? request : JSON.stringify(request));

describe('agents.runMany', () => {
  it('gives each request its own outcome, in the order in which the runs end', async () => {
    const { xpander } = office();
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

  it('is a verb of an agent too, with its defaults', async () => {
    const { xpander, mock } = office();
    const agent = xpander.agent(agentId, { version: 'draft', deadlineMs: 5_000 });
    const outcomes = await collect(agent.runMany(requests(1_000, 60_000)));
    expect(byIndex(outcomes).map(({ error }) => error)).toEqual([undefined, expect.any(DeadlineError)]);
    expect(mock.requests.filter(({ method }) => method === 'POST').map(({ query }) => query.version)).toEqual([
      'draft',
      'draft',
    ]);
  });

  it('makes an outcome of each error, and goes on', async () => {
    const { xpander, mock } = office();
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

  it('waits for people, too, when it is told to', async () => {
    const { xpander, mock, clock } = office();
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

  it('has ten items under way, unless told otherwise', async () => {
    for (const [options, most] of [
      [{}, 10],
      [{ concurrency: 3 }, 3],
      [{ concurrency: 40 }, 25],
    ] as const) {
      const { xpander, ends, runs } = office();
      let highest = 0;
      const onUpdate = (): void => {
        highest = Math.max(highest, runs.size - ends.size);
      };
      const texts = requests(...Array.from({ length: 25 }, () => 20_000));
      await collect(xpander.agents.runMany(agentId, texts, { ...options, onUpdate }));
      expect(highest).toBe(most);
    }
  });

  it('takes few requests: one to start and one to read for each, and some that answer for all', async () => {
    const { xpander, counts } = office();
    const durations = Array.from({ length: 200 }, (_, index) => 4_000 + (index % 7) * 3_000);
    await collect(xpander.agents.runMany(agentId, requests(...durations), { concurrency: 20 }));
    const { posts, reads, sweeps } = counts();
    expect(posts).toBe(200);
    expect(reads).toBeLessThan(210);
    // Ten rounds of about 14 s, swept every 1.5 s.
    expect(sweeps).toBeLessThan(120);
  });

  it('learns of an end within a second on average, and as soon as a single wait would at most', async () => {
    const { xpander, ends, clock } = office();
    const durations = Array.from({ length: 100 }, (_, index) => 3_000 + index * 137);
    const lags: number[] = [];
    for await (const outcome of xpander.agents.runMany(agentId, requests(...durations), { concurrency: 20 }))
      lags.push(clock.now() - (ends.get(textOf(outcome).split(' ')[0] ?? '') ?? 0));
    expect(lags.reduce((sum, lag) => sum + lag) / lags.length).toBeLessThan(1_000);
    // The last ones are few, and are asked like any task of their age: 0.65·√17 s, ±10 %.
    expect(Math.max(...lags)).toBeLessThan(3_000);
  });

  it('runs no request twice, and loses none, of a thousand', async () => {
    const { xpander, runs, sleeping } = office();
    const durations = Array.from({ length: 1_000 }, (_, index) => (index * 7_919) % 20_000);
    const outcomes = await collect(xpander.agents.runMany(agentId, requests(...durations), { concurrency: 100 }));
    expect(byIndex(outcomes).map(({ task }) => task?.result)).toEqual(
      durations.map((_, index) => `answer to r${index}`),
    );
    expect([...runs.values()].every((times) => times === 1)).toBe(true);
    await quiet();
    expect(sleeping()).toBe(0);
  });

  it('keeps the turns of one thread in order, each with its own answer', async () => {
    const { xpander } = office();
    const { id } = await xpander.agents.run(agentId, 'first 1000');
    const turns = ['a 9000', 'b 1000', 'c 5000'].map((input) => ({ id, input }));
    const outcomes = await collect(xpander.agents.runMany(agentId, turns));
    expect(outcomes.map(({ task }) => task?.result)).toEqual(['answer to a', 'answer to b', 'answer to c']);
  });

  it('waits for a task that the server does not know yet', async () => {
    const { xpander, mock } = office();
    mock.notFoundFor({ ms: 4_000 });
    const outcomes = await collect(xpander.agents.runMany(agentId, requests(1_000)));
    expect(outcomes[0]?.task?.result).toBe('answer to r0');
  });
});

describe('what a batch tells of its way', () => {
  it('is each snapshot, with the index of its request, first of all the one that was started', async () => {
    const { xpander } = office();
    const seen: string[] = [];
    const onUpdate: ManyOptions['onUpdate'] = ({ status }, index) => void seen.push(`${index} ${status}`);
    await collect(xpander.agents.runMany(agentId, requests(10_000, 20_000), { onUpdate }));
    expect(seen.slice(0, 2)).toEqual(['0 pending', '1 pending']);
    expect(seen.filter((entry) => entry.endsWith('completed'))).toEqual(['0 completed', '1 completed']);
    expect(new Set(seen.filter((entry) => entry.endsWith('executing')))).toEqual(
      new Set(['0 executing', '1 executing']),
    );
  });

  it('never goes back to what a list shows that is behind', async () => {
    const { xpander } = office({
      distort: (page) => ({ ...page, items: page.items.map((row) => ({ ...row, status: 'pending' })) }),
    });
    const seen: string[][] = [[], []];
    const onUpdate: ManyOptions['onUpdate'] = ({ status }, index) => void seen[index]?.push(String(status));
    await collect(xpander.agents.runMany(agentId, requests(200_000, 200_000), { onUpdate }));
    for (const statuses of seen) expect([...new Set(statuses)]).toEqual(['pending', 'executing', 'completed']);
    for (const statuses of seen) expect(statuses.lastIndexOf('pending')).toBe(0);
  });

  it('makes an error of onUpdate the outcome of that item', async () => {
    const { xpander } = office();
    const mine = new Error('mine');
    const onUpdate = (_: unknown, index: number): void => {
      if (index === 1) throw mine;
    };
    const outcomes = byIndex(await collect(xpander.agents.runMany(agentId, requests(1_000, 1_000), { onUpdate })));
    expect(outcomes.map(({ error }) => error)).toEqual([undefined, mine]);
    expect(outcomes[1]?.taskId).toEqual(expect.any(String));
  });

  it('is how many were started and settled, and of how many', async () => {
    const { xpander } = office();
    const steps: unknown[] = [];
    const texts = ['r0 1000', 'r1 5000 fail', 'r2 1000'];
    const options: ManyOptions = { concurrency: 2, onProgress: (progress) => void steps.push(progress) };
    await collect(xpander.agents.runMany(agentId, texts, options));
    expect(steps[0]).toEqual({ started: 1, settled: 0, failed: 0, total: 3 });
    expect(steps[1]).toEqual({ started: 2, settled: 0, failed: 0, total: 3 });
    expect(steps.at(-1)).toEqual({ started: 3, settled: 3, failed: 1, total: 3 });
    expect(steps).toHaveLength(6);
  });

  it('has no total before an input that is no array has ended', async () => {
    const { xpander } = office();
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
    'ends with the error of an onProgress that %s, and leaves running what runs',
    async (how) => {
      const { xpander, counts, clock, sleeping } = office();
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

describe('the input of a batch', () => {
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

  it('is taken only when there is room, and outcomes that nobody has read take up room', async () => {
    const { xpander, clock, counts } = office();
    const { input, taken } = endless();
    const reader = xpander.agents.runMany(agentId, input, { concurrency: 4 })[Symbol.asyncIterator]();
    await quiet();
    expect(taken()).toBe(0);
    await reader.next();
    await clock.sleep(600_000);
    // One was read, and its place taken; four are unread.
    expect(taken()).toBe(5);
    await reader.next();
    await clock.sleep(600_000);
    expect(taken()).toBe(6);
    expect(counts().posts).toBe(6);
    await reader.return?.();
  });

  it('is closed when the loop is left', async () => {
    const { xpander } = office();
    const { input, isClosed } = endless();
    for await (const outcome of xpander.agents.runMany(agentId, input)) if (outcome.index >= 0) break;
    await quiet();
    expect(isClosed()).toBe(true);
  });

  it('is closed after an abort, and an error of its closing is nobody’s', async () => {
    const { xpander } = office();
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
    await quiet();
    expect(isClosed).toBe(true);
  });

  it('that throws ends the loop with its error, after the outcomes of what was started', async () => {
    const { xpander } = office();
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

  it('may be slow: what was started goes on meanwhile', async () => {
    const { xpander, clock } = office();
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
    const { xpander, mock } = office();
    expect(await collect(xpander.agents.runMany(agentId, []))).toEqual([]);
    expect(mock.requests).toEqual([]);
  });

  it.each([
    ['a text', 'What is this?'],
    ['a request', { input: 'hi' }],
    ['nothing', undefined],
    ['a number', 7],
  ])('is refused when it is %s', async (_, input) => {
    const { xpander, mock } = office();
    const error = await rejectionOf(ConfigurationError, collect(xpander.agents.runMany(agentId, input as never)));
    expect(error.option).toBe('requests');
    expect(error.message).toContain('is not a list');
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
  ])('is not begun with options that cannot be meant: %j', async (options, name) => {
    const { xpander } = office();
    const loop = collect(xpander.agents.runMany(agentId, ['hi'], options as never));
    expect(await rejection(loop)).toMatchObject({ code: 'configuration', option: name });
    await rejectionOf(ConfigurationError, collect(xpander.agents.runMany('', ['hi'])));
  });

  it('has one reader', () => {
    const outcomes = office().xpander.agents.runMany(agentId, []);
    outcomes[Symbol.asyncIterator]();
    expect(() => outcomes[Symbol.asyncIterator]()).toThrow(TypeError);
  });
});
