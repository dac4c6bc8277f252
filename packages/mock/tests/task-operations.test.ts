import { describe, expect, it } from 'vitest';
import { createMockXpander, type MockOptions, type MockXpander, type ScriptEvent } from '../src/index.ts';
import { type Client, clientOf } from './client.ts';
import { readEvents } from './streams.ts';

interface Row {
  id: string;
  [field: string]: unknown;
}
interface PageBody {
  items: Row[];
  total: number;
  page: number;
  per_page: number;
  total_pages: number;
}

const agents: MockOptions['agents'] = {
  a: ({ text }) => `answer to ${text}`,
  b: [
    { status: 'executing', afterMs: 1_000 },
    { status: 'completed', afterMs: 1_000, result: 'late' },
  ],
  never: ({ sleep }) => sleep(86_400_000).then(() => ''),
  async *boss(): AsyncGenerator<ScriptEvent> {
    yield { type: 'sub_agent_trigger', data: { agent_id: 'b', query: 'find it', files: ['https://x/y.pdf'] } };
    yield 'Delegated.';
  },
  async *lost(): AsyncGenerator<ScriptEvent> {
    yield { type: 'sub_agent_trigger', data: { agent_id: 'nobody', query: '' } };
  },
};

function setUp(options: MockOptions = {}): { mock: MockXpander; client: Client } {
  const mock = createMockXpander({ agents, ...options });
  return { mock, client: clientOf(mock) };
}

async function list(client: Client, query = '', path = '/v1/tasks'): Promise<PageBody> {
  const response = await client.get(`${path}${query}`);
  expect(response.status).toBe(200);
  return (await response.json()) as PageBody;
}
const idsIn = ({ items }: PageBody): string[] => items.map(({ id }) => id);
const remove = (client: Client, id: string): Promise<Response> =>
  client.get(`/v1/tasks/${id}`, { method: 'DELETE', headers: { 'x-api-key': 'test-key' } });

describe('a list of tasks', () => {
  it('has rows whose field names differ from those of a task', async () => {
    const { mock, client } = setUp();
    const user = { id: 'user-1', email: 'dana@example.com' };
    await client.start('b', 'one', {
      id: 't',
      title: 'A title',
      input: { text: 'one', user },
      triggering_agent_id: 'x',
    });
    const row = async (): Promise<Row | undefined> => (await list(client)).items[0];
    expect(await row()).toEqual({
      id: 't',
      agent_id: 'b',
      organization_id: expect.any(String),
      status: 'pending',
      user_id: 'user-1',
      parent_task_id: null,
      triggering_agent_id: 'x',
      created_at: '2026-01-01T00:00:00.000000Z',
      updated_at: '2026-01-01T00:00:00.000000Z',
      source_node_type: 'sdk',
      result: null,
      title: 'A title',
    });
    await mock.clock.sleep(1_500);
    expect(await row()).toMatchObject({ status: 'executing', result: '', updated_at: '2026-01-01T00:00:01.000000Z' });
    await mock.clock.sleep(1_000);
    expect(await row()).toMatchObject({
      status: 'completed',
      result: 'late',
      updated_at: '2026-01-01T00:00:02.000000Z',
    });
  });

  it('is sorted by the latest change', async () => {
    const { mock, client } = setUp();
    await client.start('b', '', { id: 'slow' });
    await client.start('a', '', { id: 'quick' });
    await mock.clock.sleep(500);
    expect(idsIn(await list(client))).toEqual(['quick', 'slow']);
    await mock.clock.sleep(2_000);
    expect(idsIn(await list(client))).toEqual(['slow', 'quick']);
  });

  it('has one row for a thread, with its latest turn', async () => {
    const { client } = setUp();
    await client.run('a', 'one', { id: 't', title: 'First' });
    await client.run('a', 'two', { id: 't', title: 'Second' });
    expect((await list(client)).items).toMatchObject([{ id: 't', title: 'Second', result: 'answer to two' }]);
  });

  it('is paginated', async () => {
    const { client } = setUp();
    for (let index = 0; index < 25; index++) await client.run('a', '', { id: `t${index}` });
    expect(await list(client)).toMatchObject({ total: 25, page: 1, per_page: 20, total_pages: 2 });
    expect(idsIn(await list(client, '?page=3&per_page=10'))).toEqual(['t4', 't3', 't2', 't1', 't0']);
    expect(await list(client, '?page=9')).toMatchObject({ items: [], total: 25, page: 9 });
  });

  it.each([
    ['?per_page=51', 'per_page', 'less_than_equal', '51'],
    ['?per_page=0', 'per_page', 'greater_than_equal', '0'],
    ['?page=0', 'page', 'greater_than_equal', '0'],
    ['?page=two', 'page', 'int_parsing', 'two'],
    ['?status=running', 'status', 'enum', 'running'],
    ['?from_date=yesterday', 'from_date', 'datetime_parsing', 'yesterday'],
  ])('rejects %s', async (query, name, type, input) => {
    const response = await setUp().client.get(`/v1/tasks${query}`);
    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({ detail: [{ type, loc: ['query', name], input }] });
  });

  it('can be filtered', async () => {
    const { mock, client } = setUp();
    const user = { id: 'user-1', email: 'dana@example.com' };
    await client.run('a', '', { id: 'first' });
    await mock.clock.sleep(86_400_000);
    await client.run('a', '', { id: 'users', input: { user } });
    await client.start('never', '', { id: 'running' });
    await client.run('a', '', { id: 'child', parent_execution_id: 'running', triggering_agent_id: 'never' });
    const found = async (query: string): Promise<string[]> => idsIn(await list(client, query));
    expect(await found('?agent_id=a')).toEqual(['child', 'users', 'first']);
    expect(await found('?user_id=user-1')).toEqual(['users']);
    expect(await found('?parent_task_id=running')).toEqual(['child']);
    expect(await found('?triggering_agent_id=never')).toEqual(['child']);
    expect(await found('?status=executing')).toEqual(['running']);
    expect(await found('?internal_status=x')).toEqual([]);
    expect(await found('?to_date=2026-01-01T12:00:00')).toEqual(['first']);
    expect(await found('?to_date=2026-01-01T00:00:00.000Z')).toEqual(['first']);
    expect(await found('?from_date=2026-01-02')).toHaveLength(3);
    expect(await found('?from_date=2026-01-02T01:00:00%2B02:00')).toHaveLength(3);
    expect(await found('?agent_id=a&status=completed&user_id=user-1')).toEqual(['users']);
  });

  it('contains only the tasks of the agent', async () => {
    const { client } = setUp();
    await client.run('a', '', { id: 'of-a' });
    await client.start('never', '', { id: 'of-never' });
    expect(idsIn(await list(client, '', '/v1/agents/never/tasks'))).toEqual(['of-never']);
    expect(idsIn(await list(client, '?status=completed', '/v1/agents/never/tasks'))).toEqual([]);
    expect((await client.get('/v1/agents/nobody/tasks')).status).toBe(404);
  });

  it('lags like every other read', async () => {
    const { mock, client } = setUp();
    mock.notFoundFor({ ms: 1_000 });
    await client.start('a', 'one', { id: 't' });
    expect(idsIn(await list(client))).toEqual([]);
    await mock.clock.sleep(1_000);
    mock.staleReads({ forMs: 1_000 });
    await client.start('never', 'two', { id: 't' });
    expect((await list(client)).items).toMatchObject([{ status: 'completed', result: 'answer to one' }]);
    await mock.clock.sleep(1_000);
    expect((await list(client)).items).toMatchObject([{ status: 'executing', result: '' }]);
  });

  it('contains no task of another organization', async () => {
    const mock = createMockXpander({ agents, keys: { 'key-1': 'org-1', 'key-2': 'org-2' } });
    await clientOf(mock, 'key-1').run('a', '', { id: 't' });
    expect(idsIn(await list(clientOf(mock, 'key-2')))).toEqual([]);
    for (const path of ['/stop', '/thread', '/thread/full']) {
      const method = path === '/stop' ? 'POST' : 'GET';
      const response = await clientOf(mock, 'key-2').get(`/v1/tasks/t${path}`, {
        method,
        headers: { 'x-api-key': 'key-2' },
      });
      expect([path, response.status]).toEqual([path, 403]);
    }
  });
});

describe('stopTask', () => {
  const stop = async (client: Client, id: string): Promise<[number, Record<string, unknown>]> => {
    const response = await client.post(`/v1/tasks/${id}/stop`);
    return [response.status, (await response.json()) as Record<string, unknown>];
  };

  it('ends a run and the requests that wait for it', async () => {
    const { mock, client } = setUp();
    const run = client.run('never', '', { id: 't' });
    await mock.clock.sleep(1_000);
    const [status, task] = await stop(client, 't');
    expect([status, task]).toMatchObject([200, { status: 'stopped', is_manually_stopped: true, result: null }]);
    expect(task.finished_at).toBe('2026-01-01T00:00:01.000000Z');
    expect(await run).toEqual(task);
    expect(await stop(client, 't')).toEqual([200, task]);
  });

  it('does not change a finished task', async () => {
    const { client } = setUp();
    const task = await client.run('a', 'x');
    expect(await stop(client, task.id)).toEqual([200, task]);
  });

  it('answers 404 for an unknown task', async () => {
    expect(await stop(setUp().client, 'nothing')).toEqual([404, { detail: 'Task not found' }]);
  });
});

describe('deleteTask', () => {
  it('deletes a task and the tasks that it started', async () => {
    const { mock, client } = setUp();
    await client.run('boss', '', { id: 't' });
    expect(mock.tasks).toHaveLength(2);
    const response = await remove(client, 't');
    expect([response.status, await response.text()]).toEqual([204, '']);
    expect(mock.tasks).toEqual([]);
    expect((await remove(client, 't')).status).toBe(404);
    expect((await client.get('/v1/tasks/t/thread')).status).toBe(404);
  });

  it('stops a running task first', async () => {
    const { mock, client } = setUp();
    const run = client.run('never', '', { id: 't' });
    await mock.clock.sleep(1_000);
    await remove(client, 't');
    expect(await run).toMatchObject({ status: 'stopped' });
  });

  it('allows a new task with the same id', async () => {
    const { client } = setUp();
    await client.run('a', 'one', { id: 't' });
    await remove(client, 't');
    expect(await client.run('a', 'two', { id: 't' })).toMatchObject({ result: 'answer to two' });
    expect(await (await client.get('/v1/tasks/t/thread')).json()).toHaveLength(2);
  });
});

describe('a sub_agent_trigger', () => {
  it('runs the other agent in its own task and continues the script after it', async () => {
    const { mock, client } = setUp();
    const response = await client.post('/v1/agents/boss/invoke/stream', { id: 't', input: { text: 'go' } });
    const events = await readEvents(response);
    expect(events.map(({ type }) => type)).toContain('sub_agent_trigger');
    const [parent, child] = mock.tasks;
    expect(child).toMatchObject({
      agent_id: 'b',
      parent_execution: 't',
      triggering_agent_id: 'boss',
      input: { text: 'find it', files: ['https://x/y.pdf'] },
      status: 'completed',
    });
    expect(parent).toMatchObject({ sub_executions: [child?.id], finished_sub_executions: [child?.id] });
    expect(Date.parse(String(parent?.finished_at)) - Date.parse(String(parent?.created_at))).toBe(2_000);
    expect(await (await client.get('/v1/tasks/t/thread/full')).json()).toMatchObject({
      root: [{ content: 'go' }, { content: 'Delegated.' }],
      [String(child?.id)]: [{ content: 'find it' }, { content: 'late' }],
    });
    expect(await (await client.get('/v1/tasks/t/thread')).json()).toHaveLength(2);
  });

  it('can be nested; the full thread contains all tasks', async () => {
    const { mock, client } = setUp({
      agents: {
        ...agents,
        async *chairman(): AsyncGenerator<ScriptEvent> {
          yield { type: 'sub_agent_trigger', data: { agent_id: 'boss', query: 'delegate it' } };
        },
      },
    });
    await client.run('chairman', 'go', { id: 't' });
    const full = (await (await client.get('/v1/tasks/t/thread/full')).json()) as Record<string, unknown[]>;
    expect(Object.keys(full).toSorted()).toEqual(['root', ...mock.tasks.slice(1).map(({ id }) => id)].toSorted());
    expect(Object.values(full)).toHaveLength(3);
  });

  it('is stopped together with its parent', async () => {
    const { mock, client } = setUp();
    await client.start('boss', '', { id: 't' });
    await mock.clock.sleep(500);
    await client.post('/v1/tasks/t/stop');
    expect(mock.tasks.map(({ status }) => status)).toEqual(['stopped', 'stopped']);
  });

  it('fails with the name of an unknown agent', async () => {
    expect(await setUp().client.run('lost', '')).toMatchObject({
      status: 'error',
      result: 'The script delegated work to "nobody", but this agent does not exist.',
    });
  });
});

describe('a thread', () => {
  const thread = async (variant?: 1 | 2 | 3 | 4): Promise<Record<string, unknown>[]> => {
    const { client } = setUp(variant === undefined ? {} : { wire: { threadVariant: variant } });
    await client.run('a', 'one', { id: 't' });
    await client.run('a', 'two', { id: 't' });
    return (await (await client.get('/v1/tasks/t/thread')).json()) as Record<string, unknown>[];
  };

  it('contains the messages of all turns, oldest first', async () => {
    expect(await thread()).toEqual([
      { id: 't_user_1', role: 'user', content: 'one', created_at: 1_767_225_600 },
      { id: 't_agent_1', role: 'assistant', content: 'answer to one', created_at: 1_767_225_600 },
      { id: 't_user_2', role: 'user', content: 'two', created_at: 1_767_225_600 },
      { id: 't_agent_2', role: 'assistant', content: 'answer to two', created_at: 1_767_225_600 },
    ]);
  });

  it.each([
    [1, 27],
    [2, 5],
    [3, 4],
    [4, 2],
  ] as const)('in variant %i has %i keys', async (variant, count) => {
    const messages = await thread(variant);
    for (const message of messages) expect(Object.keys(message)).toHaveLength(count);
    expect(messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'user', 'assistant']);
    if (variant <= 2) {
      expect(messages[0]).toMatchObject({ metrics: { total_tokens: 0 }, id: expect.stringMatching(/^[0-9a-f-]{36}$/) });
      expect(messages[1]).toMatchObject({ metrics: { total_tokens: expect.any(Number) } });
    }
  });

  it('contains only the prompt until there is an answer', async () => {
    const { client } = setUp();
    await client.start('never', 'hello', { id: 't' });
    expect(await (await client.get('/v1/tasks/t/thread')).json()).toMatchObject([{ role: 'user', content: 'hello' }]);
  });
});
