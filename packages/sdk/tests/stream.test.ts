import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import {
  AmbiguousInvocationError,
  ApiError,
  ConfigurationError,
  DeadlineError,
  StreamInterruptedError,
  type Task,
  type TaskEvent,
  TaskFailedError,
  TaskPausedError,
  type TaskStream,
} from '../src/index.ts';
import {
  type Answer,
  clientAnswering,
  collect,
  event,
  eventStream,
  html,
  json,
  networkError,
  noReply,
  rejection,
  rejectionOf,
  task,
  taskId,
} from './support.ts';

type Piece = string | Error | (() => Promise<unknown>);

/** A response that sends these pieces and then closes. An error breaks the stream; a function delays it until its promise settles. */
function connection(pieces: readonly Piece[], seen: { cancelled?: boolean } = {}): () => Response {
  return () => respond(pieces, seen);
}

function respond(pieces: readonly Piece[], seen: { cancelled?: boolean }): Response {
  const left = [...pieces];
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const piece = left.shift();
        if (piece === undefined) controller.close();
        else if (piece instanceof Error) controller.error(piece);
        else if (typeof piece === 'string') controller.enqueue(new TextEncoder().encode(piece));
        else await piece();
      },
      cancel() {
        seen.cancelled = true;
      },
    },
    { highWaterMark: 0 },
  );
  return new Response(body, { headers: { 'content-type': 'text/event-stream; charset=utf-8' } });
}

const never = (): Promise<unknown> => new Promise(() => undefined);
const state = (status: string, more: object = {}, id: string = taskId): object => ({
  id,
  status,
  input: {},
  result: null,
  ...more,
});
const created = event('task_created', state('pending'));
const finished = event('task_finished', state('completed', { result: 'All of it' }));

const typesOf = (events: readonly TaskEvent[]): string[] => events.map(({ type }) => type);

function streamOf(
  answers: readonly Answer[],
  options: object = {},
): {
  stream: TaskStream;
  received: { method: string; path: string; headers: Record<string, string>; body: unknown }[];
  clock: { sleep(ms: number): Promise<void>; now(): number };
} {
  const { xpander, received, clock } = clientAnswering(answers);
  return { stream: xpander.agent('a-1').stream('hi', options), received, clock };
}

describe('agent.stream', () => {
  it('sends one POST at the call, and yields the events in order', async () => {
    const { stream, received } = streamOf([
      connection([created, event('chunk', 'All '), event('chunk', 'of it'), finished]),
    ]);
    await Promise.resolve();
    const events = await collect(stream);
    expect(typesOf(events)).toEqual(['task_created', 'chunk', 'chunk', 'task_finished']);
    expect(stream.taskId).toBe(taskId);
    expect((await stream.finalTask()).result).toBe('All of it');
    expect(received).toMatchObject([
      { method: 'POST', path: '/v1/agents/a-1/invoke/stream', body: { input: { text: 'hi' } } },
    ]);
    expect(received[0]?.headers.accept).toBe('text/event-stream, application/json');
  });

  it('yields the text in pieces from textStream', async () => {
    const { stream } = streamOf([connection([created, event('chunk', 'All '), event('chunk', 'of it'), finished])]);
    expect(await collect(stream.textStream())).toEqual(['All ', 'of it']);
  });

  it('yields the whole result from textStream when there are no chunks', async () => {
    const { stream } = streamOf([connection([created, finished])]);
    expect(await collect(stream.textStream())).toEqual(['All of it']);
  });

  it('yields the missing rest of the result after the chunks, without repeating text', async () => {
    const rest = async (result: string | null, ...pieces: Piece[]): Promise<string[]> =>
      collect(streamOf([connection([created, ...pieces]), task('completed', { result })]).stream.textStream());
    expect(await rest('All of it', event('chunk', 'All '))).toEqual(['All ', 'of it']);
    expect(await rest('All of it', event('chunk', 'All of it'))).toEqual(['All of it']);
    expect(await rest('All of it', event('chunk', 'Let me see … '))).toEqual(['Let me see … ']);
    expect(await rest('', event('chunk', 'All'))).toEqual(['All']);
    expect(await rest(null)).toEqual([]);
  });

  it('excludes the text and the end of a sub-agent from textStream', async () => {
    const sub = [event('chunk', 'inner', 'sub-1'), event('task_finished', state('failed', {}, 'sub-1'), 'sub-1')];
    const { stream } = streamOf([connection([created, ...sub, event('chunk', 'outer'), finished])]);
    expect(await collect(stream.textStream())).toEqual(['outer']);
  });

  it('reads to the end once for finalTask when the events are not iterated', async () => {
    const { stream } = streamOf([connection([created, finished])]);
    const [first, second] = await Promise.all([stream.finalTask(), stream.finalTask()]);
    expect(first).toBe(second);
  });

  it('yields every event to an iterator that starts after finalTask was called', async () => {
    const { stream } = streamOf([connection([created, event('chunk', 'a'), finished])]);
    const final = stream.finalTask();
    expect(typesOf(await collect(stream))).toEqual(['task_created', 'chunk', 'task_finished']);
    expect((await final).status).toBe('completed');
  });

  it('yields the last event to an iterator that starts after the end', async () => {
    const { stream } = streamOf([connection([created, event('chunk', 'a'), finished])]);
    await stream.finalTask();
    expect(typesOf(await collect(stream))).toEqual(['task_finished']);
    const text = streamOf([connection([created, finished])]).stream;
    await text.finalTask();
    expect(await collect(text.textStream())).toEqual(['All of it']);
  });

  it('yields events in order to concurrent calls of next', async () => {
    const pieces = Array.from({ length: 40 }, (_, index) => event('chunk', `${index} `));
    const updates = [created, ...pieces.slice(0, 20), created, ...pieces.slice(20), finished];
    for (let turns = 0; turns < 12; turns += 1) {
      const { stream } = streamOf([connection([updates.join('')])]);
      const reader = stream[Symbol.asyncIterator]();
      await reader.next();
      const asked: Promise<IteratorResult<TaskEvent>>[] = [];
      while (asked.length < 41) {
        asked.push(reader.next(), reader.next());
        for (let turn = 0; turn < turns; turn += 1) await undefined;
      }
      const given = (await Promise.all(asked)).map(({ value }) => (value?.type === 'chunk' ? value.data : ''));
      expect(given.join('')).toBe(Array.from(pieces, (_, index) => `${index} `).join(''));
    }
  });

  it('yields nothing after its iterator has returned', async () => {
    const { stream } = streamOf([connection([created + event('chunk', 'a') + event('chunk', 'b') + finished])]);
    const reader = stream[Symbol.asyncIterator]();
    await reader.next();
    await reader.next();
    await reader.return?.();
    expect(await reader.next()).toEqual({ done: true, value: undefined });
  });

  it('can be iterated only once', async () => {
    const { stream } = streamOf([connection([created, finished])]);
    await collect(stream);
    expect(() => stream[Symbol.asyncIterator]()).toThrow(/one|reader/);
  });

  it('ends normally after a failed run, while finalTask and textStream reject', async () => {
    const failed = event('task_finished', state('failed', { result: 'no' }));
    const { stream } = streamOf([connection([created, failed])]);
    expect(typesOf(await collect(stream))).toEqual(['task_created', 'task_finished']);
    expect((await rejectionOf(TaskFailedError, stream.finalTask())).status).toBe('failed');
    const text = streamOf([connection([created, failed])]).stream.textStream();
    await rejectionOf(TaskFailedError, collect(text));
  });

  it('passes each snapshot to onUpdate', async () => {
    const seen: unknown[] = [];
    const { stream } = streamOf([connection([created, event('task_updated', state('executing')), finished])], {
      onUpdate: (snapshot: Task) => seen.push(snapshot.status),
    });
    await stream.finalTask();
    expect(seen).toEqual(['pending', 'executing', 'completed']);
  });

  it('passes unknown events through, and accepts the event names of older servers', async () => {
    const old = [
      `data: ${JSON.stringify({ event: 'task_created', data: { id: taskId, agent_id: 'a-1', status: 'running' } })}\n\n`,
      `data: ${JSON.stringify({ type: 'task_started', task_id: taskId })}\n\n`,
      `data: ${JSON.stringify({ type: 'hologram', task_id: taskId, data: { a: 1 } })}\n\n`,
      'data: plain words\n\n',
      `data: ${JSON.stringify({ type: 'content_chunk', content: 'All of it', is_final: true })}\n\n`,
      `data: ${JSON.stringify({ type: 'task_completed', task_id: taskId, result: 'All of it' })}\n\n`,
    ];
    const { stream } = streamOf([connection(old)]);
    const events = await collect(stream);
    expect(typesOf(events)).toEqual(['task_created', 'task_updated', 'unknown', 'unknown', 'chunk', 'task_finished']);
    expect(events[2]).toMatchObject({ name: 'hologram', data: { a: 1 } });
    expect(events[3]).toMatchObject({ name: 'message', data: 'plain words' });
    expect((await stream.finalTask()).result).toBe('All of it');
  });

  it('parses events in chunks of any size, with any line endings, comments and no blank line at the end', async () => {
    const text = `: hello\r\n\r\n${created.replaceAll('\n', '\r\n')}:\n\n${event('chunk', 'Grüße 🌍').replaceAll('\n', '\r')}${finished.trimEnd()}`;
    const bytes = new TextEncoder().encode(text);
    for (const size of [1, 2, 3, 7, 1000]) {
      const pieces: Uint8Array[] = [];
      for (let from = 0; from < bytes.length; from += size) pieces.push(bytes.slice(from, from + size));
      const body = new ReadableStream<Uint8Array>({
        start(controller) {
          for (const piece of pieces) controller.enqueue(piece);
          controller.close();
        },
      });
      const { stream } = streamOf([eventStream(body)]);
      const events = await collect(stream);
      expect(events.map(({ type, data }) => (type === 'chunk' ? data : type))).toEqual([
        'task_created',
        'Grüße 🌍',
        'task_finished',
      ]);
    }
  });
});

describe('a stream without a final event', () => {
  const end = task('completed', { result: 'From the task' });
  const eca = { connector_name: 'Mail', auth_url: 'https://example.com/auth' };

  it.each<[string, Piece[]]>([
    ['breaks', [created, event('chunk', 'Al'), new TypeError('terminated')]],
    ['closes early', [created, event('chunk', 'Al')]],
    ['sends an error event', [created, `data: {"type":"error","error":"oops"}\n\n`]],
    ['sends a final event without a final status', [created, event('task_finished', state('executing'))]],
    ['closes inside an event', [created, 'data: {"type": "task_fin']],
  ])('ends with the polled task when it %s', async (_, pieces) => {
    const { stream, received } = streamOf([connection(pieces), task('executing'), end]);
    const events = await collect(stream);
    expect(events.at(-1)).toMatchObject({ type: 'task_finished', data: { result: 'From the task' } });
    expect((await stream.finalTask()).result).toBe('From the task');
    expect(received.map(({ method }) => method)).toEqual(['POST', 'GET', 'GET']);
  });

  it('yields the text received so far, and then the rest of the result', async () => {
    const cut = connection([created, event('chunk', 'All '), new TypeError('terminated')]);
    const { stream } = streamOf([cut, task('completed', { result: 'All of it' })]);
    expect(await collect(stream.textStream())).toEqual(['All ', 'of it']);
  });

  it('adds no text when the result does not start with the received text', async () => {
    const cut = connection([created, event('chunk', 'Looking … '), new TypeError('terminated')]);
    const { stream } = streamOf([cut, task('completed', { result: 'All of it' })]);
    expect(await collect(stream.textStream())).toEqual(['Looking … ']);
    expect((await stream.finalTask()).result).toBe('All of it');
  });

  it.each<[string, Piece[]]>([
    ['seen in an event', [created, event('task_updated', state('paused', { pending_eca_request: eca })), never]],
    ['seen by a poll of an idle stream', [created, never]],
  ])('rejects textStream and finalTask when the task is paused: %s', async (_, pieces) => {
    const paused = task('paused', { pending_eca_request: eca });
    const texts = streamOf([connection(pieces), paused]).stream;
    const error = await rejectionOf(TaskPausedError, collect(texts.textStream()));
    expect(error).toMatchObject({ taskId, authUrl: eca.auth_url });
    expect(await rejection(texts.finalTask())).toBe(error);
    const unread = streamOf([connection(pieces), paused]).stream;
    expect(await rejectionOf(TaskPausedError, unread.finalTask())).toMatchObject({ taskId, authUrl: eca.auth_url });
  });

  it.each<[string, Piece[]]>([
    ['seen in an event', [created, event('task_updated', state('paused', { pending_eca_request: eca })), never]],
    ['seen by a poll of an idle stream', [created, never]],
  ])('continues to yield events when the task is paused: %s', async (_, pieces) => {
    const paused = task('paused', { pending_eca_request: eca });
    const { stream } = streamOf([connection(pieces), paused, paused, end]);
    const seen = await collect(stream);
    expect(typesOf(seen)).toEqual(['task_created', 'task_updated', 'task_finished']);
    expect(seen[1]).toMatchObject({ data: { status: 'paused', pending_eca_request: eca } });
    expect((await stream.finalTask()).result).toBe('From the task');
  });

  it('yields no text from textStream after a pause, not even text that arrived with it', async () => {
    const paused = event('task_updated', state('paused', { pending_eca_request: eca }));
    const seen: { cancelled?: boolean } = {};
    const { stream } = streamOf([
      connection([created + event('chunk', 'a') + paused + event('chunk', 'b'), never], seen),
    ]);
    const pieces: string[] = [];
    const read = async (): Promise<void> => {
      for await (const piece of stream.textStream()) pieces.push(piece);
    };
    await rejectionOf(TaskPausedError, read());
    expect(pieces).toEqual(['a']);
    expect(seen.cancelled).toBe(true);
  });

  it('rejects its event iterator when it breaks and a poll shows that the task is paused', async () => {
    const { stream } = streamOf([connection([created]), task('paused', { pending_eca_request: eca })]);
    expect(await rejectionOf(TaskPausedError, collect(stream))).toMatchObject({ taskId, authUrl: eca.auth_url });
  });

  it('keeps waiting with onPaused: "wait"', async () => {
    const paused = event('task_updated', state('paused'));
    const { stream } = streamOf([connection([created, paused, never]), task('paused'), end], { onPaused: 'wait' });
    expect((await stream.finalTask()).result).toBe('From the task');
  });

  it('rejects with a StreamInterruptedError when no event named the task', async () => {
    for (const pieces of [[], [': nothing\n\n'], [new TypeError('terminated')]]) {
      const { stream, received } = streamOf([connection(pieces)]);
      await rejectionOf(StreamInterruptedError, collect(stream));
      await rejectionOf(StreamInterruptedError, stream.finalTask());
      expect(received).toHaveLength(1);
    }
  });

  it('polls the task while it is idle, after 30, 60 and 120 s', async () => {
    const { stream, received, clock } = streamOf([
      connection([created, never]),
      task('executing'),
      task('executing'),
      end,
    ]);
    const startMs = clock.now();
    const events = await collect(stream);
    expect(typesOf(events)).toEqual(['task_created', 'task_finished']);
    expect(received.map(({ method }) => method)).toEqual(['POST', 'GET', 'GET', 'GET']);
    expect(clock.now() - startMs).toBe(30_000 + 60_000 + 120_000);
  });

  it('never polls with idleTimeoutMs: 0', async () => {
    const { stream, received, clock } = streamOf([connection([created, never])], { idleTimeoutMs: 0, deadlineMs: 0 });
    const reader = stream[Symbol.asyncIterator]();
    await reader.next();
    const next = reader.next();
    await clock.sleep(3_600_000);
    await reader.return?.();
    await next;
    expect(received.map(({ method }) => method)).toEqual(['POST']);
  });

  it('is idle while it sends only comments', async () => {
    const { stream, clock } = streamOf([connection([created, ': ping\n\n', never]), end], { idleTimeoutMs: 5_000 });
    const startMs = clock.now();
    await collect(stream);
    expect(clock.now() - startMs).toBe(5_000);
  });

  it('rejects at the deadline, whose error has started: true', async () => {
    const { stream } = streamOf([connection([created, never]), task('executing')], { deadlineMs: 100_000 });
    const error = await rejectionOf(DeadlineError, collect(stream));
    expect(error).toMatchObject({ taskId, started: true });
    expect(await rejection(stream.finalTask())).toBe(error);
  });

  it('rejects at the deadline, whose error has started: "unknown" without an id', async () => {
    const options = { deadlineMs: 100_000, idleTimeoutMs: 0 };
    const { stream } = streamOf([connection([never])], options);
    const error = await rejectionOf(DeadlineError, collect(stream));
    expect([error.started, error.taskId]).toEqual(['unknown', undefined]);
    expect(error.message).toContain('a run may have started');
  });
});

describe('stream.taskId', () => {
  it('is set by the first event that names the task', async () => {
    const connected = `data: ${JSON.stringify({ type: 'connected', data: {} })}\n\n`;
    const { stream } = streamOf([connection([connected + event('chunk', 'a') + event('chunk', 'b'), never])]);
    expect(stream.taskId).toBeUndefined();
    const reader = stream[Symbol.asyncIterator]();
    await reader.next();
    expect(stream.taskId).toBeUndefined();
    await reader.next();
    expect(stream.taskId).toBe(taskId);
  });
});

describe('a stream with a generated id', () => {
  it('follows the id that the server assigned instead', async () => {
    const named = [
      event('task_created', state('pending', {}, 'server-id'), 'server-id'),
      event('chunk', 'Hello', 'server-id'),
      event('task_created', state('pending', {}, 'sub-1'), 'sub-1'),
      event('task_finished', state('completed', { result: 'sub' }, 'sub-1'), 'sub-1'),
      event('task_finished', state('completed', { result: 'Hello' }, 'server-id'), 'server-id'),
    ];
    const { stream, received } = streamOf([connection(named)], { onAmbiguous: 'adopt' });
    expect(await collect(stream.textStream())).toEqual(['Hello']);
    expect(await stream.finalTask()).toMatchObject({ id: 'server-id', result: 'Hello' });
    expect(stream.taskId).toBe('server-id');
    expect(received).toHaveLength(1);
  });

  it('never follows the id of a sub-task', async () => {
    const all = [
      `data: ${JSON.stringify({ type: 'connected', data: {} })}\n\n`,
      event('chunk', 'Hello', 'own-id'),
      event('task_created', state('pending', {}, 'sub-1'), 'sub-1'),
      event('task_finished', state('completed', { result: 'sub' }, 'sub-1'), 'sub-1'),
    ].join('');
    const { stream, received } = streamOf(
      [connection([all]), ({ url }) => task('completed', { id: url.split('/').at(-1), result: 'Hello' })],
      { onAmbiguous: 'adopt' },
    );
    expect((await collect(stream)).at(-1)).toMatchObject({ type: 'task_finished', data: { result: 'Hello' } });
    expect((await stream.finalTask()).result).toBe('Hello');
    expect(received[1]?.path).not.toContain('sub-1');
  });
});

describe('the signal of a stream', () => {
  it.each(['leave', 'stop'] as const)(
    'aborts finalTask even after the loop was left (onAbandon "%s")',
    async (onAbandon) => {
      const controller = new AbortController();
      const { stream, received, clock } = streamOf([connection([created, never]), task('executing')], {
        signal: controller.signal,
        deadlineMs: 0,
        onAbandon,
      });
      for await (const { type } of stream) if (type === 'task_created') break;
      const end = rejection(stream.finalTask());
      await clock.sleep(5_000);
      const sentBefore = received.length;
      controller.abort('enough');
      expect(await end).toBe('enough');
      await clock.sleep(60_000);
      const after = received.slice(sentBefore).map(({ path }) => path.split('/').at(-1));
      expect(after).toEqual(onAbandon === 'stop' ? ['stop'] : []);
      expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
    },
  );
});

describe('leaving a stream', () => {
  it('before its first event closes it, and the next turn of the thread starts', async () => {
    const seen: { cancelled?: boolean } = {};
    const controller = new AbortController();
    const end = task('completed', { finished_at: '2026-01-01T00:00:00Z' });
    const next = task('completed', { finished_at: '2026-01-02T00:00:00Z' });
    const answers = [json({ detail: 'No' }, 404), connection([created, never], seen), end, task('pending'), next];
    const { xpander } = clientAnswering(answers, {
      hooks: {
        onResponse: ({ status, path }) => status === 200 && path.endsWith('/stream') && controller.abort('gone'),
      },
    });
    const thread = xpander.agent('a-1').thread(taskId);
    expect(await rejection(thread.stream('a', { signal: controller.signal }).finalTask())).toBe('gone');
    expect((await thread.send('b', { deadlineMs: 30_000 })).finished_at).toBe('2026-01-02T00:00:00Z');
    expect(seen.cancelled).toBe(true);
  });

  it('by break closes the connection, and finalTask polls the task', async () => {
    const seen: { cancelled?: boolean } = {};
    const { stream, received } = streamOf([
      connection([created, never], seen),
      task('executing'),
      task('completed', { result: 'later' }),
    ]);
    for await (const { type } of stream) if (type === 'task_created') break;
    expect(seen.cancelled).toBe(true);
    expect((await stream.finalTask()).result).toBe('later');
    expect(received.map(({ method }) => method)).toEqual(['POST', 'GET', 'GET']);
  });

  it('during a poll of its task does not wait for that poll', async () => {
    const { stream, received, clock } = streamOf([connection([created, never]), noReply], { idleTimeoutMs: 5_000 });
    const reader = stream[Symbol.asyncIterator]();
    await reader.next();
    const next = reader.next();
    while (received.length < 2) await clock.sleep(1_000);
    const startMs = clock.now();
    await reader.return?.();
    expect(await next).toEqual({ done: true, value: undefined });
    expect(clock.now()).toBe(startMs);
  });

  it('while its next event is awaited sends no more requests and calls no hooks', async () => {
    const asked: string[] = [];
    const { xpander, received, clock } = clientAnswering([connection([created, never]), task('executing')], {
      hooks: { onReconnect: () => asked.push('reconnect'), onPoll: () => asked.push('poll') },
    });
    const reader = xpander.agents.stream('a-1', 'hi')[Symbol.asyncIterator]();
    await reader.next();
    const next = reader.next();
    await reader.return?.();
    expect(await next).toEqual({ done: true, value: undefined });
    await clock.sleep(60_000);
    expect(received.map(({ method }) => method)).toEqual(['POST']);
    expect(asked).toEqual([]);
  });

  it('by break lets finalTask wait until the deadline of the call', async () => {
    const { stream, clock } = streamOf([connection([created, never]), task('executing')], { deadlineMs: 100_000 });
    for await (const { type } of stream) if (type === 'task_created') break;
    const startMs = clock.now();
    await clock.sleep(40_000);
    const error = await rejectionOf(DeadlineError, stream.finalTask());
    expect(error).toMatchObject({ deadlineMs: 100_000, taskId, started: true, lastTask: { status: 'executing' } });
    expect(clock.now() - startMs).toBe(100_000);
  });

  it('by break keeps the last snapshot of its events for the DeadlineError', async () => {
    const answers = [connection([created, never]), json({}, 503, { 'retry-after': '50' })];
    const { stream } = streamOf(answers, { deadlineMs: 10_000 });
    for await (const { type } of stream) if (type === 'task_created') break;
    const error = await rejectionOf(DeadlineError, stream.finalTask());
    expect(error.lastTask).toMatchObject({ id: taskId, status: 'pending' });
  });

  it.each([new Error('enough'), 0, null])(
    'by aborting its signal rejects the loop and finalTask at once with %o',
    async (reason) => {
      const seen: { cancelled?: boolean } = {};
      const controller = new AbortController();
      const { stream } = streamOf([connection([created, never], seen)], { signal: controller.signal });
      const reading = rejection(
        (async () => {
          for await (const { type } of stream) if (type === 'task_created') controller.abort(reason);
        })(),
      );
      expect(await reading).toBe(reason);
      expect(await rejection(stream.finalTask())).toBe(reason);
      expect(seen.cancelled).toBe(true);
    },
  );

  it('by stream.abort rejects the iterator and finalTask with the reason', async () => {
    const { stream } = streamOf([noReply]);
    const final = rejection(stream.finalTask());
    stream.abort('enough');
    expect(await final).toBe('enough');
    expect(await rejection(collect(stream))).toBe('enough');
  });

  it('unread until the deadline closes the connection', async () => {
    const seen: { cancelled?: boolean } = {};
    const { clock } = streamOf([connection([created, never], seen)], { deadlineMs: 5_000 });
    await clock.sleep(10_000);
    expect(seen.cancelled).toBe(true);
  });

  it('before the call sends nothing', async () => {
    const { stream, received } = streamOf([connection([finished])], { signal: AbortSignal.abort('early') });
    expect(await rejection(collect(stream))).toBe('early');
    expect(received).toEqual([]);
  });
});

describe('a stream that does not open', () => {
  it.each<[string, Answer]>([
    ['a reset', networkError('ECONNRESET')],
    ['a 504', html(504)],
    ['an HTML page', html(200)],
    ['a task instead of events', task('completed')],
  ])('rejects as ambiguous after %s', async (_, answer) => {
    const { stream, received } = streamOf([answer]);
    await rejectionOf(AmbiguousInvocationError, stream.finalTask());
    await rejectionOf(AmbiguousInvocationError, collect(stream));
    expect(received).toHaveLength(1);
  });

  it('is retried when no run can have started', async () => {
    const { stream, received } = streamOf([
      networkError('ECONNREFUSED'),
      json({}, 429, { 'retry-after': '1' }),
      connection([created, finished]),
    ]);
    await stream.finalTask();
    expect(received).toHaveLength(3);
  });

  it('is replaced by polling the task with onAmbiguous: "adopt"', async () => {
    const { stream } = streamOf([html(504), task('executing'), task('completed', { result: 'R' })], {
      onAmbiguous: 'adopt',
    });
    expect(typesOf(await collect(stream))).toEqual(['task_finished']);
    expect((await stream.finalTask()).result).toBe('R');
  });

  it('rejects after a 401 and for an invalid option, and never throws at the call', async () => {
    await rejectionOf(ApiError, streamOf([json({ detail: 'No' }, 401)]).stream.finalTask());
    const { stream, received } = streamOf([connection([finished])], { idleTimeoutMs: -1 });
    expect((await rejectionOf(ConfigurationError, collect(stream))).option).toBe('idleTimeoutMs');
    expect(received).toEqual([]);
  });
});

describe('run with via: "stream"', () => {
  it('sends one request', async () => {
    const { xpander, received } = clientAnswering([connection([created, finished])]);
    expect((await xpander.agents.run('a-1', 'hi', { via: 'stream' })).result).toBe('All of it');
    expect(received).toHaveLength(1);
  });

  it('polls when the stream breaks', async () => {
    const { xpander, received } = clientAnswering([connection([created]), task('completed', { result: 'polled' })]);
    expect((await xpander.agents.run('a-1', 'hi', { via: 'stream' })).result).toBe('polled');
    expect(received).toHaveLength(2);
  });
});

describe('streams in a thread', () => {
  it('run one at a time: the next turn starts after their end, or after they were left', async () => {
    const id = 'thread-1';
    const stamped = (second: number, result: string): object =>
      state('completed', { result, finished_at: `2026-02-07T02:13:0${second}Z` }, id);
    const first = connection([
      event('task_created', state('pending', {}, id), id),
      event('task_finished', stamped(1, 'one'), id),
    ]);
    const second = connection([event('task_created', state('pending', {}, id), id), never]);
    const answers: Answer[] = [
      json({}, 404),
      first,
      json(stamped(1, 'one')),
      second,
      json(stamped(1, 'one')),
      json(stamped(2, 'two')),
      json(state('pending', {}, id)),
      json(stamped(3, 'three')),
    ];
    const { xpander, received } = clientAnswering(answers);
    const one = xpander.agents.stream('a-1', { id, input: 'one' }).finalTask();
    const two = xpander.agents.stream('a-1', { id, input: 'two' });
    const three = xpander.agents.run('a-1', { id, input: 'three' });
    expect((await one).result).toBe('one');
    for await (const { type } of two) if (type === 'task_created') break;
    expect((await three).result).toBe('three');
    expect(received.map(({ method }) => method)).toEqual(['GET', 'POST', 'GET', 'POST', 'GET', 'GET', 'POST', 'GET']);
  });
});
