import { describe, expect, it } from 'vitest';
import { createMockXpander, type MockOptions, type MockXpander, pause, type ScriptEvent } from '../src/index.ts';
import { type Client, clientOf } from './client.ts';

interface Event {
  id: string | undefined;
  type: string;
  task_id: string;
  data: { [name: string]: unknown };
}
type Body = Record<string, unknown>;

const base = '/v1/agents/chat/conversations';
const call = { request_id: 'r1', operation_id: 'search', tool_name: 'Search', payload: { q: 1 } };

const agents: MockOptions['agents'] = {
  chat: async function* ({ text, turn, steers, sleep }): AsyncGenerator<ScriptEvent> {
    if (text === 'ask') {
      const answers = yield pause({ id: 'd-1', questions: QUESTIONS });
      yield `Thanks: ${JSON.stringify(answers)}`;
    } else if (text === 'confirm') {
      const isApproved = yield pause({ id: 'r-1', confirm: { title: 'Delete it?' } });
      yield isApproved === true ? 'Deleted.' : 'Kept.';
    } else if (text === 'delegate') {
      yield { type: 'sub_agent_trigger', data: { agent_id: 'reader', query: 'Read it' } };
      yield 'Read.';
    } else if (text === 'login') {
      yield pause({ auth: { connector_name: 'Mail', auth_url: 'https://example.com/auth' } });
      yield 'Signed in.';
    } else {
      if (text.startsWith('slow')) await sleep(10_000);
      yield { type: 'tool_call_request', data: call };
      yield { type: 'tool_call_result', data: { ...call, result: 3, is_error: false } };
      yield `${turn}: ${[text, ...steers].join(' + ')}`;
    }
  },
  reader: ({ sleep }) => sleep(5_000).then(() => '49 euros'),
};
const QUESTIONS = [
  {
    id: 'period',
    text: 'How often?',
    options: [
      { id: 'weekly', label: 'Weekly' },
      { id: 'monthly', label: 'Monthly' },
    ],
  },
  { id: 'remarks', text: 'Anything else?' },
];
const ANSWERS = [
  { question_id: 'period', selected_option_ids: ['weekly'] },
  { question_id: 'remarks', free_text: 'No' },
];

interface Chat {
  mock: MockXpander;
  client: Client;
  /** Runs a turn on a stream, and reads it to its end. */
  stream(text: string, more?: Body, headers?: Record<string, string>): Promise<Event[]>;
  post(path: string, body?: unknown): Promise<[number, Body]>;
  postStream(path: string, body?: unknown): Promise<Event[]>;
  state(): Promise<Body>;
  read(): Promise<{ execution: Body; activity: { messages: Body[] }; sub_executions: Body[] }>;
}

function setUp(options: MockOptions = {}): Chat {
  const mock = createMockXpander({ agents, ...options });
  const client = clientOf(mock);
  const json = async (response: Response): Promise<[number, Body]> => [
    response.status,
    (await response.json()) as Body,
  ];
  const postStream = async (path: string, body: unknown = {}, init: RequestInit = {}): Promise<Event[]> => {
    const response = await client.post(`${base}${path}`, body, init);
    if (response.status !== 200) throw new Error(await response.text());
    return eventsIn(await response.text());
  };
  return {
    mock,
    client,
    postStream,
    stream: (text, more, headers) => {
      const all = { 'x-api-key': 'test-key', 'content-type': 'application/json', ...headers };
      return postStream('/invoke/stream', { id: 'c-1', input: { text }, ...more }, { headers: all });
    },
    post: async (path, body = {}) => json(await client.post(`${base}${path}`, body)),
    state: async () => (await json(await client.get(`${base}/c-1/run-state`)))[1],
    read: async () => (await json(await client.get(`${base}/c-1`)))[1] as never,
  };
}

function eventsIn(text: string): Event[] {
  return text
    .split('\n\n')
    .filter((block) => block !== '')
    .map((block) => {
      const lines = block.split('\n');
      const id = lines.find((line) => line.startsWith('id: '))?.slice(4);
      return { id, ...JSON.parse(lines.find((line) => line.startsWith('data: '))?.slice(6) ?? '') };
    });
}

const typesOf = (events: Event[]): string[] => events.map(({ type }) => type);
const turnsIn = (events: Event[]): unknown[] =>
  events.filter(({ type }) => type === 'turn_finished').map(({ data }) => [data.turn, data.status, data.result]);

describe('a turn of a conversation', () => {
  it('streams its events in order, each with an id', async () => {
    const events = await setUp().stream('hi');
    expect(typesOf(events)).toEqual([
      ...['connected', 'task_created', 'turn_started', 'task_updated', 'tool_call_request', 'tool_call_result'],
      ...['chunk', 'turn_finished', 'task_finished'],
    ]);
    expect(events.map(({ id }) => id)).toEqual(['1', '2', '3', '4', '5', '6', '7', '8', '9']);
    expect(events[1]?.data).toMatchObject({ id: 'c-1', status: 'pending', is_gateway: true, input: { text: 'hi' } });
    expect(events[2]?.data).toEqual({ turn: 1 });
    expect(events.at(-2)?.data).toEqual({ turn: 1, status: 'completed', result: '1: hi' });
  });

  it.each([
    ['before', ['turn_finished', 'task_finished']],
    ['after', ['task_finished', 'turn_finished']],
    ['alone', ['chunk', 'turn_finished']],
  ] as const)('has its turn_finished %s task_finished by option', async (turnEnd, last) => {
    const events = await setUp({ wire: { turnEnd } }).stream('hi');
    expect(typesOf(events).slice(-2)).toEqual(last);
  });

  it('answers a sync request with the task, whose id is that of the conversation', async () => {
    const { post, state } = setUp();
    const [status, task] = await post('/invoke', { id: 'c-1', input: { text: 'hi' } });
    expect([status, task]).toMatchObject([200, { id: 'c-1', status: 'completed', result: '1: hi' }]);
    expect(await post('/invoke', { id: 'c-1', input: { text: 'more' } })).toMatchObject([200, { result: '2: more' }]);
    expect(await state()).toMatchObject({ is_running: false, execution_status: 'completed' });
    const [, other] = await post('/invoke', { input: { text: 'hi' } });
    expect(other.id).not.toBe('c-1');
  });

  it('is answered in JSON if its request has an output schema alone', async () => {
    const { post } = setUp();
    const schema = { output_schema: { type: 'object' } };
    expect(await post('/invoke', { input: { text: 'hi' }, ...schema })).toMatchObject([200, { output_format: 'json' }]);
    const text = { ...schema, output_format: 'text' };
    expect(await post('/invoke', { input: { text: 'hi' }, ...text })).toMatchObject([200, { output_format: 'text' }]);
  });

  it('preempts the one that is running under the same id', async () => {
    const { post, mock, stream } = setUp();
    const first = stream('slow one');
    await mock.clock.sleep(2_000);
    const second = await post('/invoke', { id: 'c-1', input: { text: 'two' } });
    expect(second).toMatchObject([200, { status: 'completed', result: '2: two' }]);
    const events = await first;
    expect(turnsIn(events)).toEqual([[1, 'stopped', null]]);
    expect(events.at(-1)).toMatchObject({ type: 'task_finished', data: { is_manually_stopped: false } });
  });

  it('answers the sync request of a preempted turn with a stopped task', async () => {
    const { post, mock } = setUp();
    const first = post('/invoke', { id: 'c-1', input: { text: 'slow one' } });
    await mock.clock.sleep(2_000);
    await post('/invoke', { id: 'c-1', input: { text: 'two' } });
    expect(await first).toMatchObject([
      200,
      { id: 'c-1', status: 'stopped', result: null, input: { text: 'slow one' } },
    ]);
  });

  it('of an unknown agent preempts nothing', async () => {
    const { client, mock, stream } = setUp();
    const first = stream('slow one');
    await mock.clock.sleep(2_000);
    const body = { id: 'c-1', input: {} };
    expect((await client.post('/v1/agents/nobody/conversations/invoke/stream', body)).status).toBe(404);
    const events = await first;
    expect(turnsIn(events)).toEqual([[1, 'completed', '1: slow one']]);
    expect(events.map(({ id }) => id)).toEqual(events.map((_event, index) => String(index + 1)));
  });

  it('is replaced by an invocation under the same id, and keeps its queue', async () => {
    const { client, post, mock, stream, state } = setUp();
    const first = stream('slow one');
    await mock.clock.sleep(2_000);
    await post('/c-1/messages', { text: 'later' });
    expect(await client.run('chat', 'two', { id: 'c-1' })).toMatchObject({ result: '2: two' });
    expect(turnsIn(await first)).toEqual([]);
    expect(await state()).toMatchObject({ is_running: false, queue_depth: 1 });
  });

  it('closes its stream when it waits for a sign-in, and answers paused to a sync request', async () => {
    const { post, stream } = setUp();
    expect(typesOf(await stream('login')).slice(-2)).toEqual(['task_updated', 'turn_finished']);
    const [, task] = await post('/invoke', { input: { text: 'login' } });
    expect(task).toMatchObject({ status: 'paused', pending_eca_request: { connector_name: 'Mail' } });
  });
});

describe('a message', () => {
  it('starts nothing while no turn runs', async () => {
    const { post, stream, state } = setUp();
    await stream('hi');
    expect(await post('/c-1/messages', { text: 'more' })).toMatchObject([200, { action: 'started', queue_depth: 0 }]);
    expect(await state()).toMatchObject({ queue_depth: 0, is_running: false });
  });

  it('waits in the queue and runs on the stream that is open', async () => {
    const { post, mock, stream, state } = setUp();
    const reading = stream('slow');
    await mock.clock.sleep(2_000);
    const [, first] = await post('/c-1/messages', { text: 'second', idempotency_key: 'k-1' });
    expect(first).toMatchObject({ action: 'queued', message_id: expect.any(String), queue_depth: 1 });
    await post('/c-1/messages', { text: 'third', mode: 'queue' });
    expect(await state()).toMatchObject({
      ...{ is_running: true, is_steerable: true, queue_depth: 2, execution_status: 'executing' },
      queued_messages: [{ id: first.message_id, text: 'second', idempotency_key: 'k-1' }, { text: 'third' }],
    });
    const events = await reading;
    expect(turnsIn(events)).toEqual([
      [1, 'completed', '1: slow'],
      [2, 'completed', '2: second'],
      [3, 'completed', '3: third'],
    ]);
    expect(typesOf(events).filter((type) => type === 'connected')).toHaveLength(1);
  });

  it('can be removed from the queue once', async () => {
    const { client, post, stream, state } = setUp();
    await stream('hi');
    const [, { message_id: id }] = await post('/c-1/messages', { text: 'more', mode: 'queue' });
    expect((await client.post(`${base}/c-1/queue/${id}`, undefined, { method: 'DELETE' })).status).toBe(200);
    expect((await client.post(`${base}/c-1/queue/${id}`, undefined, { method: 'DELETE' })).status).toBe(404);
    expect(await state()).toMatchObject({ queue_depth: 0 });
  });

  it('steers the running turn at its next tool call', async () => {
    const { post, mock, stream, state } = setUp();
    const reading = stream('slow');
    await mock.clock.sleep(2_000);
    const [, receipt] = await post('/c-1/messages', { text: 'in euros', mode: 'steer' });
    expect(receipt).toMatchObject({ action: 'steered' });
    expect(await state()).toMatchObject({ queue_depth: 0 });
    const events = await reading;
    const steered = { message_id: receipt.message_id, text: 'in euros' };
    expect(events.find(({ type }) => type === 'gateway_steer_applied')?.data).toEqual(steered);
    expect(turnsIn(events)).toEqual([[1, 'completed', '1: slow + in euros']]);
  });

  it('that steers is a 409 while no turn runs', async () => {
    const { post, stream } = setUp();
    await stream('hi');
    expect(await post('/c-1/messages', { text: 'x', mode: 'steer' })).toMatchObject([409, {}]);
  });

  it('that came too late to steer runs as a turn of its own', async () => {
    const { post, mock, stream } = setUp();
    const reading = stream('delegate');
    await mock.clock.sleep(2_000);
    await post('/c-1/messages', { text: 'too late', mode: 'steer' });
    expect(turnsIn(await reading)).toEqual([
      [1, 'completed', 'Read.'],
      [2, 'completed', '2: too late'],
    ]);
  });

  it('that interrupts stops the turn and runs next', async () => {
    const { post, mock, stream } = setUp();
    const reading = stream('slow');
    await mock.clock.sleep(2_000);
    await post('/c-1/messages', { text: 'later' });
    expect(await post('/c-1/messages', { text: 'now', mode: 'interrupt' })).toMatchObject([
      200,
      { action: 'interrupted' },
    ]);
    expect(turnsIn(await reading)).toEqual([
      [1, 'stopped', null],
      [2, 'completed', '2: now'],
      [3, 'completed', '3: later'],
    ]);
  });

  it('that interrupts goes before one that should have steered', async () => {
    const { post, mock, stream } = setUp();
    const reading = stream('slow');
    await mock.clock.sleep(2_000);
    await post('/c-1/messages', { text: 'steer', mode: 'steer' });
    await post('/c-1/messages', { text: 'now', mode: 'interrupt' });
    expect(turnsIn(await reading).map((turn) => (turn as unknown[])[2])).toEqual([null, '2: now', '3: steer']);
  });

  it('of an unknown mode is a 422, and to an unknown conversation a 404', async () => {
    const { post, stream } = setUp();
    expect(await post('/c-1/messages', { text: 'x' })).toEqual([404, { detail: 'Conversation not found' }]);
    await stream('hi');
    expect(await post('/c-1/messages', { mode: 'shout' })).toMatchObject([
      422,
      { detail: [{ loc: ['body', 'mode'] }] },
    ]);
  });
});

describe('drain', () => {
  it('runs what a turn without a stream has left in the queue', async () => {
    const { post, postStream, mock, state } = setUp();
    const call = post('/invoke', { id: 'c-1', input: { text: 'slow' } });
    await mock.clock.sleep(2_000);
    await post('/c-1/messages', { text: 'second' });
    await call;
    expect(await state()).toMatchObject({ is_running: false, queue_depth: 1 });
    const events = await postStream('/c-1/drain/stream');
    expect(typesOf(events)[0]).toBe('connected');
    expect(turnsIn(events)).toEqual([[2, 'completed', '2: second']]);
    expect(await state()).toMatchObject({ queue_depth: 0 });
  });

  it('does nothing while a turn runs, and without a queue', async () => {
    const { postStream, mock, stream } = setUp();
    const reading = stream('slow');
    await mock.clock.sleep(2_000);
    expect(typesOf(await postStream('/c-1/drain/stream'))).toEqual(['connected']);
    await reading;
    expect(typesOf(await postStream('/c-1/drain/stream'))).toEqual(['connected']);
  });
});

describe('stop', () => {
  it.each([
    [{}, 1],
    [{ clear_queue: false }, 1],
    [{ clear_queue: true }, 0],
  ])('ends the turn and its sub-tasks, and keeps the queue as asked: %j', async (body, left) => {
    const { post, mock, stream, state } = setUp();
    const reading = stream('delegate');
    await mock.clock.sleep(2_000);
    await post('/c-1/messages', { text: 'later' });
    expect(await post('/c-1/stop', body)).toEqual([200, null]);
    expect(turnsIn(await reading)).toEqual([[1, 'stopped', null]]);
    expect(mock.tasks.map(({ status }) => status)).toEqual(['stopped', 'stopped']);
    expect(await state()).toMatchObject({ is_running: false, queue_depth: left });
  });

  it('needs a body, and changes nothing after the end', async () => {
    const { client, post, stream } = setUp();
    await stream('hi');
    expect((await client.post(`${base}/c-1/stop`)).status).toBe(422);
    expect(await post('/c-1/stop')).toEqual([200, null]);
    expect(await client.read('c-1')).toMatchObject({ status: 'completed' });
  });
});

describe('a question', () => {
  it('ends the stream of the turn, and an answer resumes it on another', async () => {
    const { postStream, stream, read, state } = setUp();
    const events = await stream('ask');
    expect(typesOf(events).slice(-3)).toEqual(['task_updated', 'ask_user_questions', 'turn_finished']);
    expect(events.at(-2)?.data).toMatchObject({ id: 'd-1', decision_id: 'd-1', questions: QUESTIONS });
    expect(turnsIn(events)).toEqual([[1, 'paused', null]]);
    expect(await state()).toMatchObject({ is_running: false, execution_status: 'paused' });
    expect((await read()).activity.messages.at(-1)).toMatchObject({ id: 'd-1', questions: QUESTIONS });
    const resumed = await postStream('/c-1/answers', { decision_id: 'd-1', answers: ANSWERS });
    expect(typesOf(resumed)).toEqual(['connected', 'task_updated', 'chunk', 'turn_finished', 'task_finished']);
    expect(turnsIn(resumed)).toEqual([[1, 'completed', `Thanks: ${JSON.stringify(ANSWERS)}`]]);
  });

  const [period, remarks] = ANSWERS;
  it.each([
    ['other questions', 'd-2', ANSWERS],
    ['a question that was not asked', 'd-1', [...ANSWERS, { question_id: 'colour', free_text: 'blue' }]],
    ['a question without an answer', 'd-1', [period]],
    ['two answers to a question', 'd-1', [...ANSWERS, period]],
    ['an option that was not offered', 'd-1', [{ question_id: 'period', selected_option_ids: ['yearly'] }, remarks]],
    ['two options for one', 'd-1', [{ question_id: 'period', selected_option_ids: ['weekly', 'monthly'] }, remarks]],
    ['a text for an option', 'd-1', [{ question_id: 'period', free_text: 'Often' }, remarks]],
    ['an empty text', 'd-1', [period, { question_id: 'remarks', free_text: ' ' }]],
  ])('refuses %s with a 400, before anything runs', async (_name, id, answers) => {
    const { post, stream, state } = setUp();
    await stream('ask');
    expect(await post('/c-1/answers', { decision_id: id, answers })).toMatchObject([
      400,
      { detail: expect.any(String) },
    ]);
    expect(await state()).toMatchObject({ execution_status: 'paused' });
  });

  it('takes answers in the form of the newer page', async () => {
    const { postStream, stream } = setUp();
    await stream('ask');
    const answers = [
      { question_id: 'period', answer: 'Weekly' },
      { question_id: 'remarks', answer: 'No' },
    ];
    expect(turnsIn(await postStream('/c-1/answers', { decision_id: 'd-1', answers }))).toHaveLength(1);
  });

  it('is answered once, and is dropped by a further turn', async () => {
    const { post, postStream, stream } = setUp();
    await stream('ask');
    await postStream('/c-1/answers', { decision_id: 'd-1', answers: ANSWERS });
    expect(await post('/c-1/answers', { decision_id: 'd-1', answers: ANSWERS })).toMatchObject([400, {}]);
    await stream('ask');
    await stream('never mind');
    expect(await post('/c-1/answers', { decision_id: 'd-1', answers: ANSWERS })).toMatchObject([400, {}]);
  });

  it('of an invocation can be answered, too', async () => {
    const { client, postStream } = setUp();
    await client.run('chat', 'ask', { id: 'c-1' });
    const events = await postStream('/c-1/answers', { decision_id: 'd-1', answers: ANSWERS });
    expect(events.at(-1)).toMatchObject({ type: 'task_finished', data: { status: 'completed' } });
  });
});

describe('a request for approval', () => {
  it.each([
    [true, 'Deleted.'],
    [false, 'Kept.'],
  ])('is answered with %s', async (approve, result) => {
    const { post, postStream, stream } = setUp();
    const events = await stream('confirm');
    expect(events.at(-2)).toMatchObject({
      type: 'inline_card',
      data: { card_id: 'r-1', request_id: 'r-1', title: 'Delete it?' },
    });
    expect(await post('/c-1/confirm', { request_id: 'r-2', approve })).toMatchObject([400, {}]);
    expect(turnsIn(await postStream('/c-1/confirm', { request_id: 'r-1', approve }))).toEqual([
      [1, 'completed', result],
    ]);
  });
});

describe('a sub-task', () => {
  it('is mirrored on the stream of its parent', async () => {
    const { mock, stream, read } = setUp();
    const events = await stream('delegate');
    const child = mock.tasks.find(({ agent_id: id }) => id === 'reader');
    expect(typesOf(events.filter(({ task_id: id }) => id === child?.id))).toEqual([
      ...['sub_task_created', 'sub_task_updated', 'chunk', 'sub_task_finished'],
    ]);
    expect(turnsIn(events)).toEqual([[1, 'completed', 'Read.']]);
    expect((await read()).sub_executions).toMatchObject([
      { execution: { id: child?.id }, activity: { id: child?.id } },
    ]);
  });

  it('runs beside its parent if the conversation says so, also in later turns', async () => {
    const { mock, client, stream, state } = setUp();
    const body = { id: 'c-1', input: { text: 'delegate' } };
    const response = await client.post(`${base}/invoke?sub_tasks=async`, body);
    expect(await response.json()).toMatchObject({ status: 'completed' });
    expect(await state()).toMatchObject({ active_child_id: mock.tasks.at(-1)?.id });
    const startedAt = mock.clock.now();
    await stream('delegate');
    expect(mock.clock.now() - startedAt).toBeLessThan(5_000);
  });
});

describe('an edit', () => {
  it('drops everything after the message and runs in its place', async () => {
    const { client, post, postStream, stream, read } = setUp();
    for (const text of ['one', 'two', 'three']) await stream(text);
    const isOfUser = ({ role }: Body): boolean => role === 'user';
    const [, second] = (await read()).activity.messages.filter(isOfUser);
    const events = await postStream(`/c-1/edit/${second?.id}/stream`, { input: { text: 'deux' } });
    expect(turnsIn(events)).toEqual([[2, 'completed', '2: deux']]);
    const texts = (await read()).activity.messages.filter(isOfUser).map(({ content }) => content);
    expect(texts).toMatchObject([{ text: 'one' }, { text: 'deux' }]);
    const thread = (await (await client.get('/v1/tasks/c-1/thread')).json()) as Body[];
    expect(thread.map(({ content }) => content)).toEqual(['one', '1: one', 'deux', '2: deux']);
    const [, third] = (await read()).activity.messages.filter(isOfUser);
    expect(await post(`/c-1/edit/${third?.id}`, { input: { text: 'zwei' } })).toMatchObject([
      200,
      { result: '2: zwei' },
    ]);
  });

  it('cancels a running turn, but not for an unknown message', async () => {
    const { post, mock, stream, read, state } = setUp();
    const reading = stream('slow');
    await mock.clock.sleep(2_000);
    expect(await post('/c-1/edit/nothing', { input: {} })).toEqual([404, { detail: 'Message not found' }]);
    expect(await state()).toMatchObject({ is_running: true });
    const [message] = (await read()).activity.messages;
    expect(await post(`/c-1/edit/${message?.id}`, { input: { text: 'x' } })).toMatchObject([200, { result: '1: x' }]);
    expect(turnsIn(await reading)).toEqual([[1, 'stopped', null]]);
  });
});

describe('Last-Event-ID', () => {
  it('continues the stream of a running turn after that event, and starts no turn', async () => {
    const { mock, stream } = setUp();
    const reading = stream('slow');
    await mock.clock.sleep(2_000);
    const resumed = await stream('slow', {}, { 'last-event-id': '2' });
    const all = await reading;
    expect(resumed).toEqual(all.slice(2));
    expect(turnsIn(resumed)).toEqual([[1, 'completed', '1: slow']]);
  });

  it('returns what was missed of an ended turn, also after a broken connection', async () => {
    const { mock, client, stream } = setUp();
    mock.drop({ operation: 'streamTurn', at: 'mid-stream', afterEvents: 4 });
    const response = await client.post(`${base}/invoke/stream`, { id: 'c-1', input: { text: 'hi' } });
    await expect(response.text()).rejects.toThrow();
    await mock.clock.sleep(1_000);
    const events = await stream('hi', {}, { 'last-event-id': '4' });
    expect(typesOf(events)).toEqual([
      'tool_call_request',
      'tool_call_result',
      'chunk',
      'turn_finished',
      'task_finished',
    ]);
  });

  it('needs the id of a conversation', async () => {
    const { stream } = setUp();
    await expect(stream('hi', { id: null }, { 'last-event-id': '2' })).rejects.toThrow('"loc":["body","id"]');
    await expect(stream('hi', {}, { 'last-event-id': '2' })).rejects.toThrow('Conversation not found');
  });
});

describe('the record of a conversation', () => {
  it('has its task, its activity and its usage', async () => {
    const { stream, read } = setUp();
    await stream('hi');
    const record = await read();
    expect(record).toMatchObject({ conversation_id: 'c-1', execution: { id: 'c-1' }, usage: { total_tokens: 3 } });
    expect(record.activity.messages).toMatchObject([
      { role: 'user', content: { text: 'hi' } },
      { tool_name: 'Search', payload: { q: 1 }, is_error: false, result: 3 },
      { role: 'agent', content: { text: '1: hi' } },
    ]);
  });

  it('belongs to its agent and organization', async () => {
    const keys = { 'test-key': 'org-1', other: 'org-2' };
    const { mock, client, stream } = setUp({ keys });
    await stream('hi');
    expect((await client.get('/v1/agents/reader/conversations/c-1')).status).toBe(404);
    expect((await clientOf(mock, 'other').get(`${base}/c-1`)).status).toBe(403);
    expect((await client.get(`${base}/c-2/run-state`)).status).toBe(404);
  });
});

describe('wire.connected', () => {
  it('begins the stream of an invocation with connected, which has no id', async () => {
    const client = clientOf(createMockXpander({ agents, wire: { connected: true } }));
    const response = await client.post('/v1/agents/reader/invoke/stream', { input: {} });
    expect(eventsIn(await response.text()).slice(0, 2)).toMatchObject([
      { id: undefined, type: 'connected', task_id: expect.any(String) },
      { type: 'task_created' },
    ]);
  });
});
