import { describe, expect, it } from 'vitest';
import { type BatchStore, BatchStoreError, fileStore, type OpenStore } from '../src/index.ts';
import { api, collect, newFileBatch, prompts, rejection, requestsOf, type Turn, temporaryFolder } from './support.ts';

describe('trouble of the API', () => {
  const faults = [
    ['a start that never arrives', 'drop', { at: 'before-request' }],
    ['a start whose answer is lost', 'drop', { at: 'after-accept' }],
    ['a stream that breaks', 'drop', { at: 'mid-stream' }],
    ['a web page of a gateway', 'fail', { status: 502, body: '<html>Bad gateway</html>', contentType: 'text/html' }],
    [
      'a web page after the run has begun',
      'fail',
      { status: 502, at: 'after-accept', body: '<html>', contentType: 'text/html' },
    ],
    ['a 500', 'fail', { status: 500 }],
    ['a 503', 'fail', { status: 503 }],
    ['a refusal by rate', 'fail', { status: 429, headers: { 'retry-after': '30' } }],
  ] as const;

  it.each(faults)('%s is no result, and the item runs once', async (_, kind, fault) => {
    const { xpander, mock, runs } = api();
    const { batch } = await newFileBatch(xpander);
    await batch.add(prompts(20));
    mock[kind]({ operation: 'invokeStream', times: 6, ...fault } as never);
    expect(await batch.work({ concurrency: 5 })).toMatchObject({ completed: 20, failed: 0, left: 0 });
    expect([...runs.values()]).toEqual(Array(20).fill(1));
  });

  it('a start that a gateway delivers half a minute late runs once', async () => {
    const { xpander, mock, runs } = api();
    const late: typeof fetch = async (input, init) => {
      const request = new Request(input, init);
      if (request.method !== 'POST' || runs.size !== 3) return mock.fetch(request);
      const copy = request.clone();
      void mock.clock.sleep(30_000).then(() => mock.fetch(copy));
      return new Response('<html>Gateway timeout</html>', { status: 504, headers: { 'content-type': 'text/html' } });
    };
    const { batch } = await newFileBatch(xpander.withOptions({ fetch: late }));
    await batch.add(prompts(6));
    expect(await batch.work({ concurrency: 1 })).toMatchObject({ completed: 6, failed: 0 });
    expect([...runs.values()]).toEqual(Array(6).fill(1));
  });

  it('of hours marks nothing failed', async () => {
    const { xpander, mock, runs } = api();
    const { batch } = await newFileBatch(xpander);
    await batch.add(prompts(10));
    mock.fail({ operation: 'invokeStream', status: 503, times: Number.POSITIVE_INFINITY });
    mock.fail({ operation: 'getTask', status: 503, times: Number.POSITIVE_INFINITY });
    void mock.clock.sleep(3 * 3_600_000).then(() => mock.reset());
    expect(await batch.work({ concurrency: 5 })).toMatchObject({ completed: 10, failed: 0 });
    expect([...runs.values()]).toEqual(Array(10).fill(1));
  });

  it('that only one item meets ends as its result', async () => {
    const { xpander, mock } = api();
    const { batch } = await newFileBatch(xpander);
    const poisoned: typeof fetch = async (input, init) => {
      const request = new Request(input, init);
      const body = request.method === 'POST' ? await request.clone().text() : '';
      return body.includes('poison') ? Response.json({ detail: 'crash' }, { status: 500 }) : mock.fetch(request);
    };
    const own = xpander.withOptions({ fetch: poisoned });
    const { batch: other } = await newFileBatch(own);
    await batch.close();
    await other.add(['poison', ...prompts(200)]);
    expect(await other.work({ concurrency: 3 })).toMatchObject({ completed: 200, failed: 1 });
    const failed = (await collect(other.results())).find(({ status }) => status !== 'completed');
    expect(failed).toMatchObject({
      index: 0,
      status: 'error',
      error: { code: expect.stringMatching(/ambiguous|server/) },
    });
  });
});

/** A file store whose calls fail as long as `away.is` is set. */
function unreliable(path: string): { readonly store: BatchStore; readonly away: { is: boolean; calls: number } } {
  const away = { is: false, calls: 0 };
  const inner = fileStore(path);
  const refuse = (): void => {
    if (!away.is) return;
    away.calls += 1;
    throw new Error('ECONNREFUSED: the store is away');
  };
  const open = async (identity: Parameters<BatchStore['open']>[0]): Promise<OpenStore> => {
    const store = await inner.open(identity);
    const guard =
      <A extends unknown[], R>(call: (...values: A) => Promise<R>) =>
      async (...values: A): Promise<R> => {
        refuse();
        return call(...values);
      };
    return {
      ...store,
      claim: guard(store.claim),
      check: guard(store.check),
      settle: guard(store.settle),
      release: guard(store.release),
      status: guard(store.status),
    };
  };
  return { store: { open }, away };
}

describe('a store that is away', () => {
  it('lets running items go on, starts nothing, and gets every result afterwards', async () => {
    const { store, away } = unreliable(`${temporaryFolder()}/out.jsonl`);
    const answer = async ({ text, sleep }: Turn): Promise<string> => {
      if (text === 'p4') away.is = true;
      await sleep(5_000);
      return text;
    };
    const { xpander, mock, runs } = api({ answer });
    const { batch } = await newFileBatch(xpander, { store });
    await batch.add(prompts(30));
    let postsAway = -1;
    const troubles: unknown[] = [];
    const onProgress = (progress: {
      storeError?: string | undefined;
      unsavedTaskIds?: readonly string[] | undefined;
    }): void => {
      if (progress.storeError !== undefined) troubles.push(progress);
    };
    void (async () => {
      while (!away.is) await mock.clock.sleep(100);
      const posts = requestsOf(mock, 'POST');
      await mock.clock.sleep(30_000);
      postsAway = requestsOf(mock, 'POST') - posts;
      away.is = false;
    })();
    const summary = await batch.work({ concurrency: 5, onProgress });
    expect(summary).toMatchObject({ completed: 30, left: 0 });
    expect(postsAway).toBe(0);
    expect(away.calls).toBeGreaterThan(0);
    expect([...runs.values()]).toEqual(Array(30).fill(1));
    expect(troubles.at(-1)).toMatchObject({
      storeError: expect.stringContaining('away'),
      unsavedTaskIds: expect.any(Array),
    });
  });

  it('is not waited for after the end: the error names the tasks, and the next work reads them', async () => {
    const path = `${temporaryFolder()}/out.jsonl`;
    const { store, away } = unreliable(path);
    const stop = new AbortController();
    const answer = async ({ text, sleep }: Turn): Promise<string> => {
      away.is = true;
      await sleep(1_000);
      return text;
    };
    const { xpander, mock, runs } = api({ answer });
    const { batch } = await newFileBatch(xpander, { store });
    await batch.add(prompts(5));
    void mock.clock.sleep(20_000).then(() => stop.abort());
    const error = await rejection(batch.work({ concurrency: 1, signal: stop.signal, drainMs: 1_000 }));
    expect(error).toBeInstanceOf(BatchStoreError);
    const [task] = mock.tasks;
    expect(error).toMatchObject({ unsavedTaskIds: [task?.id], message: expect.stringContaining(String(task?.id)) });
    away.is = false;
    await batch.close();
    const { batch: again } = await newFileBatch(xpander, { store: fileStore(path, { graceMs: 0 }) });
    expect(await again.work()).toMatchObject({ completed: 5, left: 0 });
    expect([...runs.values()]).toEqual(Array(5).fill(1));
  });
});

describe('a full disk', () => {
  it('lets no item start that has waited for the rate limit', async () => {
    const inner = fileStore(`${temporaryFolder()}/out.jsonl`);
    let isFull = false;
    const store: BatchStore = {
      async open(identity) {
        const open = await inner.open(identity);
        const settle: OpenStore['settle'] = async (claim, result) => {
          if (isFull) throw new Error('ENOSPC: no space left on device');
          return open.settle(claim, result);
        };
        return { ...open, settle };
      },
    };
    const { xpander, mock, runs } = api();
    const { batch } = await newFileBatch(xpander, { store });
    await batch.add(prompts(40));
    let startsWhileFull = -1;
    void (async () => {
      while (runs.size < 10) await mock.clock.sleep(100);
      isFull = true;
      // Those that have left settle first, and show that the disk is full.
      await mock.clock.sleep(5_000);
      const { size } = runs;
      await mock.clock.sleep(60_000);
      startsWhileFull = runs.size - size;
      isFull = false;
    })();
    const limit = { requests: 60, perMs: 60_000 };
    expect(await batch.work({ concurrency: 20, rateLimit: limit })).toMatchObject({ completed: 40 });
    expect(startsWhileFull).toBe(0);
    expect([...runs.values()]).toEqual(Array(40).fill(1));
    // Items that waited have taken no tokens meanwhile.
    expect(requestsOf(mock, 'POST')).toBe(40);
  });
});

describe('retryFailed', () => {
  const failsUntil = (attempts: number) => {
    const counts = new Map<string, number>();
    return async ({ text }: Turn): Promise<string> => {
      const count = (counts.get(text) ?? 0) + 1;
      counts.set(text, count);
      if (text === 'p1' && count < attempts) throw new Error(`attempt ${count}`);
      return `${text} at ${count}`;
    };
  };

  it('gives a failed run another id, and stores the last outcome only', async () => {
    const { xpander, mock } = api({ answer: failsUntil(3) });
    const { batch, path } = await newFileBatch(xpander);
    await batch.add(prompts(3));
    expect(await batch.work({ retryFailed: 2 })).toMatchObject({ completed: 3, failed: 0 });
    const result = (await collect(batch.results())).find(({ key }) => key === '1');
    expect(result).toMatchObject({ status: 'completed', result: 'p1 at 3', attempts: 3 });
    expect(new Set(mock.tasks.map(({ id }) => id)).size).toBe(5);
    expect(path).toBeTruthy();
  });

  it('in a later work runs failed items again, and shows each key once', async () => {
    const { xpander, runs } = api({ answer: failsUntil(2) });
    const { batch } = await newFileBatch(xpander);
    await batch.add(prompts(3));
    expect(await batch.work()).toMatchObject({ completed: 2, failed: 1 });
    expect(await batch.work()).toMatchObject({ completed: 2, failed: 1, settledHere: 0 });
    expect(await batch.work({ retryFailed: 1 })).toMatchObject({ completed: 3, failed: 0, settledHere: 1 });
    const results = await collect(batch.results());
    expect(results.map(({ key, attempts }) => [key, attempts]).sort()).toEqual([
      ['0', 1],
      ['1', 2],
      ['2', 1],
    ]);
    expect([...runs.values()].sort()).toEqual([1, 1, 2]);
  });

  it('gives up after so many further attempts', async () => {
    const { xpander, runs } = api({ answer: failsUntil(99) });
    const { batch } = await newFileBatch(xpander);
    await batch.add(prompts(3));
    expect(await batch.work({ retryFailed: 2 })).toMatchObject({ completed: 2, failed: 1 });
    expect(runs.get('p1')).toBe(3);
  });

  it('repeats a failed turn of a thread as a further turn', async () => {
    const { xpander, runs } = api({ answer: failsUntil(2) });
    const { batch } = await newFileBatch(xpander);
    await batch.add(prompts(3).map((input) => ({ request: { input, id: 'thread-1' } })));
    expect(await batch.work({ retryFailed: 1 })).toMatchObject({ completed: 3, failed: 0 });
    expect(runs.get('p1')).toBe(2);
  });
});
