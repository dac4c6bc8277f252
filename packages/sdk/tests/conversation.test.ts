import { type MockOptions, pause, type ScriptEvent } from '@xpander/mock';
import { describe, expect, it } from 'vitest';
import {
  ApiError,
  ConfigurationError,
  type Conversation,
  type ConversationDefaults,
  jsonSchema,
  OutputError,
  TaskFailedError,
  TaskPausedError,
  Xpander,
} from '../src/index.ts';
import { parts } from '../src/streaming/parts.ts';
import { collect, type MockedClient, mockedClient, rejectionOf } from './support.ts';

const questions = [{ id: 'period', text: 'How often?', options: [{ id: 'weekly', label: 'Weekly' }] }];
const answers = [{ question_id: 'period', selected_option_ids: ['weekly'] }];

export const agents: MockOptions['agents'] = {
  chat: async function* ({ text, turn, steers, sleep }): AsyncGenerator<ScriptEvent> {
    if (text.startsWith('ask')) {
      yield pause({ id: 'd-1', questions });
      if (text === 'ask twice') yield pause({ id: 'd-2', questions });
      yield `${turn}: thanks`;
    } else if (text === 'confirm') {
      const isApproved = yield pause({ id: 'r-1', confirm: { title: 'Delete it?' } });
      yield isApproved === true ? 'Deleted.' : 'Kept.';
    } else if (text === 'login') {
      yield pause({ auth: { connector_name: 'Mail', auth_url: 'https://example.com/auth' } });
      yield 'Signed in.';
    } else if (text === 'delegate') {
      yield { type: 'sub_agent_trigger', data: { agent_id: 'reader', query: 'Read it' } };
      yield 'Read.';
    } else if (text === 'json') {
      yield '{"n": 1}';
    } else {
      if (text.startsWith('slow')) await sleep(10_000);
      yield { type: 'tool_call_request', data: { tool_name: 'Search', payload: {} } };
      yield `${turn}: ${[text, ...steers].join(' + ')}`;
    }
  },
  reader: ({ sleep }) => sleep(5_000).then(() => '49 euros'),
};

interface Chat extends MockedClient {
  readonly chat: Conversation;
  posts(): number;
}

function setUp(options: MockOptions = {}, defaults: ConversationDefaults = {}): Chat {
  const client = mockedClient({ agents, ...options });
  const chat = client.xpander.agent('chat').conversation(undefined, defaults);
  const posts = (): number => client.mock.requestsTo('streamTurn').length;
  return { ...client, chat, posts };
}

describe('a turn', () => {
  it('is answered, and the next one continues the conversation', async () => {
    const { chat, posts } = setUp();
    expect(chat.id).toBeUndefined();
    const first = await chat.send('one');
    expect(first).toMatchObject({ status: 'completed', result: '1: one' });
    expect(chat.id).toBe(first.id);
    expect(await chat.send('two')).toMatchObject({ id: first.id, result: '2: two' });
    expect(posts()).toBe(2);
  });

  it.each(['before', 'after', 'alone'] as const)('is over when its turn_finished comes %s', async (turnEnd) => {
    const { chat } = setUp({ wire: { turnEnd } });
    const events = await collect(chat.stream('hi'));
    expect(events.at(-1)).toMatchObject({
      type: 'task_finished',
      data: { status: 'completed', result: '1: hi', input: { text: 'hi' } },
      organization_id: expect.any(String),
      time: expect.any(String),
    });
    expect(events.filter(({ type }) => type === 'task_finished')).toHaveLength(1);
    expect(events.some(({ type }) => type === 'unknown')).toBe(false);
  });

  it('has the events of its conversation, by name', async () => {
    const { chat } = setUp();
    const types = (await collect(chat.stream('hi'))).map(({ type }) => type);
    expect(types).toEqual([
      ...['connected', 'task_created', 'turn_started', 'task_updated', 'tool_call_request', 'chunk'],
      ...['turn_finished', 'task_finished'],
    ]);
  });

  it('is not ended by the end of a sub-task', async () => {
    const { chat } = setUp();
    const events = await collect(chat.stream('delegate'));
    expect(events.filter(({ type }) => type === 'sub_task_finished')).toHaveLength(1);
    expect(events.at(-1)).toMatchObject({ type: 'task_finished', data: { id: chat.id, result: 'Read.' } });
  });

  it('waits for the turn before it, whichever object sends it', async () => {
    const { xpander, chat, posts } = setUp();
    const { id = '' } = await chat.send('zero');
    const other = xpander.agent('chat').conversation(id);
    const all = await Promise.all([
      chat.send('slow one'),
      other.send('two'),
      xpander.agent('chat').thread(id).send('three'),
    ]);
    expect(all.map(({ result }) => result)).toEqual(['2: slow one', '3: two', '4: three']);
    expect(posts()).toBe(3);
  });

  it('opens one conversation with those that are sent together with it', async () => {
    const { chat, posts } = setUp();
    const all = await Promise.all([chat.send('one'), chat.send('two'), chat.stream('three').finalTask()]);
    expect(all.map(({ result }) => result)).toEqual(['1: one', '2: two', '3: three']);
    expect(new Set(all.map(({ id }) => id))).toEqual(new Set([chat.id]));
    expect(posts()).toBe(3);
  });

  it('that another process preempts rejects as stopped', async () => {
    const { xpander, mock, chat } = setUp();
    const turn = rejectionOf(TaskFailedError, chat.send('slow one'));
    await mock.clock.sleep(2_000);
    await xpander.api.POST('/v1/agents/{agent_id}/conversations/invoke', {
      params: { path: { agent_id: 'chat' } },
      body: { id: chat.id ?? null, input: { text: 'two' } },
    } as never);
    expect(await turn).toMatchObject({ status: 'stopped' });
  });

  it('returns typed output, and rejects an answer that does not fit', async () => {
    const { chat } = setUp();
    const output = jsonSchema<{ n: number }>({
      type: 'object',
      properties: { n: { type: 'number' } },
      required: ['n'],
    });
    expect((await chat.send('json', { output })).output).toEqual({ n: 1 });
    await rejectionOf(OutputError, chat.send('hi', { output }));
  });

  it('tells its updates, and is an operation of the hook around', async () => {
    const operations: string[] = [];
    const { mock } = setUp();
    const xpander = new Xpander({
      apiKey: 'key-1',
      fetch: mock.fetch,
      clock: mock.clock,
      hooks: {
        around: async ({ verb, taskId }, go) => {
          const task = await go();
          operations.push(`${verb} ${taskId === task?.id} ${task?.status}`);
          return task;
        },
      },
    });
    const chat = xpander.agent('chat').conversation();
    const statuses: unknown[] = [];
    await chat.send('hi', { onUpdate: ({ status }) => void statuses.push(status) });
    await chat.stream('hi').finalTask();
    expect(statuses).toEqual(['pending', 'executing', 'completed']);
    expect(operations).toEqual(['run true completed', 'stream true completed']);
  });

  it('refuses the options that would send it twice', async () => {
    const { chat } = setUp();
    for (const option of [{ onAmbiguous: 'resend' }, { once: 'key' }, { via: 'poll' }])
      await rejectionOf(ConfigurationError, chat.send('hi', option as never));
    const { xpander } = setUp();
    await rejectionOf(ConfigurationError, xpander.agent('chat').stream('hi', { resume: 'last-event-id' }).finalTask());
    await rejectionOf(ConfigurationError, chat.send({ id: 'other', input: 'hi' }));
    expect(() => xpander.agent('chat').conversation('')).toThrow(ConfigurationError);
    expect(() => xpander.agent('chat').conversation('c', { whenBusy: 'queue' } as never)).toThrow(ConfigurationError);
  });
});

describe('a paused turn', () => {
  it('says which question is open, and an answer goes on with it', async () => {
    const { chat, mock, posts } = setUp();
    const error = await rejectionOf(TaskPausedError, chat.send('ask'));
    expect(mock.requestsTo('getConversation')).toEqual([]);
    expect(error).toMatchObject({ decisionId: 'd-1', requestId: undefined, taskId: chat.id, status: 'paused' });
    expect(error.message).toContain('an answer to a question');
    const events = await collect(chat.answer('d-1', answers));
    expect(events.at(-1)).toMatchObject({ type: 'task_finished', data: { result: '1: thanks' } });
    expect(await chat.send('more')).toMatchObject({ result: '2: more' });
    expect(posts()).toBe(2);
  });

  it('says which approval is wanted, and goes on when it is given or denied', async () => {
    const { chat } = setUp();
    for (const [approve, result] of [
      [true, 'Deleted.'],
      [false, 'Kept.'],
    ] as const) {
      const error = await rejectionOf(TaskPausedError, chat.stream('confirm').finalTask());
      expect(error).toMatchObject({ requestId: 'r-1', decisionId: undefined });
      expect(await chat.confirm('r-1', approve).finalTask()).toMatchObject({ result });
    }
  });

  it('says that a login is wanted', async () => {
    const error = await rejectionOf(TaskPausedError, setUp().chat.send('login'));
    expect(error).toMatchObject({ authUrl: 'https://example.com/auth', decisionId: undefined });
    expect(error.message).toContain('a person to log in');
  });

  it('ends the loop of a reader, who can answer in it', async () => {
    const { chat } = setUp();
    const stream = chat.stream('ask');
    const results: unknown[] = [];
    for await (const event of stream) {
      if (event.type === 'ask_user_questions') {
        const { decision_id: id } = event.data as { decision_id: string };
        results.push((await chat.answer(id, answers).finalTask()).result);
      }
    }
    expect(results).toEqual(['1: thanks']);
    expect(await rejectionOf(TaskPausedError, stream.finalTask())).toMatchObject({ decisionId: 'd-1' });
    await expect(collect(chat.stream('ask').textStream())).rejects.toThrow(TaskPausedError);
  });

  it('is a part of a stream, before the error', async () => {
    const { chat } = setUp();
    const types: string[] = [];
    const read = async (): Promise<void> => {
      for await (const { type } of parts(chat.stream('ask'))) types.push(type);
    };
    expect(await rejectionOf(TaskPausedError, read())).toMatchObject({ decisionId: 'd-1' });
    expect(types.at(-1)).toBe('paused');
    const rest = await collect(parts(chat.answer('d-1', answers)));
    expect(rest.at(-1)).toMatchObject({ type: 'finish', task: { result: '1: thanks' } });
  });

  it('can be paused again by the next question', async () => {
    const { chat } = setUp();
    await rejectionOf(TaskPausedError, chat.send('ask twice'));
    expect(await rejectionOf(TaskPausedError, chat.answer('d-1', answers).finalTask())).toMatchObject({
      decisionId: 'd-2',
    });
    expect(await chat.answer('d-2', answers).finalTask()).toMatchObject({ result: '1: thanks' });
  });

  it('is waited for with onPaused: "wait"', async () => {
    const { chat, mock } = setUp();
    const turn = chat.send('ask', { onPaused: 'wait' });
    await mock.clock.sleep(20_000);
    await chat.answer('d-1', answers).finalTask();
    expect(await turn).toMatchObject({ result: '1: thanks' });
  });

  it('keeps the next turn from being sent, until it is stopped', async () => {
    const { chat, posts } = setUp();
    await rejectionOf(TaskPausedError, chat.send('ask'));
    expect(await rejectionOf(TaskPausedError, chat.send('never mind'))).toMatchObject({ decisionId: 'd-1' });
    expect(posts()).toBe(1);
    await chat.stop();
    expect(await chat.send('never mind')).toMatchObject({ result: '2: never mind' });
  });

  it('refuses answers that do not fit, and stays paused', async () => {
    const { chat } = setUp();
    await rejectionOf(TaskPausedError, chat.send('ask'));
    const wrong = [{ question_id: 'period', selected_option_ids: ['yearly'] }];
    expect(await rejectionOf(ApiError, chat.answer('d-1', wrong).finalTask())).toMatchObject({ code: 'bad_request' });
    await rejectionOf(ConfigurationError, chat.answer('d-1', [{}] as never).finalTask());
    await rejectionOf(ConfigurationError, chat.confirm('r-1', 'yes' as never).finalTask());
    expect(await chat.answer('d-1', answers).finalTask()).toMatchObject({ status: 'completed' });
  });
});

describe('a message', () => {
  it('is queued behind a running turn, and drain runs it', async () => {
    const { chat, mock } = setUp();
    await chat.send('zero');
    const turn = chat.send('slow');
    await mock.clock.sleep(2_000);
    const receipt = await chat.message('later');
    expect(receipt).toMatchObject({ action: 'queued', queue_depth: 1 });
    expect(await chat.state()).toMatchObject({ is_running: true, queued_messages: [{ id: receipt.message_id }] });
    expect(await turn).toMatchObject({ result: '2: slow' });
    expect(await chat.drain().finalTask()).toMatchObject({ result: '3: later' });
  });

  it('runs by drain, one turn each, and the last one is the result', async () => {
    const { chat } = setUp();
    await chat.send('one');
    for (const text of ['two', 'three']) await chat.message(text, { mode: 'queue' });
    const events = await collect(chat.drain());
    const turns = events.filter(({ type }) => type === 'turn_finished').map(({ data }) => Object(data).result);
    expect(turns).toEqual(['2: two', '3: three']);
    expect(events.filter(({ type }) => type === 'task_finished')).toMatchObject([{ data: { result: '3: three' } }]);
    expect(await chat.drain().finalTask()).toMatchObject({ result: '3: three' });
  });

  it('starts nothing while no turn runs, and can be removed from the queue', async () => {
    const { chat } = setUp();
    await rejectionOf(ConfigurationError, chat.message('hi'));
    await chat.send('one');
    expect(await chat.message({ text: 'two' })).toMatchObject({ action: 'started' });
    const { message_id: id } = await chat.message('two', { mode: 'queue' });
    await chat.unqueue(id ?? '');
    expect(await chat.state()).toMatchObject({ queue_depth: 0 });
    expect(await rejectionOf(ApiError, chat.unqueue(id ?? ''))).toMatchObject({ code: 'not_found' });
    await rejectionOf(ConfigurationError, chat.message({ txt: 'two' } as never));
  });

  it('steers the running turn, and is a conflict while none runs', async () => {
    const { chat, mock } = setUp();
    await chat.send('one');
    expect(await rejectionOf(ApiError, chat.message('x', { mode: 'steer' }))).toMatchObject({
      code: 'conflict',
      status: 409,
    });
    const turn = chat.send('slow');
    await mock.clock.sleep(2_000);
    await chat.message('in euros', { mode: 'steer' });
    expect(await turn).toMatchObject({ result: '2: slow + in euros' });
  });
});

describe('stop, read and edit', () => {
  it('stops the running turn, and clears the queue if asked', async () => {
    const { chat, mock } = setUp();
    await chat.send('one');
    const turn = rejectionOf(TaskFailedError, chat.send('slow'));
    await mock.clock.sleep(2_000);
    await chat.message('later');
    await chat.stop({ clearQueue: true });
    expect(await turn).toMatchObject({ status: 'stopped' });
    expect(await chat.state()).toMatchObject({ is_running: false, queue_depth: 0 });
  });

  it('replaces a message and all that came after it', async () => {
    const { chat } = setUp();
    for (const text of ['one', 'two']) await chat.send(text);
    const { activity } = await chat.read();
    const [first] = (activity?.messages ?? []) as { id: string }[];
    expect(await chat.edit(first?.id ?? '', 'uno').finalTask()).toMatchObject({ result: '1: uno' });
    await rejectionOf(ApiError, chat.edit('nothing', 'x').finalTask());
  });
});
