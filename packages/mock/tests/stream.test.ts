import { describe, expect, it } from 'vitest';
import { createMockXpander, fail, type MockOptions, pause, type ScriptEvent } from '../src/index.ts';
import { type Client, clientOf } from './client.ts';
import { answerIn, type EventBody, readEvents } from './streams.ts';

async function* everything(): AsyncGenerator<ScriptEvent> {
  yield { type: 'think', data: { title: 'Plan', thought: 'Prices first' } };
  yield { type: 'plan_updated', data: { enabled: true, tasks: [{ id: 's1', title: 'Collect', completed: false }] } };
  yield { type: 'tool_call_request', data: { request_id: 'r1', operation_id: 'search', payload: { q: 'Q1' } } };
  yield { type: 'tool_call_result', data: { request_id: 'r1', operation_id: 'search', result: 3, is_error: false } };
  yield { type: 'auth_event', data: { type: 'login_required', data: { url: 'https://connect.example.com' } } };
  yield { type: 'task_compactization', data: { type: 'retry', data: { is_retry: true } } };
  yield { type: 'event_of_tomorrow', data: 42 };
  yield 'Two raised';
  yield ' prices.';
}

const agents: MockOptions['agents'] = {
  everything,
  text: () => 'A short answer in one piece.',
  error: () => {
    throw new Error('model overloaded');
  },
  failed: async function* () {
    yield 'Half an ';
    throw fail('no data');
  },
  silent: async function* () {},
  paused: async function* () {
    yield pause({ hitl: { wait_node_id: 'approve' } });
    yield 'done';
  },
  slow: async function* ({ sleep }) {
    yield 'one ';
    await sleep(60_000);
    yield 'two';
  },
};

function setUp(options: MockOptions = {}): { mock: ReturnType<typeof createMockXpander>; client: Client } {
  const mock = createMockXpander({ agents, ...options });
  return { mock, client: clientOf(mock) };
}

const stream = (client: Client, agentId: string, more: object = {}): Promise<Response> =>
  client.post(`/v1/agents/${agentId}/invoke/stream`, { input: { text: 'hi' }, ...more });
const typesOf = (events: readonly EventBody[]): string[] => events.map(({ type }) => type);

describe('a stream', () => {
  it('consists of data lines in the order of the run, each with its envelope', async () => {
    const { client } = setUp();
    const response = await stream(client, 'everything', { id: 'thread-1' });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    const text = await response.text();
    expect(text).toMatch(/^(data: \{.*\}\n\n)+$/);
    const events = await readEvents(new Response(text));
    expect(typesOf(events)).toEqual([
      'task_created',
      'task_updated',
      'think',
      'plan_updated',
      'tool_call_request',
      'tool_call_result',
      'auth_event',
      'task_compactization',
      'event_of_tomorrow',
      'chunk',
      'chunk',
      'task_finished',
    ]);
    for (const event of events) {
      expect(Object.keys(event)).toEqual(['type', 'task_id', 'organization_id', 'time', 'data']);
      expect(event.task_id).toBe('thread-1');
      expect(event.time).toMatch(/^2026-01-01T00:00:00\.\d{6}Z$/);
    }
    expect(events[0]?.data).toMatchObject({ status: 'pending', result: null });
    expect(events[1]?.data).toMatchObject({ status: 'executing' });
    expect(events.at(-1)?.data).toMatchObject({
      status: 'completed',
      result: 'Two raised prices.',
      deep_planning: { enabled: true },
      tokens: { total_tokens: expect.any(Number) },
    });
    expect(await client.read('thread-1')).toEqual(events.at(-1)?.data);
  });

  it.each([
    ['error', 'model overloaded', ''],
    ['failed', 'no data', 'Half an '],
  ])('ends with task_finished for a run that ends as %s', async (agentId, result, chunks) => {
    const events = await readEvents(await stream(setUp().client, agentId));
    expect(events.at(-1)).toMatchObject({ type: 'task_finished', data: { status: agentId, result } });
    expect(answerIn(events)).toBe(chunks);
  });

  it('has no chunks for a script that yields nothing', async () => {
    const events = await readEvents(await stream(setUp().client, 'silent'));
    expect(typesOf(events)).toEqual(['task_created', 'task_updated', 'task_finished']);
  });

  it('splits an answer in one piece into chunks', async () => {
    const events = await readEvents(await stream(setUp({ wire: { chunkSize: 10 } }).client, 'text'));
    expect(events.filter(({ type }) => type === 'chunk').map(({ data }) => data)).toEqual([
      'A short an',
      'swer in on',
      'e piece.',
    ]);
  });

  it('has no chunks with chunks: false', async () => {
    const { client } = setUp({ wire: { chunks: false } });
    const events = await readEvents(await stream(client, 'everything'));
    expect(answerIn(events)).toBe('');
    expect(events.at(-1)?.data).toMatchObject({ result: 'Two raised prices.' });
  });

  it('sends each event when it happens', async () => {
    const { mock, client } = setUp();
    const events = await readEvents(await stream(client, 'slow'));
    const [first, second] = events.filter(({ type }) => type === 'chunk').map(({ time }) => Date.parse(time));
    expect((second ?? 0) - (first ?? 0)).toBe(60_000);
    expect(mock.clock.now()).toBe(Date.UTC(2026, 0, 1) + 60_000);
  });

  it('stays open while the task is paused, and reports the pause', async () => {
    const { mock, client } = setUp();
    const response = await stream(client, 'paused', { id: 'p' });
    const events = readEvents(response);
    while (mock.tasks[0]?.status !== 'paused') await mock.clock.sleep(10);
    mock.task('p').resume();
    expect((await events).map(({ type, data }) => [type, (data as { status?: string }).status])).toEqual([
      ['task_created', 'pending'],
      ['task_updated', 'executing'],
      ['task_updated', 'paused'],
      ['task_updated', 'executing'],
      ['chunk', undefined],
      ['task_finished', 'completed'],
    ]);
  });

  it.each(['stop', 'delete'])('ends with task_finished on %s', async (verb) => {
    const { mock, client } = setUp();
    const events = readEvents(await stream(client, 'paused', { id: 'p' }));
    while (mock.tasks[0]?.status !== 'paused') await mock.clock.sleep(10);
    if (verb === 'stop') await client.post('/v1/tasks/p/stop');
    else await client.get('/v1/tasks/p', { method: 'DELETE', headers: { 'x-api-key': 'test-key' } });
    expect((await events).at(-1)).toMatchObject({
      type: 'task_finished',
      data: { status: 'stopped', is_manually_stopped: true, result: null },
    });
  });

  it('keeps the id of a continued thread', async () => {
    const { client } = setUp();
    const { id } = await client.run('text', 'one');
    const events = await readEvents(await stream(client, 'text', { id }));
    expect(new Set(events.map(({ task_id }) => task_id))).toEqual(new Set([id]));
    expect(events[0]).toMatchObject({ type: 'task_created', data: { status: 'pending', result: null } });
  });

  it('closes without task_finished when a later turn replaces it', async () => {
    const { mock, client } = setUp();
    const events = readEvents(await stream(client, 'paused', { id: 'p' }));
    while (mock.tasks[0]?.status !== 'paused') await mock.clock.sleep(10);
    await client.start('text', 'next', { id: 'p' });
    expect(typesOf(await events)).not.toContain('task_finished');
  });

  it('can contain events of another task', async () => {
    const { client } = setUp({
      agents: {
        a: async function* () {
          yield { type: 'task_finished', task_id: 'other', data: { id: 'other', status: 'completed' } };
          yield { type: 'chunk', task_id: 'other', data: 'theirs' };
          yield 'mine';
        },
      },
    });
    const events = await readEvents(await stream(client, 'a', { id: 'mine' }));
    expect(events.filter(({ type }) => type === 'task_finished').map(({ task_id }) => task_id)).toEqual([
      'other',
      'mine',
    ]);
    expect(events.at(-1)).toMatchObject({ data: { result: 'mine' } });
  });

  it('has the headers of the rate limit', async () => {
    const { client } = setUp({ rateLimit: { requests: 5, perMs: 60_000 } });
    const { headers } = await stream(client, 'text');
    expect([headers.get('x-ratelimit-remaining'), headers.get('cache-control')]).toEqual(['4', 'no-cache']);
  });

  it('is rejected with an ordinary answer before it begins', async () => {
    const response = await stream(setUp().client, 'nobody');
    expect([response.status, await response.json()]).toEqual([404, { detail: 'Agent not found' }]);
  });
});

describe('a reader that disconnects', () => {
  it('does not stop the run when it cancels', async () => {
    const { mock, client } = setUp();
    const response = await stream(client, 'slow', { id: 's' });
    const reader = response.body?.getReader();
    await reader?.read();
    await reader?.cancel();
    expect((await client.read('s')).status).not.toBe('stopped');
    await mock.clock.sleep(61_000);
    expect(await client.read('s')).toMatchObject({ status: 'completed', result: 'one two' });
  });

  it('does not stop the run when it aborts, and rejects with its reason', async () => {
    const { mock, client } = setUp();
    const controller = new AbortController();
    const response = await client.post(
      '/v1/agents/slow/invoke/stream',
      { id: 's', input: {} },
      { signal: controller.signal },
    );
    const reader = response.body?.getReader();
    await reader?.read();
    const pending = reader?.read();
    const reason = new Error('enough');
    controller.abort(reason);
    await expect(Promise.all([pending, reader?.read()])).rejects.toBe(reason);
    await mock.clock.sleep(61_000);
    expect(await client.read('s')).toMatchObject({ status: 'completed' });
  });

  it('is disconnected by reset', async () => {
    const { mock, client } = setUp();
    const response = await stream(client, 'paused', { id: 'p' });
    while (mock.tasks[0]?.status !== 'paused') await mock.clock.sleep(10);
    const text = response.text();
    mock.reset();
    await expect(text).rejects.toMatchObject({ message: 'terminated' });
  });
});

describe('a workflow', () => {
  it('runs in the same three ways and is marked as a workflow', async () => {
    const { client } = setUp();
    const body = { input: { text: 'hi' } };
    const run = await (await client.post('/v1/workflows/text/invoke', body)).json();
    expect(run).toMatchObject({ agent_id: 'text', status: 'completed', is_orchestration: true });
    const started = await (await client.post('/v1/workflows/text/invoke/async?version=draft', body)).json();
    expect(started).toMatchObject({ status: 'pending', is_orchestration: true, agent_version: '2' });
    const events = await readEvents(await client.post('/v1/workflows/text/invoke/stream', body));
    expect(events.at(-1)).toMatchObject({ type: 'task_finished', data: { is_orchestration: true } });
    const missing = await client.post('/v1/workflows/nothing/invoke', body);
    expect([missing.status, await missing.json()]).toEqual([404, { detail: 'Workflow not found' }]);
    expect((await client.run('text', 'hi')).is_orchestration).toBe(false);
  });
});
