import { afterEach, describe, expect, it } from 'vitest';
import {
  AmbiguousInvocationError,
  type CompletedTask,
  type Hooks,
  StreamInterruptedError,
  type StreamOptions,
  type TaskEvent,
  type TaskStream,
  Xpander,
} from '../src/index.ts';
import { nextTurn, type PauseSkippingClock, pauseSkippingClock } from './clocks.ts';
import { createStreamServer, ended, type StreamScript, type StreamServer, snapshot } from './stream-server.ts';
import { agentId, collect, event, rejection, rejectionOf, taskId } from './support.ts';

let running: StreamServer | undefined;
afterEach(() => running?.close());

/** How every run begins. The last event before the fault is one that is passed to `onUpdate`. */
const prelude = `${event('task_created', snapshot('pending'))}${event('chunk', 'All ')}${event('task_updated', snapshot('executing'))}`;
const rest = `${event('chunk', 'of it')}${event('task_finished', ended)}`;
const finished = event('task_finished', ended);

/** A faulty stream, and where the client learns the end of the run from. */
interface FaultyStream {
  readonly script: StreamScript;
  readonly headers?: Record<string, string>;
  readonly endFrom: 'the stream' | 'the task';
}

const hang = ({ closed }: { closed: Promise<void> }): Promise<void> => closed;

function afterPrelude(then: StreamScript): StreamScript {
  return async (connection) => {
    await connection.write(prelude);
    return then(connection);
  };
}

const writes = (text: string, then: StreamScript): StreamScript =>
  afterPrelude(async (connection) => {
    await connection.write(text);
    return then(connection);
  });

/** Writes the same text until the connection is closed. */
const repeats = (text: string): StreamScript =>
  afterPrelude(async ({ write, response }) => {
    while (!response.destroyed) {
      await write(text);
      await nextTurn();
    }
  });

const close: StreamScript = ({ response }) => response.end();
/** Resets the connection after the client has read what was written, because a reset would discard it. */
const reset: StreamScript = async ({ socket, wasRead }) => {
  await wasRead;
  socket.resetAndDestroy();
};
const other = 'another-task';
const otherEnd = event('task_finished', { ...ended, id: other, result: 'Something else' }, other);

const faults: Record<string, FaultyStream> = {
  'no fault': { script: writes(rest, close), endFrom: 'the stream' },
  'a final event on a connection that stays open': { script: writes(rest, hang), endFrom: 'the stream' },
  'a reset': { script: afterPrelude(reset), endFrom: 'the task' },
  'a reset inside an event': { script: writes('data: {"type":"task_fin', reset), endFrom: 'the task' },
  'a close without a final event': { script: afterPrelude(close), endFrom: 'the task' },
  'a close inside an event': { script: writes(finished.slice(0, 60), close), endFrom: 'the task' },
  silence: { script: afterPrelude(hang), endFrom: 'the task' },
  'silence inside an event': { script: writes(finished.slice(0, 60), hang), endFrom: 'the task' },
  'nothing but comments': { script: repeats(': still here\n\n'), endFrom: 'the task' },
  'nothing but messages without data': { script: repeats('event: ping\ndata:\n\n'), endFrom: 'the task' },
  'an error event': { script: writes('data: {"type":"error","error":"oops"}\n\n', hang), endFrom: 'the task' },
  'a final event without a final status': {
    script: writes(event('task_finished', snapshot('executing')), hang),
    endFrom: 'the task',
  },
  'the events of two tasks': {
    script: writes(`${event('chunk', 'inner', other)}${otherEnd}${event('chunk', 'inner', other)}${rest}`, close),
    endFrom: 'the stream',
  },
  'the end of another task, then silence': { script: writes(otherEnd, hang), endFrom: 'the task' },
  'the end of another task, then a close': { script: writes(otherEnd, close), endFrom: 'the task' },
  'invalid data between the events': {
    script: writes(`data: {"type":\n\ndata: [1]\n\nwhat: is this\n\n\u0000\u0001\n\ndata: {}\n\n${rest}`, close),
    endFrom: 'the stream',
  },
  'endless invalid data': {
    script: afterPrelude(async ({ write, response }) => {
      while (!response.destroyed) await write('no colon, no line end, '.repeat(3_000));
    }),
    endFrom: 'the task',
  },
  'an endless event': {
    script: afterPrelude(async ({ write, response }) => {
      await write('data: {"type":"chunk","data":"');
      while (!response.destroyed) await write('x'.repeat(65_536));
    }),
    endFrom: 'the task',
  },
  'a compressed stream': { script: writes(rest, hang), headers: { 'content-encoding': 'gzip' }, endFrom: 'the stream' },
  'a compressed stream that is reset': {
    script: afterPrelude(reset),
    headers: { 'content-encoding': 'gzip' },
    endFrom: 'the task',
  },
};

interface WatchedClient {
  readonly xpander: Xpander;
  readonly clock: PauseSkippingClock;
  /** Options whose `onUpdate` lets idle limits expire once the prelude has been read. */
  readonly options: StreamOptions;
}

/** A client whose idle limits expire as soon as nothing else can happen, if the stream will not report the end. */
function createWatchedClient(server: StreamServer, endFrom: FaultyStream['endFrom']): WatchedClient {
  const clock = pauseSkippingClock(undefined, 20_000);
  let inFlight = 0;
  const hooks: Hooks = {
    onRequest: () => {
      inFlight += 1;
    },
    onResponse: () => {
      inFlight -= 1;
    },
  };
  /** The longest idle limit of a stream. */
  const longestIdleMs = 8 * 30_000;
  const expireLimits = async (): Promise<void> => {
    for (;;) {
      for (let turn = 0; turn < 20; turn += 1) await nextTurn();
      if (clock.pendingLimits() === 0 || !server.open()) return;
      if (inFlight === 0 && clock.leftMs() <= longestIdleMs) clock.expireNextLimit();
    }
  };
  const onUpdate: StreamOptions['onUpdate'] = ({ status }) => {
    if (status !== 'executing') return;
    server.markRead();
    if (endFrom === 'the task') void expireLimits();
  };
  const xpander = new Xpander({ apiKey: 'key-1', baseUrl: server.url, clock, hooks });
  return { xpander, clock, options: { onUpdate, pollIntervalMs: 1_500 } };
}

interface Answered {
  readonly text: string | null | undefined;
  readonly events?: readonly TaskEvent[];
}

const resultOf = async (task: Promise<CompletedTask>): Promise<Answered> => ({ text: (await task).result });

async function readEvents(stream: TaskStream): Promise<Answered> {
  const events = await collect(stream);
  return { events, ...(await resultOf(stream.finalTask())) };
}

/** Every way to read the answer of a stream. */
const ways: Record<string, (watched: WatchedClient) => Promise<Answered>> = {
  'agent.stream, read event by event': ({ xpander, options }) =>
    readEvents(xpander.agents.stream(agentId, 'hi', options)),
  'agent.stream, read as text': async ({ xpander, options }) => {
    const pieces = await collect(xpander.agents.stream(agentId, 'hi', options).textStream());
    return { text: pieces.join('') };
  },
  'finalTask without an iterator': ({ xpander, options }) =>
    resultOf(xpander.agents.stream(agentId, 'hi', options).finalTask()),
  'run with via: "stream"': ({ xpander, options }) =>
    resultOf(xpander.agents.run(agentId, 'hi', { onUpdate: options.onUpdate, pollIntervalMs: 1_500, via: 'stream' })),
  'thread.stream, read event by event': ({ xpander, options }) =>
    readEvents(xpander.agent(agentId).thread(taskId).stream('hi', options)),
};

async function expectIdle(server: StreamServer, clock: PauseSkippingClock): Promise<void> {
  while (server.open() > 0) await nextTurn();
  expect(clock.pendingLimits()).toBe(0);
  const sent = server.requests.length;
  for (let turn = 0; turn < 20; turn += 1) await nextTurn();
  expect(server.requests).toHaveLength(sent);
}

describe.each(Object.entries(ways))('%s', (way, answer) => {
  it.each(Object.entries(faults))('returns the whole answer despite %s', async (_, { script, headers, endFrom }) => {
    const isThread = way.startsWith('thread');
    const server = await createStreamServer(script, headers, isThread ? 2 : 1);
    running = server;
    const watched = createWatchedClient(server, endFrom);
    const { text, events } = await answer(watched);
    expect(text).toBe('All of it');
    if (events !== undefined) {
      const own = events.filter((each) => each.task_id === taskId);
      expect(own.filter(({ type }) => type === 'task_finished')).toHaveLength(1);
      expect(events.at(-1)).toMatchObject({ type: 'task_finished', task_id: taskId, data: { result: 'All of it' } });
    }
    expect(server.requests.filter((method) => method === 'POST')).toHaveLength(1);
    const reads = server.requests.slice(isThread ? 2 : 1);
    expect(reads.length > 0).toBe(endFrom === 'the task');
    await expectIdle(server, watched.clock);
  });
});

describe('leaving a stream', () => {
  /** Reads the prelude, and leaves the loop. */
  async function leave(stream: TaskStream): Promise<void> {
    for await (const { type } of stream) if (type === 'task_updated') break;
  }

  it.each(Object.entries(faults))(
    'still lets finalTask return the whole answer despite %s',
    async (_, { script, headers }) => {
      running = await createStreamServer(script, headers);
      const { xpander, clock, options } = createWatchedClient(running, 'the stream');
      const stream = xpander.agents.stream(agentId, 'hi', options);
      await leave(stream);
      expect((await stream.finalTask()).result).toBe('All of it');
      expect(running.requests).toEqual(['POST', 'GET', 'GET']);
      await expectIdle(running, clock);
    },
  );

  it('by break closes the connection and sends no more requests', async () => {
    running = await createStreamServer(afterPrelude(hang));
    const { xpander, clock, options } = createWatchedClient(running, 'the stream');
    await leave(xpander.agents.stream(agentId, 'hi', options));
    await expectIdle(running, clock);
    expect(running.requests).toEqual(['POST']);
  });

  it.each(['its signal', 'the stream'])(
    'by an abort of %s closes the connection and sends no more requests',
    async (by) => {
      running = await createStreamServer(afterPrelude(hang));
      const { xpander, clock, options } = createWatchedClient(running, 'the stream');
      const controller = new AbortController();
      const stream = xpander.agents.stream(agentId, 'hi', { ...options, signal: controller.signal });
      const final = rejection(stream.finalTask());
      const reading = rejection(
        (async () => {
          for await (const { type } of stream) {
            if (type !== 'task_updated') continue;
            if (by === 'the stream') stream.abort('enough');
            else controller.abort('enough');
          }
        })(),
      );
      expect([await reading, await final]).toEqual(['enough', 'enough']);
      await expectIdle(running, clock);
      expect(running.requests).toEqual(['POST']);
    },
  );

  it('while it waits for more text closes the connection and sends no more requests', async () => {
    running = await createStreamServer(afterPrelude(hang));
    const { xpander, clock, options } = createWatchedClient(running, 'the stream');
    const text = xpander.agents.stream(agentId, 'hi', options).textStream()[Symbol.asyncIterator]();
    expect(await text.next()).toEqual({ done: false, value: 'All ' });
    const more = text.next();
    // The other events of the prelude contain no text.
    for (let turn = 0; turn < 50; turn += 1) await nextTurn();
    expect(await text.return?.()).toEqual({ done: true, value: undefined });
    expect(await more).toEqual({ done: true, value: undefined });
    await expectIdle(running, clock);
    expect(running.requests).toEqual(['POST']);
  });

  it('before any text was read closes the connection and sends no more requests', async () => {
    running = await createStreamServer(afterPrelude(hang));
    const { xpander, clock, options } = createWatchedClient(running, 'the stream');
    const text = xpander.agents.stream(agentId, 'hi', options).textStream()[Symbol.asyncIterator]();
    while (running.open() === 0) await nextTurn();
    await text.return?.();
    await expectIdle(running, clock);
    expect(running.requests).toEqual(['POST']);
  });
});

describe('a stream that names no task', () => {
  const early: Record<string, StreamScript> = {
    'a close': close,
    'an error event': async ({ write, closed }) => {
      await write('data: {"type":"error","error":"oops"}\n\n');
      await closed;
    },
    'an endless event': async ({ write, response }) => {
      while (!response.destroyed) await write(`data: ${'x'.repeat(65_536)}`);
    },
  };

  it.each(Object.entries(early))('rejects every reader after %s', async (_, script) => {
    running = await createStreamServer(script);
    const { xpander, clock } = createWatchedClient(running, 'the stream');
    const streams = [0, 1, 2, 3].map(() => xpander.agents.stream(agentId, 'hi'));
    const [first, second, third] = streams as [TaskStream, TaskStream, TaskStream];
    await rejectionOf(StreamInterruptedError, collect(first));
    await rejectionOf(StreamInterruptedError, collect(second.textStream()));
    await rejectionOf(StreamInterruptedError, third.finalTask());
    for (const stream of streams) await rejectionOf(StreamInterruptedError, stream.finalTask());
    expect(running.requests).toEqual(['POST', 'POST', 'POST', 'POST']);
    await expectIdle(running, clock);
  });
});

describe('a response that is not an event stream', () => {
  it.each(['text/html', 'application/json', 'text/plain; charset=utf-8', 'application/octet-stream'])(
    'rejects as ambiguous, whatever it contains: %s',
    async (type) => {
      running = await createStreamServer(writes(rest, close), { 'content-type': type });
      const { xpander, clock } = createWatchedClient(running, 'the stream');
      const stream = xpander.agents.stream(agentId, 'hi');
      const error = await rejectionOf(AmbiguousInvocationError, collect(stream));
      expect(error).toMatchObject({ status: 200, cause: { code: 'protocol' } });
      expect(await rejection(stream.finalTask())).toBe(error);
      expect(await rejection(xpander.agents.run(agentId, 'hi', { via: 'stream' }))).toBeInstanceOf(
        AmbiguousInvocationError,
      );
      expect(running.requests).toEqual(['POST', 'POST']);
      await expectIdle(running, clock);
    },
  );
});

describe('a server that is faster than its reader', () => {
  const mebibyte = 1024 * 1024;
  const events = 3_200;

  /** Writes 200 MiB as fast as it can, and counts the characters written. */
  function flood(): { script: StreamScript; sent: () => number } {
    let sent = 0;
    const chunk = event('chunk', 'x'.repeat(65_536));
    const script = afterPrelude(async ({ write, response, closed }) => {
      for (let count = 0; count < events && !response.destroyed; count += 1) {
        await write(chunk);
        sent += chunk.length;
      }
      await write(finished);
      await closed;
    });
    return { script, sent: () => sent };
  }

  /** Waits until nothing more is written, and returns the count. */
  async function untilStill(sent: () => number): Promise<number> {
    let seen = sent();
    for (let stillTurns = 0; stillTurns < 500; stillTurns += 1) {
      await nextTurn();
      if (sent() !== seen) stillTurns = 0;
      seen = sent();
    }
    return seen;
  }

  it('has to wait while the stream is unread, and while its reader is slow', async () => {
    const { script, sent } = flood();
    running = await createStreamServer(script);
    const { xpander, options } = createWatchedClient(running, 'the stream');
    const stream = xpander.agents.stream(agentId, 'hi', { ...options, deadlineMs: 0 });
    while (running.open() === 0) await nextTurn();
    // Buffers of the system and of both ends, and little more.
    const slack = 20 * mebibyte;
    expect(await untilStill(sent)).toBeLessThan(slack);
    let read = 0;
    for await (const { type } of stream) {
      if (type === 'chunk') read += 1;
      if (type === 'chunk' && read % 800 === 0) expect(await untilStill(sent)).toBeLessThan(slack + read * 65_700);
    }
    // The prelude has a chunk as well.
    expect(read).toBe(events + 1);
    expect(running.requests).toEqual(['POST']);
  });

  it('is stopped at once when its reader leaves', async () => {
    const { script, sent } = flood();
    running = await createStreamServer(script);
    const { xpander, clock, options } = createWatchedClient(running, 'the stream');
    for await (const { type } of xpander.agents.stream(agentId, 'hi', options)) if (type === 'chunk') break;
    await expectIdle(running, clock);
    expect(await untilStill(sent)).toBeLessThan(20 * mebibyte);
  });
});
