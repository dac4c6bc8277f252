import { type MockXpander, pause, type Script } from '@xpander/mock';
import { describe, expect, it } from 'vitest';
import {
  type Agent,
  AmbiguousInvocationError,
  ApiError,
  type Clock,
  ConfigurationError,
  DeadlineError,
  TaskPausedError,
  type TaskStream,
  type Thread,
  ThreadBusyError,
  type ThreadOptions,
} from '../src/index.ts';
import { nextTurn, virtualClock } from './clocks.ts';
import {
  clientAnswering,
  clientOfMock,
  eventStream,
  json,
  mockedClient,
  postsTo,
  rejection,
  rejectionOf,
  task,
} from './support.ts';

const echo: Script = ({ text, turn }) => `${turn}: ${text}`;
const slowEcho: Script = async ({ text, turn, sleep }) => {
  await sleep(20_000);
  return `${turn}: ${text}`;
};

function withAgent(script: Script): { agent: Agent; mock: MockXpander; posts: () => string[] } {
  const { mock, xpander } = mockedClient({ agents: { 'a-1': script } });
  const posts = (): string[] => postsTo(mock).map(({ body }) => (body as { input: { text: string } }).input.text);
  return { agent: xpander.agent('a-1'), mock, posts };
}

async function readOne(stream: TaskStream): Promise<void> {
  await stream[Symbol.asyncIterator]().next();
}

describe('a thread', () => {
  it('takes its id from the first turn, and keeps it', async () => {
    const { agent } = withAgent(echo);
    const thread = agent.thread();
    expect(thread.id).toBeUndefined();
    expect(await thread.messages()).toEqual([]);
    const first = await thread.send('My name is Dana');
    expect(thread.id).toBe(first.id);
    const second = await thread.send('What is my name?');
    expect([second.id, second.result]).toEqual([first.id, '2: What is my name?']);
    expect((await thread.messages()).map(({ content }) => content)).toEqual([
      'My name is Dana',
      '1: My name is Dana',
      'What is my name?',
      '2: What is my name?',
    ]);
  });

  it('runs concurrent turns one after the other, in the order of the calls', async () => {
    const { agent } = withAgent(slowEcho);
    const thread = agent.thread();
    const answers = await Promise.all(['a', 'b', 'c', 'd'].map((text) => thread.send(text)));
    expect(answers.map(({ result }) => result)).toEqual(['1: a', '2: b', '3: c', '4: d']);
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
  });

  it('keeps turns that wait for its id ahead of a turn that onUpdate sends', async () => {
    const { agent, posts } = withAgent(echo);
    const thread = agent.thread();
    let last: Promise<unknown> | undefined;
    const onUpdate = (): void => {
      last ??= thread.send('d');
    };
    await Promise.all([thread.send('a', { onUpdate }), thread.send('b'), thread.send('c')]);
    await last;
    expect(posts()).toEqual(['a', 'b', 'c', 'd']);
  });

  it('queues streamed turns together with the others', async () => {
    const { agent } = withAgent(slowEcho);
    const thread = agent.thread();
    const answers = await Promise.all([
      thread.stream('a').finalTask(),
      thread.send('b'),
      thread.stream('c').finalTask(),
      thread.send('d', { via: 'stream' }),
    ]);
    expect(answers.map(({ result }) => result)).toEqual(['1: a', '2: b', '3: c', '4: d']);
  });

  it('gives each turn its own answer while reads do not find the first one yet', async () => {
    const { agent, mock } = withAgent(slowEcho);
    mock.notFoundFor({ ms: 5_000 });
    const thread = agent.thread();
    const answers = await Promise.all([thread.send('a'), thread.send('b')]);
    expect(answers.map(({ result }) => result)).toEqual(['1: a', '2: b']);
  });

  it.each(['adopt', 'resend'] as const)(
    'gives each turn its own answer after the first response was lost (onAmbiguous "%s")',
    async (onAmbiguous) => {
      const { agent, mock } = withAgent(slowEcho);
      mock.drop({ operation: 'invokeAsync', at: 'after-accept' });
      const thread = agent.thread();
      const answers = await Promise.all([thread.send('a', { onAmbiguous }), thread.send('b')]);
      expect(answers.map(({ result }) => result)).toEqual(['1: a', '2: b']);
    },
  );

  it.each(['send', 'stream'] as const)(
    'uses the id that the server assigned instead of the generated one: %s',
    async (verb) => {
      const created = { type: 'task_created', task_id: 'server-1', data: { id: 'server-1', status: 'pending' } };
      const end = { id: 'server-1', status: 'completed', input: {}, result: 'R', finished_at: '2026-01-01T00:00:00Z' };
      const finished = { type: 'task_finished', task_id: 'server-1', data: end };
      const frames = [created, finished].map((event) => `data: ${JSON.stringify(event)}\n\n`).join('');
      const streamed = eventStream(frames);
      let posts = 0;
      const { xpander, received } = clientAnswering([
        ({ method, url }) => {
          if (method === 'POST') posts += 1;
          if (url.endsWith('/stream')) return streamed;
          return json({
            ...end,
            status: method === 'POST' ? 'pending' : 'completed',
            finished_at: `2026-01-0${posts}`,
          });
        },
      ]);
      const thread = xpander.agent('a-1').thread();
      const first =
        verb === 'send'
          ? thread.send('a', { onAmbiguous: 'adopt' })
          : thread.stream('a', { onAmbiguous: 'adopt' }).finalTask();
      const second = thread.send('b');
      expect([(await first).id, (await second).id, thread.id]).toEqual(['server-1', 'server-1', 'server-1']);
      const ids = received.filter(({ method }) => method === 'POST').map(({ body }) => (body as { id?: string }).id);
      expect(ids).toEqual([expect.stringMatching(/^[0-9a-f-]{36}$/), 'server-1']);
    },
  );

  it('continues a conversation that was opened elsewhere, by its id', async () => {
    const { agent, posts } = withAgent(slowEcho);
    const { id } = await agent.invokeAsync('a');
    const [b, c] = await Promise.all([agent.thread(id).send('b'), agent.thread(id).send('c')]);
    expect([b.result, c.result]).toEqual(['2: b', '3: c']);
    expect(posts()).toEqual(['a', 'b', 'c']);
  });

  it('is opened by the next turn when the first one was refused', async () => {
    const { agent, mock } = withAgent(echo);
    mock.fail({ operation: 'invokeAsync', status: 422, body: { detail: 'No' } });
    const thread = agent.thread();
    const [first, second, third] = await Promise.allSettled([thread.send('a'), thread.send('b'), thread.send('c')]);
    expect(first).toMatchObject({ reason: { code: 'invalid_request' } });
    expect([second, third]).toMatchObject([{ value: { result: '1: b' } }, { value: { result: '2: c' } }]);
  });

  it('rejects further turns when its first turn is ambiguous', async () => {
    const { agent, mock, posts } = withAgent(echo);
    mock.drop({ operation: 'invokeAsync', at: 'after-accept' });
    const thread = agent.thread();
    const [first, second] = await Promise.allSettled([thread.send('a'), thread.send('b')]);
    expect(first).toMatchObject({ reason: expect.any(AmbiguousInvocationError) });
    expect(second).toMatchObject({ reason: expect.any(AmbiguousInvocationError) });
    await rejectionOf(AmbiguousInvocationError, thread.stream('c').finalTask());
    expect(posts()).toEqual(['a']);
  });

  it('rejects further turns when its first turn passed its deadline before there was an id', async () => {
    const { agent, mock, posts } = withAgent(echo);
    mock.stall({ operation: 'invokeAsync', at: 'after-accept', forMs: 60_000 });
    const thread = agent.thread();
    const lost = await rejectionOf(DeadlineError, thread.send('a', { deadlineMs: 5_000 }));
    expect(lost.started).toBe('unknown');
    expect(await rejection(thread.send('b'))).toBe(lost);
    expect(posts()).toEqual(['a']);
  });

  it.each<[string, unknown, (thread: Thread) => Promise<unknown>]>([
    [
      'aborted during its POST',
      'gone',
      async (thread) => {
        const controller = new AbortController();
        const first = rejection(thread.send('a', { signal: controller.signal }));
        await nextTurn();
        controller.abort('gone');
        return first;
      },
    ],
    [
      'left before its stream named an id',
      undefined,
      async (thread) => {
        const reader = thread.stream('a')[Symbol.asyncIterator]();
        const first = reader.next();
        await nextTurn();
        await reader.return?.();
        return first;
      },
    ],
    [
      'aborted before its stream named an id',
      'gone',
      async (thread) => {
        const stream = thread.stream('a');
        const first = rejection(stream.finalTask());
        await nextTurn();
        stream.abort('gone');
        return first;
      },
    ],
  ])('rejects further turns when its first turn was %s', async (_, how, leave) => {
    const silent = eventStream(new ReadableStream());
    const { xpander, received } = clientAnswering([
      ({ url }) => (url.endsWith('/stream') ? silent : new Promise(() => undefined)),
    ]);
    const thread = xpander.agent('a-1').thread();
    await leave(thread);
    const error = await rejectionOf(AmbiguousInvocationError, thread.send('b'));
    expect(error.message).toContain('the turn that opens the thread was left before the thread had an id');
    expect((error.cause as Error).cause).toBe(how);
    expect(received).toHaveLength(1);
  });

  it('is opened by the next turn when the first one was aborted before anything was sent', async () => {
    const { agent, posts } = withAgent(echo);
    const thread = agent.thread();
    expect(await rejection(thread.send('a', { signal: AbortSignal.abort('gone') }))).toBe('gone');
    expect((await thread.send('b')).result).toBe('1: b');
    expect(posts()).toEqual(['b']);
  });

  it('does not wait for a turn that was aborted in the queue when the first one was refused', async () => {
    let refuse = (): void => undefined;
    const refused = new Promise<Response>((resolve) => {
      refuse = () => resolve(json({ detail: 'No' }, 422));
    });
    const { xpander, received } = clientAnswering([() => refused, task('completed'), task('completed')]);
    const thread = xpander.agent('a-1').thread();
    const controller = new AbortController();
    const first = rejectionOf(ApiError, thread.send('a'));
    const second = rejection(thread.send('b', { signal: controller.signal }));
    await nextTurn();
    controller.abort('gone');
    expect(await second).toBe('gone');
    refuse();
    await first;
    await thread.send('c');
    expect(received.map(({ body }) => (body as { input: { text: string } }).input.text)).toEqual(['a', 'c']);
  });

  it.each<[string, (stream: TaskStream) => Promise<unknown>, object]>([
    ['passes its deadline', async () => undefined, { deadlineMs: 5_000 }],
    ['is aborted between two events', async (stream) => readOne(stream).then(() => stream.abort()), {}],
  ])('continues after an unread stream that %s', async (_, leave, options) => {
    const { agent } = withAgent(slowEcho);
    const { id } = await agent.run('a');
    const thread = agent.thread(id);
    await leave(thread.stream('b', options));
    expect((await thread.send('c', { deadlineMs: 60_000 })).result).toMatch(/: c$/);
  });

  it('starts the next turn once the end of a stream was yielded, even inside its loop', async () => {
    const { agent } = withAgent(slowEcho);
    const thread = agent.thread();
    const answers: unknown[] = [];
    for await (const { type } of thread.stream('a')) {
      if (type === 'task_finished') answers.push((await thread.send('b', { deadlineMs: 60_000 })).result);
    }
    expect(answers).toEqual(['2: b']);
  });

  it('gives each turn its own answer, even if its stream was left early', async () => {
    const { agent } = withAgent(slowEcho);
    const thread = agent.thread();
    const first = thread.stream('a');
    for await (const _ of first) break;
    const second = thread.send('b');
    expect((await first.finalTask()).result).toBe('1: a');
    expect((await second).result).toBe('2: b');

    const third = thread.stream('c');
    for await (const _ of third) break;
    expect((await thread.send('d')).result).toBe('4: d');
    expect((await third.finalTask()).result).toBe('3: c');
  });

  it('gives a turn that was left its own answer after another call has read the task', async () => {
    const { mock } = withAgent(slowEcho);
    const xpander = clientOfMock(mock);
    const own = xpander.agent('a-1').thread();
    const first = own.stream('a', { deadlineMs: 0 });
    for await (const _ of first) break;
    await mock.clock.sleep(40_000);
    expect((await xpander.tasks.get(own.id ?? '')).result).toBe('1: a');
    expect((await own.send('b')).result).toBe('2: b');
    expect((await first.finalTask()).result).toBe('1: a');
  });

  it('starts no turn while its last turn is paused', async () => {
    const { agent, mock, posts } = withAgent(async function* ({ text }) {
      if (text === 'a') yield pause({ auth: { connector_name: 'notion', auth_url: 'https://login.example.com' } });
      yield text;
    });
    const thread = agent.thread();
    expect((await rejectionOf(TaskPausedError, thread.send('a'))).authUrl).toBe('https://login.example.com');
    await rejectionOf(TaskPausedError, thread.send('b'));
    expect(posts()).toEqual(['a']);
    mock.task(thread.id ?? '').resume();
    expect((await thread.send('c')).result).toBe('c');
  });

  it('sends nothing for a turn that is aborted or passes its deadline in the queue', async () => {
    const { agent, posts } = withAgent(slowEcho);
    const thread = agent.thread();
    const first = thread.send('a');
    const controller = new AbortController();
    const aborted = rejection(thread.send('b', { signal: controller.signal }));
    const late = rejectionOf(DeadlineError, thread.send('c', { deadlineMs: 5_000 }));
    const last = thread.send('d');
    controller.abort('changed my mind');
    expect(await aborted).toBe('changed my mind');
    expect((await late).started).toBe(false);
    expect([(await first).result, (await last).result]).toEqual(['1: a', '2: d']);
    expect(posts()).toEqual(['a', 'd']);
  });

  it('applies the defaults of its agent', async () => {
    const { mock, xpander } = mockedClient({ agents: { 'a-1': echo } });
    await xpander.agent('a-1', { version: 'draft' }).thread().send('a');
    expect(mock.requests[0]?.query).toMatchObject({ version: 'draft' });
  });
});

describe('a thread with whenBusy: "reject"', () => {
  const reject: ThreadOptions = { whenBusy: 'reject' };

  it('rejects a turn while another one runs, before and after its id is known', async () => {
    const { agent, mock, posts } = withAgent(slowEcho);
    const thread = agent.thread(undefined, reject);
    const first = thread.send('a');
    const opening = await rejectionOf(ThreadBusyError, thread.send('b'));
    expect(opening.threadId).toBeUndefined();
    expect(opening.message).toMatch(
      /^Thread \(just opened\) is busy with another turn\. Open it with `whenBusy: "queue"`/,
    );
    await mock.clock.sleep(5_000);
    const busy = await rejectionOf(ThreadBusyError, thread.send('c'));
    expect(busy).toMatchObject({
      threadId: thread.id,
      message: expect.stringContaining(`Thread ${thread.id} is busy`),
    });
    expect((await rejectionOf(ThreadBusyError, thread.stream('d').finalTask())).threadId).toBe(thread.id);
    expect((await first).result).toBe('1: a');
    expect((await thread.send('e')).result).toBe('2: e');
    expect(posts()).toEqual(['a', 'e']);
  });

  it('rejects a turn while a turn of another client runs', async () => {
    const { agent, mock, posts } = withAgent(slowEcho);
    const other = clientOfMock(mock);
    const { id } = await other.agents.invokeAsync('a-1', 'a');
    await rejectionOf(ThreadBusyError, agent.thread(id, reject).send('b'));
    expect(posts()).toEqual(['a']);
  });
});

describe('agent.thread', () => {
  it('rejects an invalid id or option, and a request with an id, and says how to fix it', async () => {
    const { agent, posts } = withAgent(echo);
    expect(() => agent.thread('')).toThrow(ConfigurationError);
    expect(() => agent.thread('t-1', { whenBusy: 'wait' as never })).toThrow(/"queue" or "reject"/);
    expect(() => agent.thread('t-1', { timeout: 1 } as never)).toThrow(ConfigurationError);
    const own = { id: 't-2', input: 'hi' };
    const thread = agent.thread('t-1');
    for (const refused of [thread.send(own), thread.stream(own).finalTask()]) {
      const { option, message } = await rejectionOf(ConfigurationError, refused);
      expect(option).toBe('id');
      expect(message).toBe('id: is set by the thread. Leave it out, or open that thread: agent.thread(id)');
    }
    expect(posts()).toEqual([]);
  });

  it('rejects messages() with not_found for an unknown id', async () => {
    const { agent } = withAgent(echo);
    expect((await rejectionOf(ApiError, agent.thread('nowhere').messages())).code).toBe('not_found');
  });
});

describe('a thread that a server opens under an id that the process already knows', () => {
  /** A server that always makes the same task and the same times, as the fixtures of a test do. */
  const withFixtures = (clock: Clock): Thread => {
    let turn = 0;
    const answer = ({ method }: Request): Response => {
      if (method === 'POST') turn += 1;
      const input = { text: `question ${turn}` };
      if (method === 'POST') return task('pending', { input });
      return task('completed', { input, result: `answer ${turn}`, finished_at: `2026-11-20T12:00:0${turn}Z` });
    };
    return clientAnswering([answer], { clock }).xpander.agent('a-1').thread();
  };

  it('does not take its ends for those of the thread before', async () => {
    const clock = virtualClock();
    for (const thread of [withFixtures(clock), withFixtures(clock)]) {
      await thread.send('question 1');
      expect((await thread.send('question 2', { deadlineMs: 10_000 })).result).toBe('answer 2');
    }
  });
});
