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
import { createStreamServer, ended, event, type StreamScript, type StreamServer, snapshot } from './stream-server.ts';
import { agentId, collect, nextTurn, type PausesOnly, pausesOnly, rejection, rejectionOf, taskId } from './support.ts';

let running: StreamServer | undefined;
afterEach(() => running?.close());

/** How every run begins. The last event before the trouble is one that `onUpdate` hears of. */
const prelude = `${event('task_created', snapshot('pending'))}${event('chunk', 'All ')}${event('task_updated', snapshot('executing'))}`;
const rest = `${event('chunk', 'of it')}${event('task_finished', ended)}`;
const finished = event('task_finished', ended);

/** A stream in trouble, and who tells the end of its run. */
interface Trouble {
  readonly script: StreamScript;
  readonly headers?: Record<string, string>;
  readonly toldBy: 'the stream' | 'the task';
}

const hang = ({ closed }: { closed: Promise<void> }): Promise<void> => closed;

function begin(then: StreamScript): StreamScript {
  return async (connection) => {
    await connection.write(prelude);
    return then(connection);
  };
}

const says = (text: string, then: StreamScript): StreamScript =>
  begin(async (connection) => {
    await connection.write(text);
    return then(connection);
  });

/** Writes the same for as long as somebody is there. */
const pours = (text: string): StreamScript =>
  begin(async ({ write, response }) => {
    while (!response.destroyed) {
      await write(text);
      await nextTurn();
    }
  });

const end: StreamScript = ({ response }) => response.end();
/** What was written has been read: a reset would throw it away. */
const cut: StreamScript = async ({ socket, heard }) => {
  await heard;
  socket.resetAndDestroy();
};
const other = 'another-task';
const otherEnd = event('task_finished', { ...ended, id: other, result: 'Something else' }, other);

const troubles: Record<string, Trouble> = {
  'no trouble': { script: says(rest, end), toldBy: 'the stream' },
  'an end after which the server does not close': { script: says(rest, hang), toldBy: 'the stream' },
  'a cut': { script: begin(cut), toldBy: 'the task' },
  'a cut inside an event': { script: says('data: {"type":"task_fin', cut), toldBy: 'the task' },
  'a close without the end': { script: begin(end), toldBy: 'the task' },
  'a close inside an event': { script: says(finished.slice(0, 60), end), toldBy: 'the task' },
  silence: { script: begin(hang), toldBy: 'the task' },
  'silence inside an event': { script: says(finished.slice(0, 60), hang), toldBy: 'the task' },
  'comments alone': { script: pours(': still here\n\n'), toldBy: 'the task' },
  'messages without data alone': { script: pours('event: ping\ndata:\n\n'), toldBy: 'the task' },
  'an error event': { script: says('data: {"type":"error","error":"oops"}\n\n', hang), toldBy: 'the task' },
  'an end that is none': { script: says(event('task_finished', snapshot('executing')), hang), toldBy: 'the task' },
  'the events of two tasks': {
    script: says(`${event('chunk', 'inner', other)}${otherEnd}${event('chunk', 'inner', other)}${rest}`, end),
    toldBy: 'the stream',
  },
  'the end of another task, then silence': { script: says(otherEnd, hang), toldBy: 'the task' },
  'the end of another task, then a close': { script: says(otherEnd, end), toldBy: 'the task' },
  'garbage between the events': {
    script: says(`data: {"type":\n\ndata: [1]\n\nwhat: is this\n\n\u0000\u0001\n\ndata: {}\n\n${rest}`, end),
    toldBy: 'the stream',
  },
  'garbage for ever': {
    script: begin(async ({ write, response }) => {
      while (!response.destroyed) await write('no colon, no line end, '.repeat(3_000));
    }),
    toldBy: 'the task',
  },
  'an event without end': {
    script: begin(async ({ write, response }) => {
      await write('data: {"type":"chunk","data":"');
      while (!response.destroyed) await write('x'.repeat(65_536));
    }),
    toldBy: 'the task',
  },
  'a compressed stream': { script: says(rest, hang), headers: { 'content-encoding': 'gzip' }, toldBy: 'the stream' },
  'a compressed stream that is cut': {
    script: begin(cut),
    headers: { 'content-encoding': 'gzip' },
    toldBy: 'the task',
  },
};

interface Watched {
  readonly xpander: Xpander;
  readonly clock: PausesOnly;
  /** Options that let silence be noticed as soon as the prelude has been read. */
  readonly options: StreamOptions;
}

/** A client whose idle questions come as soon as nothing else can happen, if the events will not tell the end. */
function watch(server: StreamServer, toldBy: Trouble['toldBy']): Watched {
  const clock = pausesOnly(undefined, 20_000);
  let inFlight = 0;
  const hooks: Hooks = {
    onRequest: () => {
      inFlight += 1;
    },
    onResponse: () => {
      inFlight -= 1;
    },
  };
  /** The longest that a stream is left alone. */
  const longestIdleMs = 8 * 30_000;
  const ring = async (): Promise<void> => {
    for (;;) {
      for (let turn = 0; turn < 20; turn += 1) await nextTurn();
      if (clock.limits() === 0 || !server.open()) return;
      if (inFlight === 0 && clock.leftMs() <= longestIdleMs) clock.ring();
    }
  };
  const onUpdate: StreamOptions['onUpdate'] = ({ status }) => {
    if (status !== 'executing') return;
    server.hear();
    if (toldBy === 'the task') void ring();
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

/** Every way to get an answer out of a stream. */
const ways: Record<string, (watched: Watched) => Promise<Answered>> = {
  'agent.stream, read event by event': ({ xpander, options }) =>
    readEvents(xpander.agents.stream(agentId, 'hi', options)),
  'agent.stream, read as text': async ({ xpander, options }) => {
    const pieces = await collect(xpander.agents.stream(agentId, 'hi', options).textStream());
    return { text: pieces.join('') };
  },
  'finalTask without a reader': ({ xpander, options }) =>
    resultOf(xpander.agents.stream(agentId, 'hi', options).finalTask()),
  'run over a stream': ({ xpander, options }) =>
    resultOf(xpander.agents.run(agentId, 'hi', { onUpdate: options.onUpdate, pollIntervalMs: 1_500, via: 'stream' })),
  'thread.stream, read event by event': ({ xpander, options }) =>
    readEvents(xpander.agent(agentId).thread(taskId).stream('hi', options)),
};

async function expectAtRest(server: StreamServer, clock: PausesOnly): Promise<void> {
  while (server.open() > 0) await nextTurn();
  expect(clock.limits()).toBe(0);
  const sent = server.requests.length;
  for (let turn = 0; turn < 20; turn += 1) await nextTurn();
  expect(server.requests).toHaveLength(sent);
}

describe.each(Object.entries(ways))('%s', (way, answer) => {
  it.each(Object.entries(troubles))('gives the whole answer in spite of %s', async (_, { script, headers, toldBy }) => {
    const isThread = way.startsWith('thread');
    const server = await createStreamServer(script, headers, isThread ? 2 : 1);
    running = server;
    const watched = watch(server, toldBy);
    const { text, events } = await answer(watched);
    expect(text).toBe('All of it');
    if (events !== undefined) {
      const own = events.filter((each) => each.task_id === taskId);
      expect(own.filter(({ type }) => type === 'task_finished')).toHaveLength(1);
      expect(events.at(-1)).toMatchObject({ type: 'task_finished', task_id: taskId, data: { result: 'All of it' } });
    }
    expect(server.requests.filter((method) => method === 'POST')).toHaveLength(1);
    const looks = server.requests.slice(isThread ? 2 : 1);
    expect(looks.length > 0).toBe(toldBy === 'the task');
    await expectAtRest(server, watched.clock);
  });
});

describe('whoever leaves a stream', () => {
  /** Reads the prelude. */
  async function leave(stream: TaskStream): Promise<void> {
    for await (const { type } of stream) if (type === 'task_updated') break;
  }

  it.each(Object.entries(troubles))(
    'still gets the whole answer from finalTask, in spite of %s',
    async (_, { script, headers }) => {
      running = await createStreamServer(script, headers);
      const { xpander, clock, options } = watch(running, 'the stream');
      const stream = xpander.agents.stream(agentId, 'hi', options);
      await leave(stream);
      expect((await stream.finalTask()).result).toBe('All of it');
      expect(running.requests).toEqual(['POST', 'GET', 'GET']);
      await expectAtRest(running, clock);
    },
  );

  it('by break closes the connection, and asks nothing more', async () => {
    running = await createStreamServer(begin(hang));
    const { xpander, clock, options } = watch(running, 'the stream');
    await leave(xpander.agents.stream(agentId, 'hi', options));
    await expectAtRest(running, clock);
    expect(running.requests).toEqual(['POST']);
  });

  it.each(['its signal', 'itself'])('by an abort of %s closes the connection, and asks nothing more', async (by) => {
    running = await createStreamServer(begin(hang));
    const { xpander, clock, options } = watch(running, 'the stream');
    const controller = new AbortController();
    const stream = xpander.agents.stream(agentId, 'hi', { ...options, signal: controller.signal });
    const final = rejection(stream.finalTask());
    const reading = rejection(
      (async () => {
        for await (const { type } of stream) {
          if (type !== 'task_updated') continue;
          if (by === 'itself') stream.abort('enough');
          else controller.abort('enough');
        }
      })(),
    );
    expect([await reading, await final]).toEqual(['enough', 'enough']);
    await expectAtRest(running, clock);
    expect(running.requests).toEqual(['POST']);
  });

  it('while it waits for more text closes the connection, and asks nothing more', async () => {
    running = await createStreamServer(begin(hang));
    const { xpander, clock, options } = watch(running, 'the stream');
    const text = xpander.agents.stream(agentId, 'hi', options).textStream()[Symbol.asyncIterator]();
    expect(await text.next()).toEqual({ done: false, value: 'All ' });
    const more = text.next();
    // The other events of the prelude bring no text.
    for (let turn = 0; turn < 50; turn += 1) await nextTurn();
    expect(await text.return?.()).toEqual({ done: true, value: undefined });
    expect(await more).toEqual({ done: true, value: undefined });
    await expectAtRest(running, clock);
    expect(running.requests).toEqual(['POST']);
  });

  it('before it read any text closes the connection as well', async () => {
    running = await createStreamServer(begin(hang));
    const { xpander, clock, options } = watch(running, 'the stream');
    const text = xpander.agents.stream(agentId, 'hi', options).textStream()[Symbol.asyncIterator]();
    while (running.open() === 0) await nextTurn();
    await text.return?.();
    await expectAtRest(running, clock);
    expect(running.requests).toEqual(['POST']);
  });
});

describe('a stream that tells no task', () => {
  const early: Record<string, StreamScript> = {
    'a close': end,
    'an error event': async ({ write, closed }) => {
      await write('data: {"type":"error","error":"oops"}\n\n');
      await closed;
    },
    'an event without end': async ({ write, response }) => {
      while (!response.destroyed) await write(`data: ${'x'.repeat(65_536)}`);
    },
  };

  it.each(Object.entries(early))('is an error for everyone: %s', async (_, script) => {
    running = await createStreamServer(script);
    const { xpander, clock } = watch(running, 'the stream');
    const streams = [0, 1, 2, 3].map(() => xpander.agents.stream(agentId, 'hi'));
    const [first, second, third] = streams as [TaskStream, TaskStream, TaskStream];
    await rejectionOf(StreamInterruptedError, collect(first));
    await rejectionOf(StreamInterruptedError, collect(second.textStream()));
    await rejectionOf(StreamInterruptedError, third.finalTask());
    for (const stream of streams) await rejectionOf(StreamInterruptedError, stream.finalTask());
    expect(running.requests).toEqual(['POST', 'POST', 'POST', 'POST']);
    await expectAtRest(running, clock);
  });
});

describe('an answer that is no stream of events', () => {
  it.each(['text/html', 'application/json', 'text/plain; charset=utf-8', 'application/octet-stream'])(
    'may have started a run, whatever it holds: %s',
    async (type) => {
      running = await createStreamServer(says(rest, end), { 'content-type': type });
      const { xpander, clock } = watch(running, 'the stream');
      const stream = xpander.agents.stream(agentId, 'hi');
      const error = await rejectionOf(AmbiguousInvocationError, collect(stream));
      expect(error).toMatchObject({ status: 200, cause: { code: 'protocol' } });
      expect(await rejection(stream.finalTask())).toBe(error);
      expect(await rejection(xpander.agents.run(agentId, 'hi', { via: 'stream' }))).toBeInstanceOf(
        AmbiguousInvocationError,
      );
      expect(running.requests).toEqual(['POST', 'POST']);
      await expectAtRest(running, clock);
    },
  );
});

describe('a server that is faster than its reader', () => {
  const mebibyte = 1024 * 1024;
  const events = 3_200;

  /** Writes 200 MiB as fast as it may, and counts what left. */
  function flood(): { script: StreamScript; sent: () => number } {
    let sent = 0;
    const chunk = event('chunk', 'x'.repeat(65_536));
    const script = begin(async ({ write, response, closed }) => {
      for (let count = 0; count < events && !response.destroyed; count += 1) {
        await write(chunk);
        sent += chunk.length;
      }
      await write(finished);
      await closed;
    });
    return { script, sent: () => sent };
  }

  /** What has left once nothing more does. */
  async function untilStill(sent: () => number): Promise<number> {
    let seen = sent();
    for (let stillTurns = 0; stillTurns < 500; stillTurns += 1) {
      await nextTurn();
      if (sent() !== seen) stillTurns = 0;
      seen = sent();
    }
    return seen;
  }

  it('has to wait while nobody reads, and while a reader takes its time', async () => {
    const { script, sent } = flood();
    running = await createStreamServer(script);
    const { xpander, options } = watch(running, 'the stream');
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
    // That of the prelude as well.
    expect(read).toBe(events + 1);
    expect(running.requests).toEqual(['POST']);
  });

  it('is stopped at once by a reader who leaves', async () => {
    const { script, sent } = flood();
    running = await createStreamServer(script);
    const { xpander, clock, options } = watch(running, 'the stream');
    for await (const { type } of xpander.agents.stream(agentId, 'hi', options)) if (type === 'chunk') break;
    await expectAtRest(running, clock);
    expect(await untilStill(sent)).toBeLessThan(20 * mebibyte);
  });
});
