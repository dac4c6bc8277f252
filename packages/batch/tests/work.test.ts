import { describe, expect, it } from 'vitest';
import { type Batch, type BatchProgress, openBatch } from '../src/index.ts';
import {
  agentId,
  api,
  collect,
  linesOf,
  newFileBatch,
  openFileBatch,
  prompts,
  rejection,
  requestsOf,
} from './support.ts';

describe('work', () => {
  it('runs each item once and stores its result', async () => {
    const { xpander, runs } = api();
    const { batch, path } = await newFileBatch(xpander);
    expect(await batch.add(prompts(25))).toEqual({ added: 25, known: 0 });
    const summary = await batch.work({ concurrency: 5 });
    expect(summary).toEqual({ completed: 25, failed: 0, left: 0, settledHere: 25, stopped: undefined });
    expect([...runs.values()]).toEqual(Array(25).fill(1));
    const results = await collect(batch.results());
    expect(new Set(results.map(({ key }) => key)).size).toBe(25);
    for (const { key, index, status, result, attempts, startedAt, finishedAt } of results) {
      expect({ key, status, result, attempts }).toEqual({
        key: String(index),
        status: 'completed',
        result: `R:p${index}`,
        attempts: 1,
      });
      expect(Date.parse(finishedAt)).toBeGreaterThanOrEqual(Date.parse(startedAt));
    }
    expect(linesOf(path)).toEqual(results);
  });

  it('runs as many items at once as `concurrency` says', async () => {
    let now = 0;
    let most = 0;
    const answer = async ({ sleep }: { sleep: (ms: number) => Promise<void> }): Promise<string> => {
      now += 1;
      most = Math.max(most, now);
      await sleep(1_000);
      now -= 1;
      return 'done';
    };
    const { xpander } = api({ answer });
    const { batch } = await newFileBatch(xpander);
    await batch.add(prompts(30));
    await batch.work({ concurrency: 7 });
    expect(most).toBe(7);
  });

  it('takes one request an item, and one read for the whole batch', async () => {
    const { xpander, mock } = api();
    const { batch } = await newFileBatch(xpander);
    await batch.add(prompts(100));
    await batch.work({ concurrency: 20 });
    expect([requestsOf(mock, 'POST'), requestsOf(mock, 'GET')]).toEqual([100, 1]);
  });

  it('uses at least 95 % of the limit and never exceeds it', async () => {
    const limit = { requests: 100, perMs: 60_000 };
    const { xpander, mock } = api({ rateLimit: limit });
    const { batch } = await newFileBatch(xpander);
    await batch.add(prompts(300));
    await batch.work({ concurrency: 50, rateLimit: limit });
    const times = mock.requests.map(({ at }) => at);
    const spanMs = Math.max(...times) - Math.min(...times);
    expect(times.length / ((spanMs / limit.perMs) * limit.requests)).toBeGreaterThan(0.95);
    for (const [index, at] of times.entries()) {
      const later = times[index + limit.requests];
      if (later !== undefined) expect(later - at).toBeGreaterThanOrEqual(limit.perMs);
    }
  });

  it('settles an empty batch at once', async () => {
    const { xpander, mock } = api();
    const { batch } = await newFileBatch(xpander);
    expect(await batch.add([])).toEqual({ added: 0, known: 0 });
    expect(await batch.work()).toMatchObject({ completed: 0, failed: 0, left: 0 });
    expect(await collect(batch.results())).toEqual([]);
    expect(mock.requests).toEqual([]);
  });

  it('stores a failed run as a result, and goes on', async () => {
    const answer = async ({ text }: { text: string }): Promise<string> => {
      if (text === 'p1') throw new Error('no idea');
      return text;
    };
    const { xpander, runs } = api({ answer });
    const { batch } = await newFileBatch(xpander);
    await batch.add(prompts(3));
    expect(await batch.work()).toMatchObject({ completed: 2, failed: 1, left: 0 });
    const failed = (await collect(batch.results())).find(({ key }) => key === '1');
    expect(failed).toMatchObject({ status: 'error', attempts: 1, error: { code: 'task_failed' } });
    expect(failed).not.toHaveProperty('result');
    expect(runs.get('p1')).toBe(1);
  });

  it('stores an item that the API rejects as failed, without another attempt', async () => {
    const { xpander, mock } = api();
    mock.fail({ operation: 'invokeStream', status: 422, times: 1 });
    const { batch } = await newFileBatch(xpander);
    await batch.add(prompts(4));
    expect(await batch.work({ concurrency: 1, retryFailed: 0 })).toMatchObject({ completed: 3, failed: 1 });
    expect((await collect(batch.results())).find(({ status }) => status === 'error')?.error?.code).toBe(
      'invalid_request',
    );
  });

  it('gives a paused run a result of its own, which no retry runs again', async () => {
    const { xpander, mock } = api({
      agents: {
        [agentId]: [
          { status: 'executing', afterMs: 10 },
          { status: 'paused', afterMs: 10, hitl: { request_id: 'r', reason: 'ok?' } as never },
        ],
      },
    });
    const { batch } = await newFileBatch(xpander);
    await batch.add(['ask a person']);
    await batch.work({ retryFailed: 3 });
    expect(await collect(batch.results())).toMatchObject([
      { status: 'paused', error: { code: 'task_paused' }, attempts: 1 },
    ]);
    expect(requestsOf(mock, 'POST')).toBe(1);
  });

  it('passes `defaults` to every run', async () => {
    const { xpander, mock } = api();
    const { batch } = await newFileBatch(xpander, {
      defaults: { version: 'draft', user: { id: 'u', email: 'u@example.com' } },
    });
    await batch.add(['hi']);
    await batch.work();
    const [post] = mock.requestsTo('invokeStream');
    expect(post?.query).toEqual({ version: 'draft' });
    expect(post?.body).toMatchObject({ input: { text: 'hi', user: { id: 'u' } } });
  });

  it('keeps results of several megabytes whole', async () => {
    const large = 'ü'.repeat(2_000_000);
    const { xpander } = api({ answer: async () => large, wire: { chunks: false } });
    const { batch, path } = await newFileBatch(xpander);
    await batch.add(prompts(3));
    await batch.work();
    const results = await collect(batch.results());
    expect(results.map(({ result }) => result === large)).toEqual([true, true, true]);
    await batch.close();
    const again = await openFileBatch(xpander, { path });
    expect((await again.progress()).completed).toBe(3);
  });

  it('accepts keys with any characters', async () => {
    const { xpander } = api();
    const { batch, path } = await newFileBatch(xpander);
    const keys = ['\0', '\n', 'ключ', '\ud800', '\udc00', '__proto__', '🙂'.repeat(200), '"', ' ', 'a/b', 'toString'];
    await batch.add(keys.map((key, index) => ({ key, request: `p${index}` })));
    await batch.work();
    expect((await collect(batch.results())).map(({ key }) => key).sort()).toEqual([...keys].sort());
    await batch.close();
    const again = await openFileBatch(xpander, { path });
    expect(await again.add(keys.map((key, index) => ({ key, request: `p${index}` })))).toEqual({ added: 0, known: 11 });
  });

  it('runs the items of a thread one after the other and in order', async () => {
    const order: string[] = [];
    let open = 0;
    const answer = async ({ text, sleep }: { text: string; sleep: (ms: number) => Promise<void> }): Promise<string> => {
      open += 1;
      expect(open).toBe(1);
      order.push(text);
      // The others are not even claimed, so that they take no places.
      expect(await batch.progress()).toMatchObject({ running: 1 });
      await sleep(500);
      open -= 1;
      return text;
    };
    const { xpander } = api({ answer });
    const { batch }: { batch: Batch } = await newFileBatch(xpander);
    await batch.add(prompts(6).map((input) => ({ request: { input, id: 'thread-1' } })));
    await batch.work({ concurrency: 6 });
    expect(order).toEqual(prompts(6));
    expect((await collect(batch.results())).map(({ result }) => result)).toEqual(prompts(6));
  });

  it('reports progress at most once a second, and the last time when all is settled', async () => {
    const { xpander, mock } = api();
    const { batch } = await newFileBatch(xpander);
    await batch.add(prompts(40));
    const seen: { at: number; progress: BatchProgress }[] = [];
    await batch.work({ concurrency: 4, onProgress: (progress) => void seen.push({ at: mock.clock.now(), progress }) });
    expect(seen.length).toBeGreaterThan(3);
    for (const [index, { at, progress }] of seen.entries()) {
      const { waiting, running, completed, failed } = progress;
      expect(waiting + running + completed + failed).toBe(40);
      const next = seen[index + 2];
      if (next !== undefined) expect(next.at - at).toBeGreaterThanOrEqual(1_000);
    }
    expect(seen.at(-1)?.progress).toMatchObject({ waiting: 0, running: 0, completed: 40, etaMs: 0 });
    expect(await batch.progress()).toMatchObject({ completed: 40, perMinute: 40 });
  });

  it('ignores what `onProgress` throws', async () => {
    const { xpander } = api();
    const { batch } = await newFileBatch(xpander);
    await batch.add(prompts(3));
    const onProgress = (): never => {
      throw new Error('broken');
    };
    expect(await batch.work({ onProgress })).toMatchObject({ completed: 3 });
  });

  it('runs items that are added meanwhile', async () => {
    const { xpander } = api();
    const { batch } = await newFileBatch(xpander);
    await batch.add(prompts(5));
    const working = batch.work({ concurrency: 2 });
    await batch.add(prompts(9));
    expect(await working).toMatchObject({ completed: 9, left: 0 });
  });

  it('is refused a second time while it runs', async () => {
    const { xpander } = api();
    const { batch } = await newFileBatch(xpander);
    await batch.add(prompts(2));
    const first = batch.work();
    expect(await rejection(batch.work())).toMatchObject({ code: 'configuration', option: 'work' });
    expect(await first).toMatchObject({ completed: 2 });
  });
});

describe('options', () => {
  it.each([
    ['concurrency', { concurrency: 0 }],
    ['concurrency', { concurrency: 1.5 }],
    ['retryFailed', { retryFailed: -1 }],
    ['drainMs', { drainMs: Number.NaN }],
    ['rateLimit.requests', { rateLimit: { requests: 0, perMs: 1 } }],
    ['concurency', { concurency: 3 }],
    ['onProgress', { onProgress: 7 }],
    ['signal', { signal: {} }],
  ])('names %s if it is invalid in %j', async (option, options) => {
    const { xpander } = api();
    const { batch } = await newFileBatch(xpander);
    expect(await rejection(batch.work(options as never))).toMatchObject({ code: 'configuration', option });
  });

  it.each([
    ['xpander', { xpander: {} }],
    ['agentId', { agentId: '' }],
    ['name', { name: '' }],
    ['name', { name: 'a\0b' }],
    ['store', { store: 'out.jsonl' }],
    ['agent', { agent: 'a' }],
    ['deadline', { defaults: { deadline: 7 } }],
  ])('of openBatch name %s if it is invalid in %j', async (option, changes) => {
    const { xpander } = api();
    const options = { xpander, agentId, name: 'n', store: { open: async () => undefined as never }, ...changes };
    expect(await rejection(openBatch(options as never))).toMatchObject({ code: 'configuration', option });
  });
});
