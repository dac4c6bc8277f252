import { describe, expect, it } from 'vitest';
import { createMockXpander, type MockXpander, pause } from '../src/index.ts';
import { type Client, clientOf } from './client.ts';

describe('an id', () => {
  it('can be any text', async () => {
    const client = clientOf(createMockXpander());
    const id = 'thread/1 – ünïcode?';
    expect((await client.start('a', 'hi', { id })).id).toBe(id);
    expect((await client.read(id)).id).toBe(id);
  });

  it('that is used again overwrites the task and keeps the thread', async () => {
    const client = clientOf(createMockXpander({ agents: { a: ({ turn }) => `answer ${turn}` } }));
    const first = await client.run('a', 'one', { title: 'first' });
    const started = await client.start('a', 'two', { id: first.id });
    expect(started).toMatchObject({
      id: first.id,
      status: 'pending',
      result: null,
      finished_at: null,
      title: null,
      created_at: first.created_at,
      input: { text: 'two' },
    });
  });

  it('has another finished_at for each turn, even while the clock stands still', async () => {
    const client = clientOf(createMockXpander({ agents: { a: () => 'same' } }));
    const first = await client.run('a', 'one');
    const second = await client.run('a', 'two', { id: first.id });
    expect(second.finished_at).not.toBe(first.finished_at);
  });

  it('that is used again during a run aborts that run', async () => {
    let reason: unknown;
    const mock = createMockXpander({
      agents: {
        a: async ({ text, sleep, signal }) => {
          signal.addEventListener('abort', () => {
            reason = signal.reason;
          });
          await sleep(1_000);
          return text;
        },
      },
    });
    const client = clientOf(mock);
    const { id } = await client.start('a', 'one');
    await mock.clock.sleep(500);
    await client.start('a', 'two', { id });
    await mock.clock.sleep(1_500);
    expect(await client.read(id)).toMatchObject({ status: 'completed', result: 'two' });
    expect(String(reason)).toContain('later turn');
  });
});

describe('staleReads', () => {
  it('returns the previous turn for a while after a further turn', async () => {
    const mock = createMockXpander({ agents: { a: ({ turn }) => `answer ${turn}` } });
    const client = clientOf(mock);
    mock.staleReads({ forMs: 1_000 });
    const { id } = await client.run('a', 'one');
    expect((await client.read(id)).result).toBe('answer 1');
    expect((await client.start('a', 'two', { id })).status).toBe('pending');
    await mock.clock.sleep(999);
    expect(await client.read(id)).toMatchObject({ status: 'completed', result: 'answer 1', input: { text: 'one' } });
    await mock.clock.sleep(1);
    expect((await client.read(id)).result).toBe('answer 2');
  });
});

describe('notFoundFor', () => {
  it('hides a new task for a while', async () => {
    const mock = createMockXpander();
    const client = clientOf(mock);
    mock.notFoundFor({ ms: 1_000 });
    const { id } = await client.start('a', 'one');
    expect((await client.get(`/v1/tasks/${id}`)).status).toBe(404);
    await mock.clock.sleep(1_000);
    expect((await client.read(id)).status).toBe('pending');
  });

  it('does not hide a continued thread', async () => {
    const mock = createMockXpander();
    const client = clientOf(mock);
    const { id } = await client.run('a', 'one');
    mock.notFoundFor({ ms: 60_000 });
    await client.start('a', 'two', { id });
    expect((await client.read(id)).input).toMatchObject({ text: 'two' });
  });

  it.each([{ ms: -1 }, { ms: Number.NaN }, {}])('rejects %j', (options) => {
    expect(() => createMockXpander().notFoundFor(options as never)).toThrow('ms of notFoundFor() must be a number');
  });
});

describe('a paused task', () => {
  const hitl = { wait_node_id: 'approve-order' };
  const auth = { connector_name: 'Notion', auth_url: 'https://example.com/sign-in' };

  async function pausedTask(id: string): Promise<{ mock: MockXpander; client: Client }> {
    const mock = createMockXpander({
      agents: {
        a: async function* ({ sleep }) {
          yield 'before ';
          yield pause({ hitl });
          await sleep(1_000);
          yield 'after';
        },
        line: [
          { status: 'executing', afterMs: 100 },
          { status: 'paused', afterMs: 100, auth },
          { status: 'completed', afterMs: 100, result: 'signed in' },
        ],
      },
    });
    const client = clientOf(mock);
    await client.start(id, '', { id });
    await mock.clock.sleep(60_000);
    return { mock, client };
  }

  it('contains what it waits for', async () => {
    const { client } = await pausedTask('a');
    expect(await client.read('a')).toMatchObject({
      status: 'paused',
      paused_at: expect.stringMatching(/Z$/),
      hitl_request: hitl,
      pending_eca_request: null,
      finished_at: null,
    });
    const other = await pausedTask('line');
    expect(await other.client.read('line')).toMatchObject({
      status: 'paused',
      hitl_request: null,
      pending_eca_request: auth,
    });
  });

  it('continues its script when resumed', async () => {
    const { mock, client } = await pausedTask('a');
    mock.task('a').resume();
    expect(await client.read('a')).toMatchObject({ status: 'executing', hitl_request: null, paused_at: null });
    await mock.clock.sleep(1_000);
    expect(await client.read('a')).toMatchObject({ status: 'completed', result: 'before after' });
  });

  it('continues its timeline when resumed', async () => {
    const { mock, client } = await pausedTask('line');
    mock.task('line').resume();
    await mock.clock.sleep(99);
    expect((await client.read('line')).status).toBe('executing');
    await mock.clock.sleep(1);
    expect(await client.read('line')).toMatchObject({ status: 'completed', result: 'signed in' });
  });

  it('ends as failed when rejected', async () => {
    const { mock, client } = await pausedTask('a');
    mock.task('a').reject();
    await mock.clock.sleep(5_000);
    expect(await client.read('a')).toMatchObject({
      status: 'failed',
      result: 'The request was rejected.',
      is_manually_stopped: false,
    });
  });

  it('runs the finally of its script when stopped', async () => {
    let isClosed = false;
    const mock = createMockXpander({
      agents: {
        a: async function* () {
          try {
            yield pause({ hitl });
          } finally {
            isClosed = true;
          }
        },
      },
    });
    await clientOf(mock).start('a', '', { id: 'x' });
    await mock.clock.sleep(1_000);
    mock.task('x').stop();
    await mock.clock.sleep(0);
    expect(isClosed).toBe(true);
    expect((await clientOf(mock).read('x')).status).toBe('stopped');
  });

  it('stays stopped when its script ignores the signal', async () => {
    const mock = createMockXpander({
      agents: {
        a: async () => {
          await mock.clock.sleep(5_000);
          return 'too late';
        },
      },
    });
    await clientOf(mock).start('a', '', { id: 'x' });
    await mock.clock.sleep(1_000);
    mock.task('x').stop();
    await mock.clock.sleep(60_000);
    expect(await clientOf(mock).read('x')).toMatchObject({ status: 'stopped', result: null });
  });

  it('is the answer to a sync invocation, which does not wait for a person', async () => {
    const { mock, client } = await pausedTask('a');
    expect(await client.run('line', '', { id: 'sync' })).toMatchObject({ id: 'sync', status: 'paused', result: null });
    mock.task('sync').resume();
    await mock.clock.sleep(1_000);
    expect(await client.read('sync')).toMatchObject({ status: 'completed', result: 'signed in' });
  });
});

describe('the controls of a task', () => {
  it('stop it at any time and only once', async () => {
    const mock = createMockXpander();
    const client = clientOf(mock);
    const call = client.run('a', 'hi', { id: 'x' });
    await mock.clock.sleep(2_000);
    mock.task('x').stop();
    const stopped = await call;
    expect(stopped).toMatchObject({
      status: 'stopped',
      is_manually_stopped: true,
      result: null,
      finished_at: expect.any(String),
    });
    mock.task('x').stop();
    await mock.clock.sleep(60_000);
    expect(await client.read('x')).toEqual(stopped);
  });

  it('reject calls that its status does not allow', async () => {
    const mock = createMockXpander();
    expect(() => mock.task('nobody')).toThrow('Task "nobody" does not exist');
    await clientOf(mock).start('a', '', { id: 'x' });
    expect(() => mock.task('x').resume()).toThrow('Only a paused task can be resumed; "x" is pending.');
    expect(() => mock.task('x').reject()).toThrow('Only a paused task can be rejected; "x" is pending.');
  });
});

describe('reset', () => {
  it('deletes all state, aborts runs and breaks open requests', async () => {
    let isAborted = false;
    const mock = createMockXpander({
      agents: {
        a: async ({ sleep, signal }) => {
          signal.addEventListener('abort', () => {
            isAborted = true;
          });
          await sleep(60_000);
          return '';
        },
      },
    });
    const client = clientOf(mock);
    const call = client.run('a', '', { id: 'x' });
    call.catch(() => {});
    await mock.clock.sleep(1_000);
    mock.fail({ operation: 'getTask', status: 500 });
    mock.reset();
    await expect(call).rejects.toMatchObject({ message: 'fetch failed', cause: { code: 'UND_ERR_SOCKET' } });
    expect(isAborted).toBe(true);
    expect(mock.requests).toEqual([]);
    expect((await client.get('/v1/tasks/x')).status).toBe(404);
  });
});
