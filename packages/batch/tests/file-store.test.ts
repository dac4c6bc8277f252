import { appendFileSync, existsSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  type Batch,
  BatchInputError,
  BatchLockedError,
  type BatchProgress,
  fileStore,
  openBatch,
} from '../src/index.ts';
import {
  type Api,
  agentId,
  api,
  collect,
  linesOf,
  newFileBatch,
  openFileBatch,
  prompts,
  rejection,
  requestsOf,
  temporaryFolder,
} from './support.ts';

/** A finished batch of so many items, closed. */
async function finished(count: number) {
  const own = api();
  const { batch, path } = await newFileBatch(own.xpander);
  await batch.add(prompts(count));
  await batch.work();
  await batch.close();
  return { ...own, xpander: own.restarted(), path };
}

describe('the output file', () => {
  it('goes on after a torn last line, and stores the torn item without running it again', async () => {
    const { xpander, runs, path } = await finished(10);
    truncateSync(path, statSync(path).size - 20);
    const batch = await openFileBatch(xpander, { path, file: { graceMs: 0 } });
    expect(await batch.add(prompts(10))).toEqual({ added: 0, known: 10 });
    expect(await batch.progress()).toMatchObject({ waiting: 1, completed: 9 });
    expect(await batch.work()).toMatchObject({ completed: 10, settledHere: 1 });
    expect(new Set(linesOf(path).map(({ key }) => key)).size).toBe(10);
    expect([...runs.values()]).toEqual(Array(10).fill(1));
  });

  it('is read up to its last whole line while another process writes', async () => {
    const { xpander, path } = await finished(5);
    appendFileSync(path, '{"key":"torn');
    const batch = await openFileBatch(xpander, { path });
    expect(await collect(batch.results())).toHaveLength(5);
    expect(await batch.progress()).toMatchObject({ completed: 5 });
    expect(readFileSync(path, 'utf8').endsWith('torn')).toBe(true);
  });

  it('is refused and left alone if it has other content', async () => {
    const { xpander } = api();
    const path = join(temporaryFolder(), 'notes.txt');
    for (const content of ['my notes', 'my notes\n', '{"key":"0","status":"completed","attempts":1,"taskId":"x"}\n']) {
      writeFileSync(path, content);
      const batch = await openFileBatch(xpander, { path });
      expect(await rejection(batch.add(['a']))).toMatchObject({ code: 'configuration', option: 'store' });
      expect(readFileSync(path, 'utf8')).toBe(content);
      expect(existsSync(`${path}.lock`)).toBe(false);
    }
  });

  it('belongs to one batch and one agent', async () => {
    const { xpander, path } = await finished(1);
    const store = fileStore(path);
    expect(await rejection(openBatch({ xpander, agentId, name: 'other', store }))).toMatchObject({
      code: 'configuration',
      message: expect.stringContaining('"test"'),
    });
    expect(await rejection(openBatch({ xpander, agentId: 'agent-2', name: 'test', store }))).toMatchObject({
      message: expect.stringContaining(agentId),
    });
  });

  it('with a damaged line in the middle is refused, naming the place', async () => {
    const { xpander, path } = await finished(3);
    const [first = '', ...rest] = readFileSync(path, 'utf8').split('\n');
    writeFileSync(path, [first.slice(0, 10), ...rest].join('\n'));
    const batch = await openFileBatch(xpander, { path });
    expect(await rejection(batch.add(['a']))).toMatchObject({
      code: 'configuration',
      message: expect.stringContaining('byte 0'),
    });
  });

  it('alone is enough to know what is done', async () => {
    const { xpander, runs, path } = await finished(6);
    for (const end of ['.items', '.batch']) rmSync(path + end);
    const batch = await openFileBatch(xpander, { path });
    expect(await batch.add(prompts(8))).toEqual({ added: 2, known: 6 });
    expect(await batch.work()).toMatchObject({ completed: 8 });
    expect([...runs.values()]).toEqual(Array(8).fill(1));
  });

  it('that is deleted with all beside it is made again from the tasks, without another run', async () => {
    const { xpander, mock, runs, path } = await finished(12);
    for (const end of ['', '.items', '.batch']) rmSync(path + end);
    const posts = requestsOf(mock, 'POST');
    const batch = await openFileBatch(xpander, { path, file: { graceMs: 0 } });
    await batch.add(prompts(14));
    expect(await batch.work()).toMatchObject({ completed: 14, settledHere: 14 });
    expect(requestsOf(mock, 'POST') - posts).toBe(2);
    expect([...runs.values()]).toEqual(Array(14).fill(1));
  });

  /** A batch of which some items have run, whose files are gone. The other process shares no memory with the first. */
  async function lost(own: Api): Promise<Batch> {
    const { batch, path } = await newFileBatch(own.xpander);
    await batch.add(prompts(20));
    const stop = new AbortController();
    const onProgress = ({ completed }: BatchProgress): void => void (completed >= 6 && stop.abort());
    await batch.work({ concurrency: 4, signal: stop.signal, onProgress });
    await batch.close();
    for (const end of ['', '.items', '.batch']) rmSync(path + end);
    const again = await openFileBatch(own.restarted(), { path, file: { graceMs: 0 } });
    await again.add(prompts(20));
    return again;
  }

  it('runs nothing twice when the first reads after that fail', async () => {
    const own = api();
    const again = await lost(own);
    own.mock.fail({ operation: 'getTask', status: 503, body: {}, times: 50 });
    expect(await again.work({ concurrency: 20 })).toMatchObject({ completed: 20, failed: 0 });
    expect([...own.runs.values()]).toEqual(Array(20).fill(1));
  });

  it('runs nothing twice when the API refuses the first item, before and after that', async () => {
    const own = api();
    const fetch = async (request: Request): Promise<Response> => {
      const isRefused = request.method === 'POST' && (await request.clone().text()).includes('"p0"');
      return isRefused ? Response.json({ detail: 'No.' }, { status: 400 }) : own.mock.fetch(request);
    };
    const refusing = api({ client: { fetch, clock: own.mock.clock } });
    const again = await lost({ ...own, xpander: refusing.xpander, restarted: refusing.restarted });
    expect(await again.work({ concurrency: 20 })).toMatchObject({ completed: 19, failed: 1 });
    expect([...own.runs.values()]).toEqual(Array(19).fill(1));
  });

  it('runs no turn twice, though its thread has gone on since', async () => {
    const own = api();
    const { batch, path } = await newFileBatch(own.xpander);
    const id = '00000000-0000-4000-8000-000000000001';
    const items = ['one', 'two', 'three', 'four'].map((input) => ({ id, input }));
    await batch.add(items.slice(0, 3));
    await batch.work();
    await batch.close();
    for (const end of ['', '.items', '.batch']) rmSync(path + end);
    const again = await openFileBatch(own.restarted(), { path, file: { graceMs: 0 } });
    await again.add(items);
    expect(await again.work()).toMatchObject({ completed: 4, failed: 0 });
    expect([...own.runs]).toEqual(['one', 'two', 'three', 'four'].map((text) => [text, 1]));
    expect(linesOf(path).map(({ index, result }) => [index, result])).toEqual(
      ['one', 'two', 'three', 'four'].map((text, index) => [index, `R:${text}`]),
    );
  });

  it('is synced with each line if asked to', async () => {
    const { xpander } = api();
    const { batch } = await newFileBatch(xpander, { file: { durability: 'line' } });
    await batch.add(prompts(5));
    expect(await batch.work()).toMatchObject({ completed: 5 });
  });
});

describe('a resumed batch', () => {
  it('is read as it was written, whatever keys and answers contain', async () => {
    const odd = [
      '"',
      '\\',
      '\\"',
      'a,"hash":"0123456789abcdef"}',
      '\n',
      '\0',
      '\ud800',
      '{}',
      '🙂',
      `${'x'.repeat(70_000)}"`,
    ];
    const items = odd.map((text, index) => ({ key: index === odd.length - 1 ? 'long' : text, request: text }));
    const { xpander, mock, restarted } = api({ answer: async ({ text }) => text });
    const { batch, path } = await newFileBatch(xpander);
    await batch.add(items);
    await batch.work({ concurrency: 3 });
    await batch.close();
    const { length } = mock.requests;
    const again = await openFileBatch(restarted(), { path });
    expect(await again.add(items)).toEqual({ added: 0, known: odd.length });
    expect(await again.work()).toMatchObject({ completed: odd.length, left: 0 });
    expect(mock.requests.length).toBe(length);
    expect(await collect(again.results())).toEqual(linesOf(path));
  });

  it('needs no second add', async () => {
    const { xpander } = api();
    const { batch, path } = await newFileBatch(xpander);
    await batch.add(prompts(7));
    await batch.close();
    const again = await openFileBatch(xpander, { path });
    expect(await again.work()).toMatchObject({ completed: 7 });
  });

  it('looks only for items that may have been started', async () => {
    const own = api();
    const { batch, path } = await newFileBatch(own.xpander);
    await batch.add(prompts(100));
    const stop = new AbortController();
    await batch.work({
      concurrency: 5,
      signal: stop.signal,
      onProgress: ({ completed }) => void (completed >= 20 && stop.abort()),
    });
    const done = (await batch.progress()).completed;
    await batch.close();
    const before = own.mock.requests.length;
    const again = await openFileBatch(own.restarted(), { path, file: { graceMs: 0 } });
    expect(await again.work({ concurrency: 5 })).toMatchObject({ completed: 100 });
    expect(done).toBeLessThan(60);
    const read = own.mock.requests.slice(before).filter(({ method }) => method === 'GET');
    expect(new Set(read.map(({ path: task }) => task)).size).toBeLessThanOrEqual(5 + 8);
    expect(requestsOf(own.mock, 'POST')).toBe(100);
  });
});

it('killed at its very beginning is not taken for one that was lost', async () => {
  const own = api();
  const { batch, path } = await newFileBatch(own.xpander);
  await batch.add(prompts(30));
  const stop = new AbortController();
  const working = batch.work({ concurrency: 1, signal: stop.signal, drainMs: 0 });
  while (requestsOf(own.mock, 'POST') === 0) await new Promise((resolve) => setTimeout(resolve, 1));
  stop.abort();
  await working;
  await batch.close();
  const again = await openFileBatch(own.xpander, { path, file: { graceMs: 0 } });
  await again.work({ concurrency: 1 });
  expect(JSON.parse(readFileSync(`${path}.batch`, 'utf8'))).toMatchObject({ origin: 'new' });
});

describe('add', () => {
  it('adds only what is new', async () => {
    const { xpander } = api();
    const { batch } = await newFileBatch(xpander);
    expect(await batch.add(prompts(3))).toEqual({ added: 3, known: 0 });
    expect(await batch.add(prompts(5))).toEqual({ added: 2, known: 3 });
  });

  it('adds each item once if it is called twice at the same time', async () => {
    const { xpander, runs } = api();
    const { batch } = await newFileBatch(xpander);
    const [one, two] = await Promise.all([batch.add(prompts(50)), batch.add(prompts(60))]);
    expect(one.added + two.added).toBe(60);
    await batch.work({ concurrency: 20 });
    expect([...runs.values()]).toEqual(Array(60).fill(1));
  });

  it('refuses a key that stands twice, naming both items, and adds nothing', async () => {
    const { xpander } = api();
    const { batch } = await newFileBatch(xpander);
    await batch.add(['before']);
    const items = ['a', 'b', 'a'].map((key) => ({ key, request: `of ${key}` }));
    const error = await rejection(batch.add(items));
    expect(error).toBeInstanceOf(BatchInputError);
    expect(error.message).toMatch(/"a" stands twice, in lines 1 and 3/);
    expect(await batch.progress()).toMatchObject({ waiting: 1 });
    expect(await batch.add(items.slice(0, 2))).toEqual({ added: 2, known: 0 });
    expect(await batch.work()).toMatchObject({ completed: 3 });
  });

  it('adds nothing if the input breaks off', async () => {
    const { xpander, runs } = api();
    const { batch } = await newFileBatch(xpander);
    async function* broken(): AsyncGenerator<string> {
      yield* prompts(2_000);
      throw new Error('the source is gone');
    }
    expect((await rejection(batch.add(broken()))).message).toBe('the source is gone');
    expect(await batch.progress()).toMatchObject({ waiting: 0 });
    await batch.add(['only this']);
    await batch.work();
    expect([...runs.keys()]).toEqual(['only this']);
  });

  it('refuses a changed item that is done, naming it', async () => {
    const { xpander, path } = await finished(5);
    const batch = await openFileBatch(xpander, { path });
    const changed = prompts(5).with(2, 'something else');
    const error = await rejection(batch.add(changed));
    expect(error).toBeInstanceOf(BatchInputError);
    expect(error.message).toMatch(/line 3 of the input: .*"2".* has changed/);
    expect(await batch.add(prompts(5))).toEqual({ added: 0, known: 5 });
  });

  it('takes the changed form of an item that was never started', async () => {
    const { xpander, runs } = api();
    const { batch } = await newFileBatch(xpander);
    await batch.add(prompts(3));
    expect(await batch.add(['p0', 'mended', 'p2'])).toEqual({ added: 0, known: 3 });
    expect(await batch.work()).toMatchObject({ completed: 3 });
    expect([...runs.keys()].sort()).toEqual(['mended', 'p0', 'p2']);
  });

  it.each([
    ['an empty text', ''],
    ['a number', 7],
    ['null', null],
    ['a request without input', { id: 'x' }],
    ['an empty key', { key: '', request: 'a' }],
    ['a key that is no text', { key: 7, request: 'a' }],
    ['a key that is too long', { key: 'k'.repeat(513), request: 'a' }],
  ])('refuses %s, naming the item', async (_, item) => {
    const { xpander } = api();
    const { batch } = await newFileBatch(xpander);
    const error = await rejection(batch.add(['fine', item as string]));
    expect(error).toMatchObject({ code: 'batch_input', message: expect.stringContaining('line 2 of the input') });
  });

  it('refuses what is no iterable', async () => {
    const { xpander } = api();
    const { batch } = await newFileBatch(xpander);
    expect(await rejection(batch.add('text' as never))).toMatchObject({ code: 'configuration', option: 'items' });
  });
});

describe('the lock', () => {
  const lockOf = (path: string): string => `${path}.lock`;

  it('refuses a second batch on the same file, and is free after close', async () => {
    const { xpander } = api();
    const { batch, path } = await newFileBatch(xpander);
    await batch.add(prompts(2));
    const second = await openFileBatch(xpander, { path });
    const error = await rejection(second.add(['x']));
    expect(error).toBeInstanceOf(BatchLockedError);
    expect(error).toMatchObject({ pid: process.pid, message: expect.stringContaining('another openBatch()') });
    expect(await rejection(second.work())).toBeInstanceOf(BatchLockedError);
    expect(await second.progress()).toMatchObject({ waiting: 2 });
    await batch.close();
    expect(await second.work()).toMatchObject({ completed: 2 });
  });

  it('of a process that has died is taken', async () => {
    const { xpander } = api();
    const { batch, path } = await newFileBatch(xpander);
    // No process has this number.
    writeFileSync(lockOf(path), JSON.stringify({ pid: 4_194_305, startedAt: 'x', host: hostname(), token: 't' }));
    expect(await batch.add(['a'])).toMatchObject({ added: 1 });
  });

  it('of a process whose number another one has now is taken', async () => {
    const { xpander } = api();
    const { batch, path } = await newFileBatch(xpander);
    const lock = { pid: process.pid, startedAt: 'before the flood', host: hostname(), token: 't' };
    writeFileSync(lockOf(path), JSON.stringify(lock));
    expect(await batch.add(['a'])).toMatchObject({ added: 1 });
  });

  it('of another machine is taken only if it has been silent for a minute', async () => {
    const { xpander } = api();
    const { batch, path } = await newFileBatch(xpander);
    writeFileSync(lockOf(path), JSON.stringify({ pid: 1, startedAt: 'x', host: 'elsewhere', token: 't' }));
    expect(await rejection(batch.add(['a']))).toMatchObject({
      code: 'batch_locked',
      message: expect.stringContaining('elsewhere'),
    });
    const { utimesSync } = await import('node:fs');
    utimesSync(lockOf(path), new Date(0), new Date(Date.now() - 61_000));
    expect(await batch.add(['a'])).toMatchObject({ added: 1 });
  });
});

describe('options of fileStore', () => {
  it.each([
    ['path', () => fileStore('')],
    ['graceMs', () => fileStore('x', { graceMs: -1 })],
    ['durability', () => fileStore('x', { durability: 'never' as never })],
    ['grace', () => fileStore('x', { grace: 1 } as never)],
  ])('name %s if it is invalid', (option, call) => {
    expect(call).toThrow(expect.objectContaining({ code: 'configuration', option }));
  });
});
