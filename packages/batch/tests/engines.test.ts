import { type SharedRateLimit, Xpander } from '@xpander/sdk';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Batch, BatchStoppedError, type OpenStore, openBatch } from '../src/index.ts';
import { type Engine, engines, newName } from './servers/engines.ts';
import type { TestServer } from './servers/processes.ts';
import { agentId, api, collect, prompts, rejection, requestsOf, type Turn } from './support.ts';

const leaseMs = 2_000;

describe.each(engines.filter(({ missing }) => missing === undefined))('$name', (engine: Engine) => {
  let server: TestServer;
  const open: { close(): Promise<void> }[] = [];

  beforeAll(async () => {
    server = await engine.start();
  });
  afterAll(async () => {
    for (const one of open) await one.close();
    await server?.close();
  });

  const openOne = async (xpander: Parameters<typeof openBatch>[0]['xpander'], name: string): Promise<Batch> => {
    const batch = await openBatch({ xpander, agentId, name, store: engine.store(server, leaseMs) });
    open.push(batch);
    return batch;
  };
  const openStores = async (count: number, name = newName()): Promise<OpenStore[]> => {
    const stores = await Promise.all(
      Array.from({ length: count }, () => engine.store(server, leaseMs).open({ name, agentId })),
    );
    open.push(...stores);
    return stores;
  };
  const claimOne = async (store: OpenStore): Promise<Awaited<ReturnType<OpenStore['claim']>>[number]> => {
    const [claim] = await store.claim(1, new AbortController().signal);
    if (claim === undefined) throw new Error('nothing to claim');
    return claim;
  };

  it('runs each item once in two workers, with one request each', async () => {
    // In real time: a virtual clock runs ahead while the store works.
    const answer = async ({ text, sleep }: Turn): Promise<string> => sleep(20).then(() => `R:${text}`);
    const { xpander, mock, runs } = api({ clock: 'real', answer });
    const name = newName();
    const batches = await Promise.all([openOne(xpander, name), openOne(xpander, name)]);
    const added = await Promise.all(batches.map((batch) => batch.add(prompts(60))));
    expect(added.reduce((sum, one) => sum + one.added, 0)).toBe(60);
    const summaries = await Promise.all(batches.map((batch) => batch.work({ concurrency: 10 })));
    for (const summary of summaries) expect(summary).toMatchObject({ completed: 60, failed: 0, left: 0 });
    expect(summaries.reduce((sum, one) => sum + one.settledHere, 0)).toBe(60);
    expect([...runs.values()]).toEqual(Array(60).fill(1));
    expect(requestsOf(mock, 'POST')).toBe(60);
    // Only the first items are looked for, until it is known that the batch is new.
    expect(requestsOf(mock, 'GET')).toBeLessThanOrEqual(4);
    const results = await collect(batches[0]?.results() ?? []);
    expect(new Set(results.map(({ key }) => key)).size).toBe(60);
    expect(results).toHaveLength(60);
    expect(await batches[1]?.progress()).toMatchObject({ waiting: 0, running: 0, completed: 60, perMinute: 60 });
  });

  it('adds only what is new, and refuses an item that has changed', async () => {
    const { xpander } = api();
    const batch = await openOne(xpander, newName());
    expect(await batch.add(prompts(700))).toEqual({ added: 700, known: 0 });
    expect(await batch.add(prompts(703))).toEqual({ added: 3, known: 700 });
    const error = await rejection(batch.add([...prompts(700), 'other', 'p701', 'p702', 'new']));
    expect(error.code).toBe('batch_input');
    expect(error.line).toBe(701);
    expect(await batch.progress()).toMatchObject({ waiting: 703 });
  });

  it('settles a batch of nothing', async () => {
    const batch = await openOne(api().xpander, newName());
    expect(await batch.add([])).toEqual({ added: 0, known: 0 });
    expect(await batch.work()).toMatchObject({ completed: 0, left: 0, stopped: undefined });
  });

  it('keeps keys and texts of any characters, and results of megabytes', async () => {
    const long = 'ü'.repeat(1_500_000);
    const answer = async ({ text }: Turn): Promise<string> => (text === 'long' ? long : `R:${text}`);
    const { xpander } = api({ answer, wire: { chunks: false } });
    const batch = await openOne(xpander, newName());
    const odd = ['', '\0', '"\\', ':', "';--", '\ud800', '\udc00', 'é', '🙂', 'a\nb', '%s', ' ', '__proto__', '7'];
    const items = odd.map((text) => ({ key: `k${text}`, request: `p${text}` }));
    await batch.add([...items, { key: 'long', request: 'long' }]);
    await batch.work({ concurrency: 4 });
    const results = new Map((await collect(batch.results())).map(({ key, result }) => [key, result]));
    expect(results.get('long') === long).toBe(true);
    expect([...results.keys()].toSorted()).toEqual([...items.map(({ key }) => key), 'long'].toSorted());
    expect(results.get('k\0')).toBe('R:p\0');
  });

  it('runs the items of a thread in order, across workers', async () => {
    const running = new Map<string, number>();
    const order = new Map<string, number[]>();
    let overlaps = 0;
    const answer = async ({ text, sleep }: Turn): Promise<string> => {
      const [thread = '', number = ''] = text.split('/');
      if ((running.get(thread) ?? 0) > 0) overlaps += 1;
      running.set(thread, 1);
      order.set(thread, [...(order.get(thread) ?? []), Number(number)]);
      await sleep(500);
      running.set(thread, 0);
      return text;
    };
    const { xpander } = api({ answer });
    const name = newName();
    const batches = await Promise.all([openOne(xpander, name), openOne(xpander, name)]);
    const items = Array.from({ length: 24 }, (_, index) => ({ id: `t${index % 3}`, input: `t${index % 3}/${index}` }));
    await batches[0]?.add(items);
    await Promise.all(batches.map((batch) => batch.work({ concurrency: 8 })));
    expect(overlaps).toBe(0);
    for (const numbers of order.values()) expect(numbers).toEqual(numbers.toSorted((one, other) => one - other));
    expect([...order.values()].flat()).toHaveLength(24);
  });

  it('knows what an earlier claim may have sent', async () => {
    const [one, other] = await openStores(2);
    if (one === undefined || other === undefined) throw new Error();
    await one.add(newItems(1));
    const first = await claimOne(one);
    expect(first).toMatchObject({ key: 'k0', isFirst: true, graceMs: 0, retry: 0, origin: 'unknown' });
    await one.release(first, { sent: false });
    const second = await claimOne(other);
    expect(second).toMatchObject({ isFirst: true, graceMs: 0 });
    expect(await other.check(second)).toBe(true);
    await other.release(second, { sent: true });
    const third = await claimOne(one);
    expect(third.isFirst).toBe(false);
    expect(third.graceMs).toBeGreaterThan(leaseMs / 2);
    expect(third.graceMs).toBeLessThanOrEqual(leaseMs);
    await one.release(third, { sent: false });
    expect(await claimOne(other)).toMatchObject({ isFirst: false });
    expect(await one.check(third)).toBe(false);
    expect(await one.settle(third, resultOf('k0'))).toBe(false);
  });

  it('lets a claim that was taken over neither send nor settle', async () => {
    const name = newName();
    const [other] = await openStores(1, name);
    // Its signs of life are so rare that only the fence itself can find out.
    const frozen = await engine.store(server, 600_000).open({ name, agentId });
    open.push(frozen);
    if (other === undefined) throw new Error();
    await frozen.add(newItems(1));
    const claim = await claimOne(frozen);
    let [taken] = await other.claim(0, new AbortController().signal);
    while (taken === undefined) {
      await engine.expire(server);
      [taken] = await other.claim(1, new AbortController().signal);
    }
    expect(taken.key).toBe(claim.key);
    expect(await other.check(taken)).toBe(true);
    expect(await frozen.check(claim)).toBe(false);
    expect(claim.lost.aborted).toBe(true);
    expect(await frozen.settle(claim, { ...resultOf('k0'), result: 'of the frozen one' })).toBe(false);
    expect(await other.settle(taken, resultOf('k0'))).toBe(true);
    expect(await collect(other.results())).toEqual([resultOf('k0')]);
  });

  it('gives back at once what a closed worker held', async () => {
    const [one, other] = await openStores(2);
    if (one === undefined || other === undefined) throw new Error();
    await one.add(newItems(3));
    expect(await one.claim(3, new AbortController().signal)).toHaveLength(3);
    await one.close();
    expect(await other.status()).toMatchObject({ waiting: 3, running: 0 });
    expect(await other.claim(3, new AbortController().signal)).toHaveLength(3);
  });

  it('stores a result once, also if it is told twice', async () => {
    const [store] = await openStores(1);
    if (store === undefined) throw new Error();
    await store.add(newItems(1));
    const claim = await claimOne(store);
    await store.check(claim);
    expect(await store.settle(claim, resultOf('k0'))).toBe(true);
    await store.settle(claim, { ...resultOf('k0'), result: 'other' });
    expect(await collect(store.results())).toEqual([resultOf('k0')]);
    expect(await store.status()).toMatchObject({ waiting: 0, running: 0, completed: 1 });
  });

  it('stops everywhere when the key is rejected, marks nothing failed, and goes on later', async () => {
    const { xpander, mock } = api();
    const name = newName();
    const batches = await Promise.all([openOne(xpander, name), openOne(xpander, name)]);
    await batches[0]?.add(prompts(20));
    mock.fail({ operation: 'invokeStream', status: 401, times: Number.POSITIVE_INFINITY });
    const errors = await Promise.all(batches.map((batch) => rejection(batch.work({ concurrency: 3 }))));
    for (const error of errors) {
      expect(error).toBeInstanceOf(BatchStoppedError);
      expect(error.reason).toMatchObject({ code: 'unauthorized' });
    }
    expect(await batches[0]?.progress()).toMatchObject({ waiting: 20, running: 0, failed: 0 });
    mock.reset();
    expect(await batches[1]?.work()).toMatchObject({ completed: 20, failed: 0, left: 0 });
  });

  it('runs failed items again under another id, in their place of the thread', async () => {
    let isBad = true;
    const order: string[] = [];
    const answer = async ({ text }: Turn): Promise<string> => {
      order.push(text);
      if (isBad && text.includes('bad')) throw new Error('bad');
      return `R:${text}`;
    };
    const { xpander } = api({ answer });
    const batch = await openOne(xpander, newName());
    await batch.add(['bad 0', 'good', { id: 'thread', input: 'bad 1' }]);
    expect(await batch.work()).toMatchObject({ completed: 1, failed: 2 });
    isBad = false;
    await batch.add([...['bad 0', 'good'], { id: 'thread', input: 'bad 1' }, { id: 'thread', input: 'later' }]);
    order.length = 0;
    expect(await batch.work({ retryFailed: 1, concurrency: 5 })).toMatchObject({ completed: 4, failed: 0, left: 0 });
    expect(order.indexOf('bad 1')).toBeLessThan(order.indexOf('later'));
    const results = await collect(batch.results());
    expect(results.map(({ key, attempts }) => [key, attempts]).toSorted()).toEqual([
      ['0', 2],
      ['1', 1],
      ['2', 2],
      ['3', 1],
    ]);
    expect(await batch.progress()).toMatchObject({ waiting: 0, completed: 4, failed: 0 });
  });

  it('cancels for good', async () => {
    const name = newName();
    const { xpander, runs } = api();
    const batches = await Promise.all([openOne(xpander, name), openOne(xpander, name)]);
    await batches[0]?.add(prompts(5));
    await batches[0]?.cancel();
    expect(await batches[1]?.work()).toMatchObject({ left: 5, stopped: 'cancelled' });
    expect(runs.size).toBe(0);
  });

  it('keeps two workers within one limit', async () => {
    const limit = { requests: 20, perMs: 500 };
    const stores = await openStores(2);
    const { clock } = api({ clock: 'real' }).xpander;
    const limits = await Promise.all(stores.map((store) => store.sharedLimit(limit, clock)));
    const taken: number[] = [];
    const takeAll = async (shared: SharedRateLimit | undefined): Promise<void> => {
      while (taken.length < 45) {
        await shared?.take({ signal: new AbortController().signal });
        taken.push(Date.now());
      }
    };
    await Promise.all(limits.flatMap((shared) => [takeAll(shared), takeAll(shared)]));
    taken.sort((one, other) => one - other);
    const peak = Math.max(...taken.map((at) => taken.filter((ms) => ms >= at && ms < at + limit.perMs).length));
    expect(peak).toBeLessThanOrEqual(limit.requests);
  });

  it('pauses all workers when one is refused', async () => {
    const stores = await openStores(2);
    const { clock } = api({ clock: 'real' }).xpander;
    const limit = { requests: 1_000, perMs: 1_000 };
    const [one, other] = await Promise.all(stores.map((store) => store.sharedLimit(limit, clock)));
    const { signal } = new AbortController();
    await other?.take({ signal });
    const startedMs = Date.now();
    await one?.pause?.(startedMs + 400);
    await other?.take({ signal });
    expect(Date.now() - startedMs).toBeGreaterThanOrEqual(390);
  });

  it('shows readable jobs', async () => {
    const batch = await openOne(api().xpander, `${newName()}`);
    const name = newName();
    const named = await openOne(api().xpander, name);
    await batch.close();
    await named.add([{ key: 'review 1', request: `Summarize\n  this ${'long '.repeat(50)}` }]);
    const job = await engine.firstJob(server, name);
    expect(job).toMatchObject({ key: 'review 1', line: 1, text: expect.stringMatching(/^Summarize this long/) });
    expect((job as { text: string }).text.length).toBeLessThanOrEqual(80);
  });

  it('ends with a clear error when the store has lost the batch, and runs nothing twice after another `add`', async () => {
    const { xpander, mock, runs } = api();
    const name = newName();
    const batch = await openOne(xpander, name);
    await batch.add(prompts(12));
    const stop = new AbortController();
    let settled = 0;
    await batch.work({
      concurrency: 2,
      signal: stop.signal,
      onProgress: ({ completed }) => {
        settled = completed;
        if (completed >= 3) stop.abort();
      },
    });
    expect(settled).toBeGreaterThan(0);
    await engine.empty(server);
    expect(await rejection(batch.work())).toMatchObject({ code: 'configuration', option: 'store' });
    // Another key, because clients with the same key remember what this process has run.
    const stranger = new Xpander({ apiKey: newName(), fetch: mock.fetch, clock: mock.clock });
    const again = await openOne(stranger, name);
    await again.add(prompts(12));
    expect(await again.work({ concurrency: 4 })).toMatchObject({ completed: 12, left: 0 });
    expect([...runs.values()]).toEqual(Array(12).fill(1));
  });

  it('goes on after the server was killed and started again', async () => {
    const { xpander, runs } = api({ clock: 'real', answer: async ({ text, sleep }) => sleep(50).then(() => text) });
    const batch = await openOne(xpander, newName());
    await batch.add(prompts(30));
    const errors: string[] = [];
    const working = batch.work({
      concurrency: 3,
      onProgress: ({ storeError }) => void (storeError !== undefined && errors.push(storeError)),
    });
    await new Promise((resolve) => setTimeout(resolve, 200));
    await server.restart(300);
    expect(await working).toMatchObject({ completed: 30, failed: 0, left: 0 });
    expect([...runs.values()]).toEqual(Array(30).fill(1));
  });
});

async function* newItems(
  count: number,
): AsyncGenerator<Parameters<OpenStore['add']>[0] extends AsyncIterable<infer Item> ? Item : never> {
  for (let index = 0; index < count; index += 1)
    yield { key: `k${index}`, index, request: `p${index}`, hash: `${index}`.padStart(16, '0'), line: index + 1 };
}

function resultOf(key: string): Parameters<OpenStore['settle']>[1] {
  const at = '2026-01-01T00:00:00.000Z';
  return { key, index: 0, taskId: 't', status: 'completed', result: 'r', attempts: 1, startedAt: at, finishedAt: at };
}

describe('engines', () => {
  it('are tested where they are installed', () => {
    expect(engines.length).toBe(2);
  });
});
