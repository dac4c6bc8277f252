import { describe, expect, it } from 'vitest';
import { BatchStoppedError } from '../src/index.ts';
import { api, collect, newFileBatch, openFileBatch, prompts, rejection, requestsOf, type Turn } from './support.ts';

const refusals = [
  ['unauthorized', { status: 401 }],
  ['forbidden', { status: 403 }],
  ['quota_exceeded', { status: 429, body: { detail: 'You have used up the credits of your plan' } }],
  ['not_found', { status: 404 }],
] as const;

describe('a refusal that concerns every item', () => {
  it.each(refusals)('stops the batch with the reason %s and marks nothing failed', async (code, answer) => {
    const { xpander, mock, runs } = api();
    const { batch } = await newFileBatch(xpander);
    await batch.add(prompts(30));
    mock.fail({ operation: 'invokeStream', times: Number.POSITIVE_INFINITY, ...answer });
    const error = await rejection(batch.work({ concurrency: 5 }));
    expect(error).toBeInstanceOf(BatchStoppedError);
    expect(error).toMatchObject({ code: 'batch_stopped', reason: { code }, summary: { failed: 0, left: 30 } });
    expect(await batch.progress()).toMatchObject({ waiting: 30, running: 0, failed: 0 });
    expect(await collect(batch.results())).toEqual([]);
    expect(requestsOf(mock, 'POST')).toBeLessThanOrEqual(5);
    mock.reset();
    expect(await batch.work({ concurrency: 5 })).toMatchObject({ completed: 30, left: 0 });
    expect([...runs.values()]).toEqual(Array(30).fill(1));
  });

  it('lets running items end, and stores them', async () => {
    const answer = async ({ text, sleep }: Turn): Promise<string> => {
      if (text === 'p7') mock.fail({ operation: 'invokeStream', status: 401, times: Number.POSITIVE_INFINITY });
      await sleep(2_000);
      return text;
    };
    const { xpander, mock, runs } = api({ answer });
    const { batch } = await newFileBatch(xpander);
    await batch.add(prompts(20));
    const error = await rejection(batch.work({ concurrency: 3 }));
    expect(error).toMatchObject({ reason: { code: 'unauthorized' }, summary: { completed: runs.size, failed: 0 } });
    expect(runs.size).toBeGreaterThanOrEqual(8);
    expect(runs.size).toBeLessThan(20);
  });

  it('rejects with the error of a missing key, and marks nothing failed', async () => {
    const { xpander } = api({ client: { apiKey: () => Promise.reject(new Error('vault is closed')) } });
    const { batch } = await newFileBatch(xpander);
    await batch.add(prompts(3));
    expect(await rejection(batch.work())).toMatchObject({ code: 'configuration', option: 'apiKey' });
    expect(await batch.progress()).toMatchObject({ waiting: 3, failed: 0 });
  });
});

describe('an abort', () => {
  it('starts nothing new, lets running items end, and resolves with what was done', async () => {
    const stop = new AbortController();
    const answer = async ({ text, sleep }: Turn): Promise<string> => {
      if (text === 'p5') stop.abort();
      await sleep(2_000);
      return text;
    };
    const { xpander, runs } = api({ answer });
    const { batch } = await newFileBatch(xpander);
    await batch.add(prompts(40));
    const summary = await batch.work({ concurrency: 4, signal: stop.signal });
    expect(summary.stopped).toBe('aborted');
    expect(summary.completed).toBe(runs.size);
    expect(runs.size).toBeLessThan(12);
    expect(await batch.work({ concurrency: 4 })).toMatchObject({ completed: 40, left: 0 });
    expect([...runs.values()]).toEqual(Array(40).fill(1));
  });

  it('gives running items back after `drainMs`, and the next work finds their runs', async () => {
    const stop = new AbortController();
    const answer = async ({ text, sleep }: Turn): Promise<string> => {
      setTimeout(() => stop.abort(), 5);
      await sleep(60_000);
      return text;
    };
    const { xpander, runs, mock, restarted } = api({ answer });
    const { batch, path } = await newFileBatch(xpander);
    await batch.add(prompts(8));
    const startedMs = mock.clock.now();
    const summary = await batch.work({ concurrency: 4, signal: stop.signal, drainMs: 5_000 });
    expect(summary).toMatchObject({ stopped: 'aborted', completed: 0, left: 8 });
    expect(mock.clock.now() - startedMs).toBeLessThan(60_000);
    expect(await batch.progress()).toMatchObject({ waiting: 8, running: 0 });
    await batch.close();
    const again = await openFileBatch(restarted(), { path });
    expect(await again.work({ concurrency: 8 })).toMatchObject({ completed: 8, left: 0 });
    expect([...runs.values()]).toEqual(Array(8).fill(1));
  });

  it('gives items that wait for the rate limit back at once', async () => {
    const stop = new AbortController();
    let abortedMs = 0;
    const answer = async ({ text, sleep }: Turn): Promise<string> => {
      abortedMs = mock.clock.now();
      stop.abort();
      await sleep(100);
      return text;
    };
    const { xpander, mock } = api({ answer });
    const { batch } = await newFileBatch(xpander);
    await batch.add(prompts(10));
    const limit = { requests: 5, perMs: 3_600_000 };
    await batch.work({ concurrency: 10, signal: stop.signal, rateLimit: limit, drainMs: 600_000 });
    expect(mock.clock.now() - abortedMs).toBeLessThan(10_000);
    expect(requestsOf(mock, 'POST')).toBe(1);
  });

  it('that came before the call starts nothing', async () => {
    const { xpander, mock } = api();
    const { batch } = await newFileBatch(xpander);
    await batch.add(prompts(3));
    expect(await batch.work({ signal: AbortSignal.abort() })).toMatchObject({ stopped: 'aborted', left: 3 });
    expect(mock.requests).toEqual([]);
  });
});

describe('cancel', () => {
  it('starts nothing any more, also in a later work', async () => {
    const { xpander, runs } = api();
    const { batch } = await newFileBatch(xpander);
    await batch.add(prompts(30));
    const cancels: Promise<void>[] = [];
    const summary = await batch.work({ concurrency: 3, onProgress: () => void cancels.push(batch.cancel()) });
    await Promise.all(cancels);
    expect(summary).toMatchObject({ stopped: 'cancelled', failed: 0 });
    expect(summary.completed).toBe(runs.size);
    const { size } = runs;
    expect(size).toBeLessThan(30);
    expect(await batch.work()).toMatchObject({ stopped: 'cancelled' });
    expect(runs.size).toBe(size);
  });

  it('stops running tasks with `stopRunning`, and stores that', async () => {
    const answer = async ({ sleep }: Turn): Promise<string> => {
      await sleep(3_600_000);
      return 'late';
    };
    const { xpander, mock } = api({ answer });
    const { batch } = await newFileBatch(xpander);
    await batch.add(prompts(10));
    const working = batch.work({ concurrency: 3 });
    while (requestsOf(mock, 'POST') < 3) await new Promise((resolve) => setTimeout(resolve, 1));
    await batch.cancel({ stopRunning: true });
    expect(await working).toMatchObject({ stopped: 'cancelled', failed: 3, left: 7 });
    expect((await collect(batch.results())).map(({ status }) => status)).toEqual(['stopped', 'stopped', 'stopped']);
  });
});

describe('close', () => {
  it('ends a work that runs, and refuses later calls', async () => {
    const { xpander } = api();
    const { batch } = await newFileBatch(xpander);
    await batch.add(prompts(50));
    const working = batch.work({ concurrency: 2 });
    await batch.close();
    expect(await working).toMatchObject({ stopped: 'aborted' });
    expect(await rejection(batch.add(['x']))).toMatchObject({ code: 'configuration' });
    expect(await rejection(batch.work())).toMatchObject({ code: 'configuration' });
    await batch.close();
  });
});
