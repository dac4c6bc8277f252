import { AsyncLocalStorage } from 'node:async_hooks';
import { createMockXpander, fail, type MockXpander, pause, type ScriptTurn } from '@xpander/mock';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  ApiError,
  ConfigurationError,
  DeadlineError,
  OutputError,
  type StreamOptions,
  type TaskEvent,
  TaskFailedError,
  TaskPausedError,
  type TaskStream,
  Xpander,
} from '../src/index.ts';
import { parts } from '../src/streaming/parts.ts';
import { drainEventLoop } from './many-support.ts';
import {
  type Answer,
  clientAnswering,
  clientOfMock,
  collect,
  html,
  json,
  networkError,
  postsTo,
  rejection,
  rejectionOf,
  task,
  taskId,
} from './support.ts';

const script = async function* ({ text, sleep }: ScriptTurn) {
  await sleep(5_000);
  if (text === 'fail') throw fail('no luck');
  if (text === 'pause') yield pause({ hitl: { wait_node_id: 'node-1' } });
  await sleep(5_000);
  yield text === 'json' ? '{"city":"Lisbon"}' : `answer to ${text}`;
};

interface Started {
  readonly xpander: Xpander;
  readonly mock: MockXpander;
  readonly id: string;
  /** The requests since the run was started by another client. */
  readonly requests: () => string[];
}

/** A run that another client has started. */
async function started(text = 'hi', xpanderOf: (mock: MockXpander) => Xpander = clientOfMock): Promise<Started> {
  const mock = createMockXpander({ agents: { poet: script } });
  const { id } = await clientOfMock(mock).agents.invokeAsync('poet', text);
  const before = mock.requests.length;
  const requests = (): string[] => mock.requests.slice(before).map(({ method, path }) => `${method} ${path}`);
  return { xpander: xpanderOf(mock), mock, id, requests };
}

const statusOf = (event: TaskEvent): string =>
  `${event.type} ${event.type.startsWith('task_') ? (event.data as { status?: string }).status : ''}`;

const follow = (answers: readonly Answer[], options: StreamOptions = {}): TaskStream =>
  clientAnswering(answers).xpander.tasks.follow(taskId, options);

describe('tasks.follow', () => {
  it('yields task_updated for each change and task_finished at the end, and starts nothing', async () => {
    const { xpander, id, mock, requests } = await started();
    const events = await collect(xpander.tasks.follow(id));
    const changes = ['task_updated pending', 'task_updated executing', 'task_finished completed'];
    expect(events.map(statusOf)).toEqual(changes);
    expect(events.map(({ task_id }) => task_id)).toEqual([id, id, id]);
    expect(postsTo(mock)).toHaveLength(1);
    expect(new Set(requests())).toEqual(new Set([`GET /v1/tasks/${id}`]));
  });

  it('yields each changed snapshot once', async () => {
    const answers = ['pending', 'pending', 'executing', 'executing'].map((status) => task(status));
    const stream = follow([...answers, task('executing', { title: 'T' }), task('completed')], { pollIntervalMs: 50 });
    expect((await collect(stream)).map(statusOf)).toEqual([
      'task_updated pending',
      'task_updated executing',
      'task_updated executing',
      'task_finished completed',
    ]);
  });

  it('takes a task, and needs no request when it has ended', async () => {
    const { xpander, id, requests } = await started();
    const ended = await xpander.tasks.wait(id);
    const before = requests().length;
    const stream = xpander.tasks.follow(ended);
    expect((await collect(stream)).map(statusOf)).toEqual(['task_finished completed']);
    expect((await stream.finalTask()).result).toBe('answer to hi');
    expect(requests()).toHaveLength(before);
  });

  it('knows the id at once, also in opened', async () => {
    const { xpander, id } = await started();
    const stream = xpander.tasks.follow({ id });
    expect(await stream.opened).toBe(id);
    expect(stream.taskId).toBe(id);
    stream.abort();
  });

  it('yields the result as text', async () => {
    const { xpander, id } = await started();
    expect(await collect(xpander.tasks.follow(id).textStream())).toEqual(['answer to hi']);
  });

  it('has the final task with a reader and without, any number of times', async () => {
    const { xpander, id } = await started();
    const stream = xpander.tasks.follow(id);
    const [first, second] = await Promise.all([stream.finalTask(), stream.finalTask()]);
    expect([first.result, second.result]).toEqual(['answer to hi', 'answer to hi']);
    expect((await collect(stream)).map(statusOf)).toEqual(['task_finished completed']);
  });

  it('can be read as parts', async () => {
    const { xpander, id } = await started();
    const types = (await collect(parts(xpander.tasks.follow(id)))).map(({ type }) => type);
    expect(types).toEqual(['status', 'status', 'text', 'finish']);
  });

  it('ends normally after a run that failed; finalTask and textStream reject', async () => {
    const { xpander, id } = await started('fail');
    const stream = xpander.tasks.follow(id);
    expect((await collect(stream)).map(statusOf).at(-1)).toBe('task_finished failed');
    await rejectionOf(TaskFailedError, stream.finalTask());
    await rejectionOf(TaskFailedError, collect(xpander.tasks.follow(id).textStream()));
  });

  it('has one reader', async () => {
    const { xpander, id } = await started();
    const stream = xpander.tasks.follow(id);
    await collect(stream);
    expect(() => stream[Symbol.asyncIterator]()).toThrow(/one already has a reader/);
    expect(() => stream.textStream()).toThrow(/one already has a reader/);
  });

  it('validates output as a stream does', async () => {
    const output = z.object({ city: z.string() });
    const { xpander, id } = await started('json');
    expect((await xpander.tasks.follow(id, { output }).finalTask()).output.city).toBe('Lisbon');
    const other = await started('hi');
    await rejectionOf(OutputError, other.xpander.tasks.follow(other.id, { output }).finalTask());
  });

  it('rejects when there is no such task, or an option is wrong', async () => {
    const { xpander } = await started();
    const missing = await rejectionOf(ApiError, collect(xpander.tasks.follow('no-such-task')));
    expect(missing.code).toBe('not_found');
    expect(missing.stack).toMatch(/follow\.test\.ts/);
    for (const stream of [xpander.tasks.follow(''), xpander.tasks.follow('t', { deadlineMs: -1 })]) {
      const error = await rejectionOf(ConfigurationError, collect(stream));
      expect(await rejection(stream.opened)).toBe(error);
      expect(await rejection(stream.finalTask())).toBe(error);
    }
  });

  it('outlasts trouble once the task is known', async () => {
    const answers = [task('executing'), html(502), networkError('ECONNRESET'), json({}, 500), task('completed')];
    expect((await collect(follow(answers))).map(statusOf)).toEqual([
      'task_updated executing',
      'task_finished completed',
    ]);
  });

  it('does not take the end of an earlier turn for the end', async () => {
    const earlier = { finished_at: '2026-11-20T10:00:00Z', result: 'first' };
    const later = { finished_at: '2026-11-20T10:05:00Z', result: 'second' };
    const before = (await task('completed', earlier).json()) as never;
    const answers = [task('completed', earlier), task('executing'), task('completed', later)];
    const events = await collect(follow(answers, { since: before }));
    expect(events.map(statusOf)).toEqual(['task_updated executing', 'task_finished completed']);
    expect(events.at(-1)).toMatchObject({ data: { result: 'second' } });
  });

  it('calls onUpdate with each snapshot, and onEvent with each event', async () => {
    const told: string[] = [];
    const onUpdate: StreamOptions['onUpdate'] = async ({ status }) => void told.push(`update ${status}`);
    const onEvent: StreamOptions['onEvent'] = (event) => void told.push(statusOf(event));
    await collect(follow([task('executing'), task('completed')], { onUpdate, onEvent }));
    expect(told).toEqual(['update executing', 'task_updated executing', 'update completed', 'task_finished completed']);
    const trouble = new Error('callback');
    const fails = (): never => {
      throw trouble;
    };
    expect(await rejection(collect(follow([task('executing')], { onUpdate: fails })))).toBe(trouble);
    expect(await rejection(collect(follow([task('executing')], { onEvent: fails })))).toBe(trouble);
  });
});

describe('the polls of a followed task', () => {
  it('are sent only while the stream is read', async () => {
    const { xpander, mock, id, requests } = await started();
    const stream = xpander.tasks.follow(id);
    await mock.clock.sleep(3_000);
    expect(requests()).toEqual([]);
    let seen = 0;
    for await (const { type } of stream) {
      seen = requests().length;
      await mock.clock.sleep(60_000);
      if (type === 'task_updated') expect(requests()).toHaveLength(seen);
    }
    expect(requests().length).toBe(2);
  });

  it('are those of tasks.wait: as many, at the same pace', async () => {
    const timesOf = async (use: (xpander: Xpander, id: string) => Promise<unknown>): Promise<number[]> => {
      const { xpander, mock, id } = await started(
        'hi',
        ({ fetch, clock }) => new Xpander({ apiKey: 'k', fetch, clock }),
      );
      const startMs = mock.clock.now();
      await use(xpander, id);
      return mock.requests.filter(({ method }) => method === 'GET').map(({ at }) => Math.round(at - startMs));
    };
    const options = { pollIntervalMs: 1_000 };
    const waits = await timesOf((xpander, id) => xpander.tasks.wait(id, options));
    const follows = await timesOf((xpander, id) => xpander.tasks.follow(id, options).finalTask());
    expect(follows).toHaveLength(waits.length);
    expect(waits.length).toBeGreaterThan(5);
  });

  it('end when the reader leaves; finalTask then waits on', async () => {
    const { xpander, mock, id, requests } = await started();
    const stream = xpander.tasks.follow(id);
    for await (const { type } of stream) if (type === 'task_updated') break;
    const before = requests().length;
    await mock.clock.sleep(3_000);
    expect(requests()).toHaveLength(before);
    expect((await stream.finalTask()).result).toBe('answer to hi');
  });

  it('end when the reader leaves while an event is awaited', async () => {
    const { xpander, mock, id, requests } = await started();
    const iterator = xpander.tasks.follow(id)[Symbol.asyncIterator]();
    await iterator.next();
    const pending = iterator.next();
    await iterator.return?.();
    expect(await pending).toMatchObject({ done: true });
    const before = requests().length;
    await mock.clock.sleep(60_000);
    expect(requests()).toHaveLength(before);
  });
});

describe('a followed task that is paused', () => {
  it('is an event in the loop, which goes on once the task is resumed', async () => {
    const { xpander, mock, id } = await started('pause');
    const seen: string[] = [];
    for await (const event of xpander.tasks.follow(id)) {
      seen.push(statusOf(event));
      if (statusOf(event) === 'task_updated paused') mock.task(id).resume();
    }
    expect(seen).toContain('task_updated paused');
    expect(seen.at(-1)).toBe('task_finished completed');
  });

  it('rejects textStream and finalTask, with what it waits for', async () => {
    const { xpander, id } = await started('pause');
    const paused = xpander.tasks.follow(id);
    const error = await rejectionOf(TaskPausedError, paused.finalTask());
    expect(error.hitlRequest).toMatchObject({ wait_node_id: 'node-1' });
    await rejectionOf(TaskPausedError, collect(xpander.tasks.follow(id).textStream()));
    await rejectionOf(TaskPausedError, xpander.tasks.follow(await xpander.tasks.get(id)).finalTask());
  });

  it('is waited for with onPaused: "wait"', async () => {
    const { xpander, mock, id } = await started('pause');
    void mock.clock.sleep(60_000).then(() => mock.task(id).resume());
    expect((await xpander.tasks.follow(id, { onPaused: 'wait' }).finalTask()).result).toBe('answer to pause');
  });
});

describe('a followed task that is given up', () => {
  const stops = (mock: MockXpander): number => mock.requests.filter(({ path }) => path.endsWith('/stop')).length;

  it('rejects with the DeadlineError, counted from the call, and goes on', async () => {
    const { xpander, mock, id } = await started();
    const error = await rejectionOf(DeadlineError, collect(xpander.tasks.follow(id, { deadlineMs: 7_000 })));
    expect(error).toMatchObject({ taskId: id, started: true, lastTask: { status: 'executing' } });
    const late = xpander.tasks.follow(id, { deadlineMs: 500 });
    await mock.clock.sleep(1_000);
    await rejectionOf(DeadlineError, collect(late));
    expect(stops(mock)).toBe(0);
    expect((await xpander.tasks.wait(id)).status).toBe('completed');
  });

  it('rejects with the reason of an abort, at once', async () => {
    const { xpander, mock, id } = await started();
    const aborted = xpander.tasks.follow(id);
    const reading = rejection(collect(aborted));
    await mock.clock.sleep(2_000);
    const atMs = mock.clock.now();
    aborted.abort('enough');
    expect(await reading).toBe('enough');
    expect(await rejection(aborted.finalTask())).toBe('enough');
    const controller = new AbortController();
    const signalled = xpander.tasks.follow(id, { signal: controller.signal });
    controller.abort(null);
    expect(await rejection(signalled.finalTask())).toBeNull();
    expect(mock.clock.now()).toBe(atMs);
    expect(await rejection(xpander.tasks.follow(id, { signal: AbortSignal.abort('no') }).finalTask())).toBe('no');
    expect(stops(mock)).toBe(0);
  });

  it('is stopped with onAbandon: "stop" after an abort and a deadline, read or unread, and not after break', async () => {
    const cases: [StreamOptions, (stream: TaskStream) => Promise<unknown>, number][] = [
      [{}, async (stream) => stream.abort('enough'), 1],
      [{ deadlineMs: 3_000 }, (stream) => collect(stream), 1],
      [{ deadlineMs: 3_000 }, async () => undefined, 1],
      [{}, (stream) => leave(stream), 0],
    ];
    for (const [options, use, expected] of cases) {
      const { xpander, mock, id } = await started();
      await use(xpander.tasks.follow(id, { ...options, onAbandon: 'stop' })).catch(() => undefined);
      await mock.clock.sleep(4_000);
      expect(stops(mock)).toBe(expected);
    }
  });

  it('leaves no rejection unhandled when nothing reads it', async () => {
    const { xpander, mock, id } = await started();
    xpander.tasks.follow(id, { deadlineMs: 100 });
    xpander.tasks.follow(id).abort('unread');
    xpander.tasks.follow('');
    await mock.clock.sleep(1_000);
    await drainEventLoop();
  });
});

async function leave(stream: TaskStream): Promise<void> {
  for await (const { type } of stream) if (type === 'task_updated') break;
}

describe('a followed task and the hook around', () => {
  it('is one wait, whose context its polls have wherever it is read', async () => {
    const context = new AsyncLocalStorage<string>();
    const seen: unknown[] = [];
    const contexts = new Set<string | undefined>();
    const { xpander, id } = await started('hi', ({ fetch, clock }) => {
      const note = (): void => void contexts.add(context.getStore());
      return new Xpander({
        apiKey: 'key-1',
        fetch,
        clock,
        hooks: {
          onRequest: note,
          onPoll: note,
          around: ({ verb, taskId: told }, go) =>
            context.run('ours', async () => void seen.push(verb, told, (await go())?.status)),
        },
      });
    });
    const stream = xpander.tasks.follow(id);
    await context.run('theirs', () => collect(stream));
    await drainEventLoop();
    expect(seen).toEqual(['wait', id, 'completed']);
    expect([...contexts]).toEqual(['ours']);
  });
});
