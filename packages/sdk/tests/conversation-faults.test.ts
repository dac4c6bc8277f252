import { createMockXpander, type MockOptions, type MockXpander, pause, type ScriptEvent } from '@xpander/mock';
import { describe, expect, it } from 'vitest';
import {
  AmbiguousInvocationError,
  type Conversation,
  type ConversationDefaults,
  DeadlineError,
  TaskPausedError,
  TurnReplacedError,
  Xpander,
} from '../src/index.ts';
import {
  clientAnswering,
  collect,
  event,
  eventStream,
  html,
  json,
  networkError,
  rejection,
  rejectionOf,
} from './support.ts';

const questions = [{ id: 'period', text: 'How often?' }];
const answers = [{ question_id: 'period', free_text: 'Weekly' }];

const agents: MockOptions['agents'] = {
  chat: async function* ({ text, turn, sleep }): AsyncGenerator<ScriptEvent> {
    if (text === 'ask') yield pause({ id: 'd-1', questions });
    if (text === 'confirm') yield pause({ id: 'r-1', confirm: { title: 'Delete it?' } });
    if (text === 'ask twice') {
      yield pause({ id: 'd-1', questions });
      yield pause({ id: 'd-2', questions });
    }
    yield 'Well. ';
    if (text.startsWith('slow')) await sleep(10_000);
    yield `${turn}: ${text}`;
  },
};

interface Chat {
  readonly mock: MockXpander;
  readonly chat: Conversation;
  readonly xpander: Xpander;
  posts(): number;
}

function setUp(defaults: ConversationDefaults = {}, options: MockOptions = {}): Chat {
  const mock = createMockXpander({ agents, ...options });
  const xpander = new Xpander({ apiKey: 'key-1', fetch: mock.fetch, clock: mock.clock });
  const chat = xpander.agent('chat').conversation(undefined, defaults);
  return { mock, xpander, chat, posts: () => mock.requestsTo('streamTurn').length };
}

const lost = [
  ['a dropped connection', (mock: MockXpander) => mock.drop({ operation: 'streamTurn', at: 'after-accept' })],
  [
    'the page of a gateway',
    (mock: MockXpander) =>
      mock.fail({
        operation: 'streamTurn',
        status: 502,
        at: 'after-accept',
        body: '<html>Bad</html>',
        contentType: 'text/html',
      }),
  ],
  ['a timeout', (mock: MockXpander) => mock.stall({ operation: 'streamTurn', at: 'after-accept', forMs: 300_000 })],
] as const;

describe('a lost answer', () => {
  it.each(lost)('to the first turn, by %s, is looked for and not sent again', async (_name, breakIt) => {
    const { chat, mock, posts } = setUp();
    breakIt(mock);
    expect(await chat.send('slow one')).toMatchObject({ result: 'Well. 1: slow one' });
    expect(posts()).toBe(1);
    expect(mock.requestsTo('getRunState').length).toBeGreaterThan(0);
    expect(await chat.send('two')).toMatchObject({ id: chat.id, result: 'Well. 2: two' });
  });

  it.each(lost)('to a later turn, by %s, gets that turn and not the one before', async (_name, breakIt) => {
    for (const text of ['slow two', 'two']) {
      const { chat, mock, posts } = setUp();
      await chat.send('one');
      breakIt(mock);
      expect(await chat.stream(text).finalTask()).toMatchObject({ result: `Well. 2: ${text}` });
      expect(posts()).toBe(2);
    }
  });

  it('of a turn that cannot be found is ambiguous, with the id that it was sent under', async () => {
    const { xpander, received } = clientAnswering([
      networkError('ECONNRESET'),
      json({ detail: 'Conversation not found' }, 404),
    ]);
    const chat = xpander.agent('a-1').conversation();
    const error = await rejectionOf(AmbiguousInvocationError, chat.send('hi'));
    const [post, ...others] = received;
    expect(post?.body).toMatchObject({ id: error.taskId });
    expect(error.taskId).toEqual(expect.any(String));
    expect(others.map(({ method }) => method)).toEqual(Array(8).fill('GET'));
  });

  it('is not taken for the turn of another process', async () => {
    const foreign = { id: 'c-1', agent_id: 'a-1', status: 'executing', input: { text: 'other' } };
    const ended = { ...foreign, status: 'completed', input: { text: 'old' }, finished_at: '2026-01-01T00:00:00Z' };
    let posts = 0;
    const { xpander } = clientAnswering([
      (request) => {
        if (request.method === 'POST') {
          posts += 1;
          throw networkError('ECONNRESET');
        }
        if (request.url.endsWith('run-state')) return json({ conversation_id: 'c-1', is_running: false });
        return json(posts === 0 ? ended : foreign);
      },
    ]);
    const chat = xpander.agent('a-1').conversation('c-1');
    await rejectionOf(AmbiguousInvocationError, chat.send('mine'));
    expect(posts).toBe(1);
  });

  it('is waited for while the run state says that a turn is running', async () => {
    const { chat, mock, posts } = setUp();
    await chat.send('one');
    mock.drop({ operation: 'streamTurn', at: 'after-accept' });
    const turn = chat.send('slow two');
    await mock.clock.sleep(100);
    mock.fail({ operation: 'getTask', status: 500, times: 5 });
    expect(await turn).toMatchObject({ result: 'Well. 2: slow two' });
    mock.expectNoFaultsLeft();
    expect(posts()).toBe(2);
  });

  it('is none if the server cannot have acted: the turn is sent again', async () => {
    const { chat, mock } = setUp();
    mock.drop({ operation: 'streamTurn', at: 'before-request' });
    mock.fail({ operation: 'streamTurn', status: 429, headers: { 'retry-after': '1' } });
    expect(await chat.send('hi')).toMatchObject({ result: 'Well. 1: hi' });
    expect(mock.tasks).toHaveLength(1);
  });

  it.each([
    ['ask', 'answer'],
    ['confirm', 'confirm'],
  ] as const)('to what goes on after "%s" is looked for, and not sent again', async (text, verb) => {
    const { chat, mock } = setUp();
    await rejectionOf(TaskPausedError, chat.send(text));
    const operation = verb === 'answer' ? 'answerQuestions' : 'confirmAction';
    mock.drop({ operation, at: 'after-accept' });
    const stream = verb === 'answer' ? chat.answer('d-1', answers) : chat.confirm('r-1', true);
    expect(await stream.finalTask()).toMatchObject({ result: `Well. 1: ${text}` });
    expect(mock.requestsTo(operation)).toHaveLength(1);
  });

  it('to an answer finds the next question, or is ambiguous while the same one is open', async () => {
    const { chat, mock } = setUp();
    await rejectionOf(TaskPausedError, chat.send('ask twice'));
    mock.fail({ operation: 'answerQuestions', status: 502 });
    await rejectionOf(AmbiguousInvocationError, chat.answer('d-1', answers).finalTask());
    mock.drop({ operation: 'answerQuestions', at: 'after-accept' });
    expect(await rejectionOf(TaskPausedError, chat.answer('d-1', answers).finalTask())).toMatchObject({
      decisionId: 'd-2',
    });
  });

  it('to drain is followed to the end of the queue', async () => {
    const { chat, mock } = setUp();
    await chat.send('one');
    await chat.message('slow two', { mode: 'queue' });
    mock.drop({ operation: 'drainQueueStream', at: 'after-accept' });
    expect(await chat.drain().finalTask()).toMatchObject({ result: 'Well. 2: slow two' });
    expect(mock.requestsTo('drainQueueStream')).toHaveLength(1);
  });

  it('to a message is looked for in the queue by its key', async () => {
    const { chat, mock } = setUp();
    await chat.send('one');
    mock.drop({ operation: 'sendMessage', at: 'after-accept' });
    const receipt = await chat.message('two', { mode: 'queue' });
    expect(receipt).toMatchObject({ action: 'queued', message_id: expect.any(String), queue_depth: 1 });
    mock.drop({ operation: 'sendMessage', at: 'after-accept' });
    await rejectionOf(AmbiguousInvocationError, chat.message('three'));
    expect(mock.requestsTo('sendMessage')).toHaveLength(2);
    expect(await chat.state()).toMatchObject({ queue_depth: 1 });
  });
});

describe('a stream that breaks', () => {
  it.each([0, 1, 2, 3, 4, 5])('after %d events is completed by the record', async (afterEvents) => {
    for (const at of ['mid-stream', 'mid-body'] as const) {
      const { chat, mock, posts } = setUp();
      mock.drop({ operation: 'streamTurn', at, afterEvents });
      expect(await chat.send('slow one')).toMatchObject({ result: 'Well. 1: slow one' });
      expect(await chat.send('two')).toMatchObject({ result: 'Well. 2: two' });
      expect(posts()).toBe(2);
    }
  });

  it('or is silent is checked against the record', async () => {
    const { chat, mock, posts } = setUp();
    mock.stall({ operation: 'streamTurn', at: 'mid-stream', afterEvents: 4, forMs: 200_000 });
    const startedMs = mock.clock.now();
    expect(await chat.send('slow one')).toMatchObject({ result: 'Well. 1: slow one' });
    expect(mock.clock.now() - startedMs).toBeLessThan(40_000);
    expect(posts()).toBe(1);
  });

  it('says what a paused turn waits for, from the record of the conversation', async () => {
    for (const [text, ids] of [
      ['ask', { decisionId: 'd-1' }],
      ['confirm', { requestId: 'r-1' }],
    ] as const) {
      const { chat, mock } = setUp();
      mock.drop({ operation: 'streamTurn', at: 'mid-stream', afterEvents: 3 });
      expect(await rejectionOf(TaskPausedError, chat.send(text))).toMatchObject(ids);
    }
  });

  it('still says that a turn is paused when that record cannot be read', async () => {
    const { chat, mock } = setUp();
    mock.drop({ operation: 'streamTurn', at: 'mid-stream', afterEvents: 3 });
    mock.fail({ operation: 'getConversation', status: 500, times: 9 });
    expect(await rejectionOf(TaskPausedError, chat.send('ask'))).toMatchObject({ decisionId: undefined });
  });

  it('never returns the answer of a queued message that ran meanwhile', async () => {
    const { chat, mock } = setUp();
    await chat.send('zero');
    mock.stall({ operation: 'streamTurn', at: 'mid-stream', afterEvents: 5, forMs: 300_000 });
    const turn = rejectionOf(TurnReplacedError, chat.send('slow one'));
    await mock.clock.sleep(2_000);
    await chat.message('two');
    expect((await turn).task.input?.text).toBe('two');
  });

  it('is left by its deadline, and the next turn waits for it', async () => {
    const { chat, posts } = setUp();
    await chat.send('zero');
    await rejectionOf(DeadlineError, chat.send('slow one', { deadlineMs: 3_000 }));
    expect(await chat.send('two')).toMatchObject({ result: 'Well. 3: two' });
    expect(posts()).toBe(3);
  });

  it('is left by its reader, and the next turn waits for it', async () => {
    const { chat } = setUp();
    const stream = chat.stream('slow one');
    for await (const { type } of stream) if (type === 'turn_started') break;
    const next = chat.send('two');
    expect(await stream.finalTask()).toMatchObject({ result: 'Well. 1: slow one' });
    expect(await next).toMatchObject({ result: 'Well. 2: two' });
  });

  it('ends at once by an abort, with its reason, before and while the turn runs', async () => {
    const { chat, mock } = setUp();
    await chat.send('zero');
    const reason = new Error('left');
    const controller = new AbortController();
    const { signal } = controller;
    const running = rejection(chat.send('slow one', { signal }));
    const waiting = rejection(chat.send('two', { signal }));
    await mock.clock.sleep(2_000);
    controller.abort(reason);
    expect([await running, await waiting]).toEqual([reason, reason]);
    expect(mock.requestsTo('streamTurn')).toHaveLength(2);
    expect(await rejection(chat.state({ signal }))).toBe(reason);
    expect(await rejection(chat.message('x', { signal }))).toBe(reason);
  });

  it('tells onEvent of every event, and a callback that throws ends the call', async () => {
    const { chat } = setUp();
    const types: string[] = [];
    await chat.send('one', { onEvent: ({ type }) => void types.push(type) });
    expect([types[0], types.at(-1)]).toEqual(['connected', 'task_finished']);
    const error = new Error('mine');
    const onEvent = (): void => {
      throw error;
    };
    expect(await rejection(chat.send('two', { onEvent }))).toBe(error);
  });

  it('is left at turn_finished, which has told the end, whatever runs next', async () => {
    const { chat, mock } = setUp();
    const stream = chat.stream('slow one');
    for await (const { type } of stream) {
      if (type === 'turn_started') await chat.message('two');
      if (type === 'turn_finished') break;
    }
    await mock.clock.sleep(5_000);
    expect(mock.tasks).toMatchObject([{ input: { text: 'two' } }]);
    expect(await stream.finalTask()).toMatchObject({ result: 'Well. 1: slow one' });
  });

  it('stops its turn with onAbandon: "stop"', async () => {
    const { chat, mock } = setUp();
    await rejectionOf(DeadlineError, chat.send('slow one', { deadlineMs: 3_000, onAbandon: 'stop' }));
    await mock.clock.sleep(1_000);
    expect(mock.tasks).toMatchObject([{ status: 'stopped' }]);
  });
});

describe('resume: "last-event-id"', () => {
  it('continues after the last event, so that none is lost or repeated', async () => {
    const whole = setUp();
    const all = await collect(whole.chat.stream('slow one'));
    for (const afterEvents of [1, 2, 4, 5]) {
      const { chat, mock, posts } = setUp({ resume: 'last-event-id' });
      mock.drop({ operation: 'streamTurn', at: 'mid-stream', afterEvents });
      const events = await collect(chat.stream('slow one'));
      expect(events.map(({ type }) => type)).toEqual(all.map(({ type }) => type));
      expect(mock.tasks).toHaveLength(1);
      expect(mock.requestsTo('streamTurn').map(({ headers }) => headers['last-event-id'])).toEqual([
        undefined,
        String(afterEvents),
      ]);
      expect(posts()).toBe(2);
    }
  });

  it('falls back to the record when it is refused, or brings nothing', async () => {
    const { chat, mock, posts } = setUp({ resume: 'last-event-id' });
    mock.drop({ operation: 'streamTurn', at: 'mid-stream', afterEvents: 3, times: 1 });
    const turn = chat.send('slow one');
    mock.fail({ operation: 'streamTurn', status: 500 });
    await expect(turn).rejects.toThrow(AmbiguousInvocationError);
    expect(posts()).toBe(1);
    const other = setUp({ resume: 'last-event-id' });
    other.mock.drop({ operation: 'streamTurn', at: 'mid-stream', afterEvents: 3, times: 1 });
    const stream = other.chat.stream('slow one');
    await stream.opened;
    other.mock.fail({ operation: 'streamTurn', status: 500 });
    expect(await stream.finalTask()).toMatchObject({ result: 'Well. 1: slow one' });
    expect(other.posts()).toBe(2);
  });

  it('continues after the last of events that arrived together', async () => {
    const line = (id: number, type: string, data: unknown): string => `id: ${id}\n${event(type, data, 'c-1')}`;
    const created = line(1, 'task_created', { id: 'c-1', status: 'pending', input: { text: 'hi' } });
    const chunks = [2, 3, 4].map((id) => line(id, 'chunk', `${id}`)).join('');
    const { xpander, received } = clientAnswering([
      json({ detail: 'Not found' }, 404),
      eventStream(created + chunks),
      eventStream(line(5, 'turn_finished', { result: '234' })),
    ]);
    const chat = xpander.agent('a-1').conversation('c-1', { resume: 'last-event-id' });
    expect((await collect(chat.stream('hi'))).at(-1)).toMatchObject({ data: { result: '234' } });
    expect(received.map(({ headers }) => headers['last-event-id'])).toEqual([undefined, undefined, '4']);
    expect(received[2]?.body).toEqual(received[1]?.body);
  });

  it('is not asked for by default', async () => {
    const { chat, mock, posts } = setUp();
    mock.drop({ operation: 'streamTurn', at: 'mid-stream', afterEvents: 3 });
    await chat.send('slow one');
    expect(posts()).toBe(1);
  });
});

describe('a turn_finished', () => {
  const envelope = (type: string, data: unknown, more: object = {}): string =>
    `data: ${JSON.stringify({ type, task_id: 'c-1', data, ...more })}\n\n`;
  const record = { id: 'c-1', agent_id: 'a-1', status: 'completed', result: 'Of the record', input: { text: 'hi' } };
  const answering = (finished: string): Conversation => {
    const begin = envelope('task_created', { id: 'c-1', status: 'pending', input: { text: 'hi' } });
    const { xpander } = clientAnswering([
      (request) => (request.method === 'POST' ? eventStream(begin + finished) : json(record)),
    ]);
    return xpander.agent('a-1').conversation();
  };

  it.each([
    ['its result alone', { result: 'R' }, 'R'],
    ['a status and a result', { status: 'completed', result: 'R' }, 'R'],
    ['no result', { status: 'completed' }, 'Of the record'],
    ['nothing', null, 'Of the record'],
    ['an unknown status', { status: 'resting', result: 'R' }, 'Of the record'],
  ])('with %s settles the turn, or leaves it to the record', async (_name, data, result) => {
    expect(await answering(envelope('turn_finished', data)).send('hi')).toMatchObject({ result });
  });

  it('of another task settles nothing', async () => {
    const other = event('turn_finished', { status: 'completed', result: 'Other' }, 'sub-1');
    expect(await answering(other).send('hi')).toMatchObject({ result: 'Of the record' });
  });

  it('gives the last event its organization and time', async () => {
    const facts = { organization_id: 'o-1', time: '2026-11-30T10:00:00Z' };
    const events = await collect(answering(envelope('turn_finished', { result: 'R' }, facts)).stream('hi'));
    expect(events.at(-1)).toMatchObject({ type: 'task_finished', data: { result: 'R' }, ...facts });
    const polled = await collect(answering(envelope('chunk', 'x')).stream('hi'));
    expect(polled.at(-1)).not.toHaveProperty('time');
  });

  it('settles the turn also when it arrives together with other events', async () => {
    const events = await collect(
      answering(envelope('chunk', 'R') + envelope('turn_finished', { result: 'R' })).stream('hi'),
    );
    expect(events.map(({ type }) => type)).toEqual(['task_created', 'chunk', 'turn_finished', 'task_finished']);
    expect(events.at(-1)).toMatchObject({ data: { result: 'R' } });
  });

  it('of a server that chooses the id itself names the conversation', async () => {
    const begin = envelope('connected', null) + envelope('task_created', { id: 'c-1', status: 'pending' });
    const { xpander } = clientAnswering([eventStream(begin + envelope('turn_finished', { result: 'R' }))]);
    const chat = xpander.agent('a-1').conversation();
    expect(await chat.send('hi')).toMatchObject({ id: 'c-1', result: 'R' });
    expect(chat.id).toBe('c-1');
  });

  it('keeps a stale record of its turn from being the answer of the next one', async () => {
    const recordOf = (turn: number): Response =>
      json({ ...record, input: { text: `${turn}` }, result: `R${turn}`, finished_at: `2026-01-0${turn}T00:00:00Z` });
    const begin = (text: string): string => envelope('task_created', { id: 'c-1', status: 'pending', input: { text } });
    const finished = envelope('turn_finished', { status: 'completed', result: 'R2' });
    const { xpander } = clientAnswering([
      recordOf(1),
      eventStream(begin('2') + finished),
      recordOf(1),
      eventStream(begin('3')),
      recordOf(2),
      recordOf(3),
    ]);
    const chat = xpander.agent('a-1').conversation('c-1', { pollIntervalMs: 1_000 });
    expect(await chat.send('2')).toMatchObject({ result: 'R2' });
    expect(await chat.send('3')).toMatchObject({ result: 'R3' });
  });

  it('after a page of a gateway does not count', async () => {
    const { xpander } = clientAnswering([html(502)]);
    await rejectionOf(AmbiguousInvocationError, xpander.agent('a-1').conversation().send('hi'));
  });
});
