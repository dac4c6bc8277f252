import { getEventListeners } from 'node:events';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import {
  AmbiguousInvocationError,
  ApiError,
  DeadlineError,
  type ManyOptions,
  type RunOutcome,
  TaskFailedError,
  TaskPausedError,
} from '../src/index.ts';
import { byIndex, createHarness, drainEventLoop, requests } from './many-support.ts';
import { agentId, clientAnswering, collect, json, networkError, rejection, task } from './support.ts';

describe('leaving the loop of runMany', () => {
  it.each(['leave', 'stop'] as const)(
    'sends no more requests and stops no task (onAbandon "%s")',
    async (onAbandon) => {
      const { xpander, mock, clock, counts, sleeping, runs, ends } = createHarness();
      const texts = requests(1_000, 50_000, 50_000, 50_000, 50_000);
      for await (const { index } of xpander.agents.runMany(agentId, texts, { concurrency: 3, onAbandon })) {
        expect(index).toBe(0);
        break;
      }
      await drainEventLoop();
      expect(sleeping()).toBe(0);
      const before = mock.requests.length;
      const started = runs.size;
      await clock.sleep(600_000);
      expect(mock.requests.length).toBe(before);
      expect(counts().stops).toBe(0);
      expect(runs.size).toBe(started);
      expect(ends.size).toBe(started);
    },
  );

  it.each(['break', 'abort'])('ends the polling of tasks whose onUpdate is still pending: %s', async (how) => {
    const { xpander, clock, counts, sleeping } = createHarness();
    const controller = new AbortController();
    const onUpdate = (_: unknown, index: number): Promise<void> | undefined =>
      index > 0 ? clock.sleep(5_000) : undefined;
    const options = { signal: controller.signal, onUpdate, deadlineMs: 0 };
    const loop = async (): Promise<void> => {
      for await (const { index } of xpander.agents.runMany(agentId, requests(1, 90_000, 90_000), options)) {
        expect(index).toBe(0);
        if (how === 'break') break;
        controller.abort('enough');
      }
    };
    expect(await loop().catch((reason: unknown) => reason)).toBe(how === 'break' ? undefined : 'enough');
    const { reads, listReads } = counts();
    await clock.sleep(600_000);
    expect(counts()).toMatchObject({ reads, listReads });
    await drainEventLoop();
    expect(sleeping()).toBe(0);
  });

  it('leaves no listener on the signal', async () => {
    const { xpander } = createHarness();
    const { signal } = new AbortController();
    for await (const { index } of xpander.agents.runMany(agentId, requests(1_000, 50_000), { signal }))
      if (index === 0) break;
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  it('before the first outcome ends pending reads and sends no more requests', async () => {
    const { xpander, mock, clock, sleeping } = createHarness();
    const reader = xpander.agents.runMany(agentId, requests(50_000, 50_000))[Symbol.asyncIterator]();
    const first = reader.next();
    await clock.sleep(5_000);
    expect(await reader.return?.()).toEqual({ done: true, value: undefined });
    expect(await first).toEqual({ done: true, value: undefined });
    expect(await reader.next()).toEqual({ done: true, value: undefined });
    await drainEventLoop();
    const before = mock.requests.length;
    await clock.sleep(600_000);
    expect(sleeping()).toBe(0);
    expect(mock.requests.length).toBe(before);
  });
});

describe('an abort of runMany', () => {
  it('ends the loop at once with its reason, and leaves no timers, listeners or requests', async () => {
    const { xpander, mock, clock, counts, sleeping } = createHarness();
    const controller = new AbortController();
    const { signal } = controller;
    const loop = collect(xpander.agents.runMany(agentId, requests(50_000, 50_000, 50_000), { signal, concurrency: 2 }));
    await clock.sleep(10_000);
    expect(getEventListeners(signal, 'abort')).toHaveLength(1);
    const abortedMs = clock.now();
    controller.abort(0);
    expect(await rejection(loop)).toBe(0);
    expect(clock.now()).toBe(abortedMs);
    await drainEventLoop();
    expect(sleeping()).toBe(0);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
    const before = mock.requests.length;
    await clock.sleep(600_000);
    expect(mock.requests.length).toBe(before);
    expect(counts().posts).toBe(2);
  });

  it('between two reads rejects the next read once, even if outcomes are unread', async () => {
    const { xpander, clock } = createHarness();
    const controller = new AbortController();
    const reader = xpander.agents
      .runMany(agentId, requests(1_000, 1_000, 1_000), { signal: controller.signal })
      [Symbol.asyncIterator]();
    await reader.next();
    await clock.sleep(60_000);
    controller.abort('enough');
    expect(await rejection(reader.next())).toBe('enough');
    expect(await reader.next()).toEqual({ done: true, value: undefined });
  });

  it('before the call sends nothing', async () => {
    const { xpander, mock } = createHarness();
    const signal = AbortSignal.abort('before');
    expect(await rejection(collect(xpander.agents.runMany(agentId, ['r0 1'], { signal })))).toBe('before');
    expect(mock.requests).toEqual([]);
  });

  it('stops running tasks with onAbandon: "stop"', async () => {
    const { xpander, mock, clock, counts } = createHarness();
    const options: ManyOptions = { signal: AbortSignal.timeout(0), onAbandon: 'stop' };
    const controller = new AbortController();
    const loop = collect(
      xpander.agents.runMany(agentId, requests(50_000, 50_000), { ...options, signal: controller.signal }),
    );
    await clock.sleep(5_000);
    controller.abort('enough');
    await rejection(loop);
    await clock.sleep(1_000);
    expect(counts().stops).toBe(2);
    expect(mock.requests.filter(({ path }) => path.endsWith('/stop')).map(({ method }) => method)).toEqual([
      'POST',
      'POST',
    ]);
  });

  it('has no listener once the loop has ended by itself', async () => {
    const { xpander } = createHarness();
    const { signal } = new AbortController();
    await collect(xpander.agents.runMany(agentId, requests(1_000, 2_000), { signal }));
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });
});

describe('the error of an outcome', () => {
  const thrown: readonly unknown[] = [undefined, null, 'no', 0, { message: 'no' }, ['no'], Symbol('no')];

  it.each(thrown.map((cause) => [cause]))(
    'is an Error whose cause is what was thrown, if that is no error: %o',
    async (cause) => {
      const harness = createHarness();
      const onUpdate = (): void => {
        throw cause;
      };
      const [ran] = await collect(harness.xpander.agents.runMany(agentId, ['r0 1000'], { onUpdate }));
      const [waited] = await collect(harness.xpander.tasks.waitAll([ran?.taskId ?? ''], { onUpdate }));
      for (const error of [ran?.error, waited?.error]) {
        expect(error).toBeInstanceOf(Error);
        expect(error?.cause).toBe(cause);
        expect(error?.message).toMatch(/was thrown/);
      }
    },
  );

  it.each([new Error('own'), new DOMException('own'), runInNewContext('new TypeError("of another realm")') as Error])(
    'is the error itself, of this realm or another: %o',
    async (error) => {
      const { xpander } = createHarness();
      const onUpdate = async (): Promise<void> => {
        throw error;
      };
      const [outcome] = await collect(xpander.agents.runMany(agentId, ['r0 1000'], { onUpdate }));
      expect(outcome?.error).toBe(error);
    },
  );
});

describe('deadlineMs of runMany', () => {
  it('applies to each item separately, from its start', async () => {
    const { xpander, clock, ends, counts } = createHarness();
    const texts = requests(8_000, 8_000, 8_000, 20_000);
    const options: ManyOptions = { concurrency: 1, deadlineMs: 12_000, onAbandon: 'stop' };
    const outcomes = await collect(xpander.agents.runMany(agentId, texts, options));
    expect(outcomes.map(({ error }) => error)).toEqual([undefined, undefined, undefined, expect.any(DeadlineError)]);
    expect(outcomes[3]?.error).toMatchObject({ started: true, taskId: outcomes[3]?.taskId, deadlineMs: 12_000 });
    await clock.sleep(60_000);
    expect(counts().stops).toBe(1);
    expect(ends.has('r3')).toBe(false);
  });
});

describe('an error that concerns every item', () => {
  const used = { detail: 'You have used up the credits of your plan' };

  it.each([
    ['a refused API key', 401, { detail: 'Invalid or missing API key' }, 'unauthorized'],
    ['a forbidden agent', 403, { detail: 'No' }, 'forbidden'],
    ['an exceeded quota', 429, used, 'quota_exceeded'],
  ])('stops the batch from starting more items: %s', async (_, status, body, code) => {
    const { xpander, mock, counts } = createHarness();
    let started = 0;
    const onUpdate = (): void => {
      started += 1;
      if (started === 2) mock.fail({ operation: 'invokeAsync', status, body, times: 20 });
    };
    const steps: number[] = [];
    const texts = requests(...Array.from({ length: 20 }, () => 5_000));
    const outcomes = byIndex(
      await collect(
        xpander.agents.runMany(agentId, texts, {
          concurrency: 2,
          onUpdate: ({ status: now }) => void (now === 'pending' && onUpdate()),
          onProgress: (progress) => void steps.push(progress.started),
        }),
      ),
    );
    expect(outcomes).toHaveLength(20);
    expect(outcomes.slice(0, 2).map(({ error }) => error)).toEqual([undefined, undefined]);
    const errors = new Set(outcomes.slice(4).map(({ error }) => error));
    expect(errors.size).toBe(1);
    expect([...errors][0]).toMatchObject({ code });
    expect(outcomes.slice(2).map(({ taskId }) => taskId)).toEqual(Array(18).fill(undefined));
    expect(counts().posts).toBeLessThanOrEqual(4);
    expect(Math.max(...steps)).toBeLessThanOrEqual(4);
  });

  it('prevents items that wait for the rate limit from being sent', async () => {
    const { xpander, received } = clientAnswering([json({ detail: 'Invalid or missing API key' }, 401)], {
      rateLimit: { requests: 2, perMs: 60_000 },
    });
    const outcomes: RunOutcome[] = await collect(xpander.agents.runMany(agentId, requests(1, 2, 3, 4, 5)));
    expect(received).toHaveLength(1);
    expect(new Set(outcomes.map(({ error }) => error)).size).toBe(1);
    expect(outcomes.every(({ error, taskId }) => error instanceof ApiError && taskId === undefined)).toBe(true);
  });

  it('sets no taskId in the outcomes of items that were not started', async () => {
    const { xpander, mock } = createHarness();
    const onUpdate = (): void => {
      mock.fail({ operation: 'getTask', status: 403, body: { detail: 'No' } });
    };
    const outcomes = await collect(
      xpander.agents.runMany(agentId, requests(2_000, 2_000), { concurrency: 1, onUpdate }),
    );
    expect(outcomes.map(({ error }) => error)).toEqual([outcomes[0]?.error, outcomes[0]?.error]);
    expect(outcomes.map(({ taskId }) => typeof taskId)).toEqual(['string', 'undefined']);
  });

  it('is not a 403 on a thread that one item names', async () => {
    const { xpander } = clientAnswering([
      ({ method, url }) => {
        if (url.endsWith('/foreign')) return json({ detail: 'Not yours' }, 403);
        return task(method === 'POST' ? 'pending' : 'completed');
      },
    ]);
    const items = [{ id: 'foreign', input: 'a' }, 'b', 'c'];
    const outcomes = byIndex(await collect(xpander.agents.runMany(agentId, items, { concurrency: 1 })));
    expect(outcomes.map(({ task: end, error }) => end?.status ?? (error as ApiError).code)).toEqual([
      'forbidden',
      'completed',
      'completed',
    ]);
  });

  it('sets no taskId in the outcome of an item whose start was still being retried', async () => {
    let posts = 0;
    const { xpander } = clientAnswering([
      ({ method }) => {
        if (method === 'GET') return json({ detail: 'No' }, 403);
        posts += 1;
        return posts === 1 ? task('pending') : json({ detail: 'busy' }, 503, { 'retry-after': '30' });
      },
    ]);
    const outcomes = byIndex(await collect(xpander.agents.runMany(agentId, ['a', 'b'])));
    expect(outcomes[0]?.error).toMatchObject({ code: 'forbidden', taskId: outcomes[0]?.taskId });
    expect(outcomes[1]?.error).toBe(outcomes[0]?.error);
    expect(outcomes[1]?.taskId).toBeUndefined();
    expect(posts).toBe(2);
  });

  it('is not a 404, a 400 or an ambiguous start of one item', async () => {
    const { xpander, mock, counts } = createHarness();
    mock.fail({ operation: 'invokeAsync', status: 404, body: {}, times: 1 });
    mock.fail({ operation: 'invokeAsync', status: 400, body: {}, times: 1 });
    mock.fail({ operation: 'invokeAsync', status: 500, body: {}, times: 1 });
    const outcomes = byIndex(
      await collect(xpander.agents.runMany(agentId, requests(1_000, 1_000, 1_000, 1_000), { concurrency: 1 })),
    );
    expect(outcomes.map(({ error }) => error)).toEqual([
      expect.objectContaining({ code: 'not_found' }),
      expect.objectContaining({ code: 'bad_request' }),
      expect.any(AmbiguousInvocationError),
      undefined,
    ]);
    expect(counts().posts).toBe(4);
  });
});

describe('onAmbiguous in runMany', () => {
  it('finds each task whose response was lost, with "adopt"', async () => {
    const { xpander, mock, runs } = createHarness();
    mock.drop({ operation: 'invokeAsync', at: 'after-accept', times: 2 });
    const texts = requests(5_000, 5_000, 5_000);
    const outcomes = byIndex(await collect(xpander.agents.runMany(agentId, texts, { onAmbiguous: 'adopt' })));
    expect(outcomes.map(({ task }) => task?.result)).toEqual(['answer to r0', 'answer to r1', 'answer to r2']);
    expect([...runs.values()]).toEqual([1, 1, 1]);
  });

  it('makes an ambiguous start the error of its item only, by default', async () => {
    const { xpander, mock } = createHarness();
    mock.drop({ operation: 'invokeAsync', at: 'after-accept', times: 1 });
    const outcomes = byIndex(await collect(xpander.agents.runMany(agentId, requests(5_000, 5_000))));
    expect(outcomes.map(({ error }) => error)).toEqual([expect.any(AmbiguousInvocationError), undefined]);
  });
});

describe('runMany via "stream"', () => {
  it('sends one request for each item, and yields each outcome as its run ends', async () => {
    const { xpander, mock, clock, ends } = createHarness();
    const texts = requests(5_000, 2_000, 9_000);
    const lags: number[] = [];
    for await (const { request, task: done } of xpander.agents.runMany(agentId, texts, { via: 'stream' })) {
      const [name = ''] = String(request).split(' ');
      expect(done?.result).toBe(`answer to ${name}`);
      lags.push(clock.now() - (ends.get(name) ?? 0));
    }
    expect(lags).toEqual([0, 0, 0]);
    expect(mock.requests.map(({ path }) => path)).toEqual(Array(3).fill(`/v1/agents/${agentId}/invoke/stream`));
  });

  it('polls tasks together after their streams broke', async () => {
    const { xpander, mock, counts, runs } = createHarness();
    mock.drop({ operation: 'invokeStream', at: 'mid-stream', times: 30 });
    const texts = requests(...Array.from({ length: 30 }, () => 60_000));
    const outcomes = byIndex(await collect(xpander.agents.runMany(agentId, texts, { via: 'stream', concurrency: 30 })));
    expect(outcomes.map(({ task: done }) => done?.result)).toEqual(texts.map((_, index) => `answer to r${index}`));
    expect(new Set(runs.values())).toEqual(new Set([1]));
    const { posts, reads, listReads } = counts();
    expect(posts).toBe(30);
    expect(reads).toBeLessThan(65);
    expect(listReads).toBeLessThan(60);
  });

  it('sends no more requests after the loop is left', async () => {
    const { xpander, mock, clock, sleeping } = createHarness();
    for await (const outcome of xpander.agents.runMany(agentId, requests(1_000, 50_000), { via: 'stream' }))
      if (outcome.index === 0) break;
    await drainEventLoop();
    expect(sleeping()).toBe(0);
    const before = mock.requests.length;
    await clock.sleep(100_000);
    expect(mock.requests.length).toBe(before);
  });
});

describe('detail: "summary"', () => {
  it('yields rows of the list, also on errors, without reading each task', async () => {
    const { xpander, counts } = createHarness();
    const texts = [...Array.from({ length: 20 }, (_, index) => `r${index} ${4_000 + index * 500}`), 'r20 5000 fail'];
    const outcomes = byIndex(
      await collect(xpander.agents.runMany(agentId, texts, { detail: 'summary', concurrency: 21 })),
    );
    const first = outcomes[0]?.task;
    expect(first).toMatchObject({ status: 'completed', result: 'answer to r0', updated_at: expect.any(String) });
    expect(first).not.toHaveProperty('input');
    const error = outcomes[20]?.error;
    expect(error).toBeInstanceOf(TaskFailedError);
    expect(error instanceof TaskFailedError && error.task).toMatchObject({
      status: 'failed',
      updated_at: expect.any(String),
    });
    expect(counts().reads).toBe(0);
    expect(counts().listReads).toBeLessThan(15);
  });

  it('yields the same fields when the task had to be read', async () => {
    for (const via of ['poll', 'stream'] as const) {
      const { xpander } = createHarness({ distort: (page) => ({ ...page, items: [], total_pages: 0 }) });
      const options = { detail: 'summary', via } as const;
      const outcomes = byIndex(await collect(xpander.agents.runMany(agentId, ['r0 5000', 'r1 5000 fail'], options)));
      expect(outcomes[0]?.task).toMatchObject({ status: 'completed', result: 'answer to r0', parent_task_id: null });
      expect(outcomes[0]?.task).not.toHaveProperty('input');
      const error = outcomes[1]?.error;
      expect(error instanceof TaskFailedError && error.task).not.toHaveProperty('input');
      expect(error).toMatchObject({ status: 'failed' });
    }
  });

  it('still reports what a paused task waits for', async () => {
    const { xpander } = createHarness();
    const [outcome] = await collect(xpander.agents.runMany(agentId, ['r0 1000 pause'], { detail: 'summary' }));
    expect(outcome?.error).toBeInstanceOf(TaskPausedError);
    expect(outcome?.error).toMatchObject({ hitlRequest: { wait_node_id: 'r0' } });
  });

  it('never returns the result of an earlier turn', async () => {
    // The list is stale: it keeps showing the end of the first turn.
    const first = { status: 'completed', result: 'answer to first', updated_at: '2026-01-01T00:00:01Z' };
    const { xpander } = createHarness({
      distort: (page) => ({ ...page, items: page.items.map((row) => ({ ...row, ...first })) }),
    });
    const { id } = await xpander.agents.run(agentId, 'first 1000');
    const turns = ['a 3000', 'b 3000'].map((input) => ({ id, input }));
    const outcomes = await collect(xpander.agents.runMany(agentId, turns, { detail: 'summary' }));
    expect(outcomes.map(({ task: done }) => done?.result)).toEqual(['answer to a', 'answer to b']);
    expect(outcomes[0]?.task).not.toHaveProperty('input');
  });

  it('calls onUpdate for the end as well', async () => {
    const { xpander } = createHarness();
    const seen: unknown[] = [];
    const onUpdate: ManyOptions['onUpdate'] = ({ status, result }) => void seen.push([status, result]);
    await collect(xpander.agents.runMany(agentId, ['r0 5000'], { detail: 'summary', onUpdate }));
    expect(seen).toEqual([
      ['pending', null],
      ['executing', null],
      ['completed', 'answer to r0'],
    ]);
  });
});

describe('runMany with a server that gives every run the same id', () => {
  it('yields one outcome for each request', async () => {
    const { xpander } = clientAnswering([
      ({ method, url }) => {
        if (method === 'POST') return task('pending');
        if (new URL(url).pathname === '/v1/tasks') return json({ items: [] });
        return task('completed', { result: 'R' });
      },
    ]);
    const outcomes = await collect(xpander.agents.runMany(agentId, ['a', 'b', 'c']));
    expect(outcomes.map(({ task: done }) => done?.result)).toEqual(['R', 'R', 'R']);
  });
});

describe('a refused connection in runMany', () => {
  it('is retried, because nothing was sent', async () => {
    const { xpander, received } = clientAnswering([networkError('ECONNREFUSED'), task('completed')]);
    const outcomes = await collect(xpander.agents.runMany(agentId, ['a']));
    expect(outcomes[0]?.task?.status).toBe('completed');
    expect(received).toHaveLength(2);
  });
});
