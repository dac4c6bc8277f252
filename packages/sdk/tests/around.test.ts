import { AsyncLocalStorage } from 'node:async_hooks';
import { createMockXpander, fail, type MockXpander, pause, type ScriptTurn } from '@xpander/mock';
import { describe, expect, it } from 'vitest';
import {
  combineHooks,
  type Hooks,
  type OperationEvent,
  type Task,
  type TaskStream,
  Xpander,
  type XpanderOptions,
} from '../src/index.ts';
import { stillClock } from './clocks.ts';
import { drainEventLoop } from './many-support.ts';
import {
  agentId,
  clientAnswering,
  collect,
  event,
  eventStream,
  json,
  networkError,
  noReply,
  rejection,
  task,
  taskId,
} from './support.ts';

const script = async function* ({ text, sleep }: ScriptTurn) {
  yield `The answer `;
  await sleep(3_000);
  if (text === 'fail') throw fail('no luck');
  if (text === 'pause') yield pause({ hitl: { wait_node_id: 'node-1' } });
  yield `to ${text}`;
};

/** An operation that a hook saw, and how it ended. */
interface Seen {
  readonly operation: OperationEvent;
  outcome?: Task | undefined;
  error?: unknown;
}

interface Traced {
  readonly xpander: Xpander;
  readonly mock: MockXpander;
  readonly seen: Seen[];
  /** For each request, the operation in whose context it was made. */
  readonly requests: (string | undefined)[];
}

/** A client with a tracer: each operation has a context of its own. */
function traced(options: XpanderOptions = {}): Traced {
  const mock = createMockXpander({ agents: { [agentId]: script } });
  const seen: Seen[] = [];
  const requests: (string | undefined)[] = [];
  const context = new AsyncLocalStorage<OperationEvent>();
  const note = (): void => void requests.push(context.getStore()?.verb);
  const hooks: Hooks = {
    onRequest: note,
    onResponse: note,
    onPoll: note,
    onReconnect: note,
    around: (operation, go) =>
      context.run(operation, async () => {
        const one: Seen = { operation };
        seen.push(one);
        try {
          one.outcome = await go();
        } catch (error) {
          one.error = error;
        }
      }),
  };
  const xpander = new Xpander({ apiKey: 'key-1', fetch: mock.fetch, clock: mock.clock, hooks, ...options });
  return { xpander, mock, seen, requests };
}

type Verb = (xpander: Xpander) => Promise<unknown>;

async function start(xpander: Xpander): Promise<Task> {
  return xpander.agents.invokeAsync(agentId, 'Dana');
}

/** Every verb with an operation of its own, and the `verb` that the hook receives. */
const verbs: readonly (readonly [name: string, told: OperationEvent['verb'], verb: Verb])[] = [
  ['invoke', 'invoke', (xpander) => xpander.agent(agentId).invoke('Dana')],
  ['invokeAsync', 'invokeAsync', start],
  ['run', 'run', (xpander) => xpander.agent(agentId).run('Dana')],
  ['agents.run', 'run', (xpander) => xpander.agents.run(agentId, 'Dana')],
  ['run by stream', 'run', (xpander) => xpander.agent(agentId).run('Dana', { via: 'stream' })],
  ['run with onEvent', 'run', (xpander) => xpander.agent(agentId).run('Dana', { onEvent: () => undefined })],
  ['thread.send', 'run', (xpander) => xpander.agent(agentId).thread().send('Dana')],
  ['stream, its events', 'stream', (xpander) => collect(xpander.agent(agentId).stream('Dana'))],
  ['stream, its text', 'stream', (xpander) => collect(xpander.agent(agentId).stream('Dana').textStream())],
  ['stream, its final task', 'stream', (xpander) => xpander.agent(agentId).stream('Dana').finalTask()],
  ['thread.stream', 'stream', (xpander) => collect(xpander.agent(agentId).thread().stream('Dana'))],
  ['runMany', 'run', (xpander) => collect(xpander.agent(agentId).runMany(['Dana']))],
];

describe('the hook around', () => {
  it.each(verbs)('surrounds one operation, and learns its task: %s', async (_, told, verb) => {
    const { xpander, seen, requests, mock } = traced();
    await verb(xpander);
    await drainEventLoop();
    expect(seen).toHaveLength(1);
    const { operation, outcome, error } = seen[0] as Seen;
    const facts = { verb: told, agentId, baseUrl: 'https://api.xpander.ai' };
    expect([operation, error]).toEqual([facts, undefined]);
    const posted = mock.requests.find(({ method }) => method === 'POST');
    expect(operation.request).toEqual(posted?.body);
    const isStarted = told === 'invokeAsync';
    expect(outcome).toMatchObject(
      isStarted ? { status: 'pending' } : { status: 'completed', result: 'The answer to Dana' },
    );
    expect(requests.length).toBeGreaterThan(1);
  });

  it.each(verbs.filter(([name]) => name !== 'runMany'))(
    'has its own async context in all that the operation does: %s',
    async (_, told, verb) => {
      const { xpander, requests, mock } = traced();
      mock.drop({ operation: 'invokeStream', at: 'mid-stream' });
      await verb(xpander);
      expect(new Set(requests)).toEqual(new Set([told]));
    },
  );

  it('has its own context in what a stream does after its reader has left', async () => {
    const { xpander, requests } = traced();
    const stream = xpander.agent(agentId).stream('Dana');
    for await (const { type } of stream) if (type === 'chunk') break;
    const before = requests.length;
    expect((await stream.finalTask()).result).toBe('The answer to Dana');
    expect(requests.length).toBeGreaterThan(before);
    expect(new Set(requests)).toEqual(new Set(['stream']));
  });

  it('lets a reader leave a stream whose request was not answered yet', async () => {
    const { xpander } = clientAnswering([noReply], { hooks: { around: (_, go) => go() }, clock: stillClock() });
    const iterator = xpander.agents.stream(agentId, 'hi')[Symbol.asyncIterator]();
    expect(await iterator.return?.()).toEqual({ done: true, value: undefined });
  });

  it('has its own context in each of several operations at once', async () => {
    const contexts = new AsyncLocalStorage<number>();
    const paths = new Map<number | undefined, Set<string>>();
    let count = 0;
    const around: Hooks['around'] = (_, go) => {
      count += 1;
      return contexts.run(count, go);
    };
    const onResponse: Hooks['onResponse'] = ({ path, taskId: id = '' }) => {
      const key = contexts.getStore();
      paths.set(key, (paths.get(key) ?? new Set()).add(id && path.includes(id) ? id : ''));
    };
    const { xpander } = traced({ hooks: { around, onResponse } });
    const streams = ['a', 'b', 'c'].map((text) => xpander.agent(agentId).stream(text, { idleTimeoutMs: 100 }));
    await Promise.all(streams.map((stream) => collect(stream)));
    expect([...paths.keys()].sort()).toEqual([1, 2, 3]);
    for (const ids of paths.values()) expect(ids.size).toBeLessThanOrEqual(2);
  });

  it('has the context of each item in the requests about its task, and of none in those about all', async () => {
    const context = new AsyncLocalStorage<{ id?: string | undefined }>();
    const foreign: string[] = [];
    let lists = 0;
    const { xpander } = traced({
      hooks: {
        around: ({ taskId: known }, go) =>
          context.run({ id: known }, async () => {
            const done = await go().catch((error) => error.task);
            if (!context.getStore()?.id) Object.assign(context.getStore() ?? {}, { id: done.id });
          }),
        onRequest: ({ path, method }) => {
          const store = context.getStore();
          const [, , , id] = path.split('/');
          if (path === '/v1/tasks') {
            lists += 1;
            if (store !== undefined) foreign.push('a list in the context of an item');
          } else if (method === 'GET') {
            if (store) store.id ??= id;
            if (store?.id !== id) foreign.push(`${id} in the context of ${store?.id}`);
          } else if (store === undefined) foreign.push('a POST in no context');
        },
      },
    });
    const texts = Array.from({ length: 12 }, (_, index) => (index % 4 ? `n${index}` : 'fail'));
    const outcomes = await collect(xpander.agent(agentId).runMany(texts, { concurrency: 6 }));
    await collect(xpander.tasks.waitAll(outcomes.map(({ taskId: id }) => id as string)));
    expect(foreign).toEqual([]);
    expect(lists).toBeGreaterThan(2);
  });

  it('keeps the order of several reads that a stream is asked for at once', async () => {
    const plain = await collect(traced({ hooks: {} }).xpander.agent(agentId).stream('Dana'));
    const iterator = traced().xpander.agent(agentId).stream('Dana')[Symbol.asyncIterator]();
    const steps = await Promise.all(Array.from({ length: plain.length + 2 }, () => iterator.next()));
    const types = steps.map(({ done, value }) => (done ? 'done' : value.type));
    expect(types).toEqual([...plain.map(({ type }) => type), 'done', 'done']);
  });

  it('surrounds each item of runMany as a run, and each of waitAll as a wait', async () => {
    const { xpander, seen } = traced();
    const outcomes = await collect(xpander.agent(agentId).runMany(['Dana', 'fail', 'Eve']));
    const ids = outcomes.map(({ taskId: id }) => id);
    expect(seen.map(({ operation }) => operation.verb)).toEqual(['run', 'run', 'run']);
    expect(seen.map(({ outcome, error }) => outcome?.id ?? (error as { taskId?: string }).taskId).sort()).toEqual(
      ids.sort(),
    );
    seen.length = 0;
    await collect(xpander.tasks.waitAll(ids as string[]));
    expect(seen.map(({ operation }) => [operation.verb, operation.taskId]).sort()).toEqual(
      ids.map((id) => ['wait', id]),
    );
    expect(seen.filter(({ error }) => error !== undefined)).toHaveLength(1);
  });

  it('surrounds a wait, also for a task that has ended and needs no request', async () => {
    const { xpander, seen, requests } = traced();
    const started = await start(xpander);
    const ended = await xpander.tasks.wait(started);
    const before = requests.length;
    await xpander.tasks.wait(ended);
    expect(requests).toHaveLength(before);
    await rejection(xpander.tasks.wait('no-such-task'));
    const waits = seen.slice(1);
    const facts = { verb: 'wait', baseUrl: 'https://api.xpander.ai' };
    expect(waits.map(({ operation }) => operation)).toEqual([
      { ...facts, agentId, taskId: started.id },
      { ...facts, agentId, taskId: started.id },
      { ...facts, taskId: 'no-such-task' },
    ]);
    expect(waits.map(({ outcome }) => outcome?.result)).toEqual([
      'The answer to Dana',
      'The answer to Dana',
      undefined,
    ]);
    expect(waits[2]?.error).toMatchObject({ code: 'not_found' });
  });

  it('learns the id of the task beforehand where the call names it', async () => {
    const { xpander, seen } = traced();
    const { id } = await xpander.agent(agentId).run('Dana');
    await xpander.agent(agentId).thread(id).send('Eve');
    await collect(xpander.agent(agentId).thread(id).stream('Eve'));
    await xpander.agent(agentId).run({ id, input: 'Eve' }, { via: 'stream' });
    expect(seen.map(({ operation }) => operation.taskId)).toEqual([undefined, id, id, id]);
    expect(seen.map(({ outcome }) => outcome?.id)).toEqual([id, id, id, id]);
  });

  it('gets the error that the verb rejects with', async () => {
    const { xpander, seen } = traced();
    const errors = [
      await rejection(xpander.agent(agentId).run('fail')),
      await rejection(xpander.agent(agentId).invoke('fail')),
      await rejection(xpander.agent(agentId).run('pause', { via: 'stream' })),
      await rejection(xpander.agent(agentId).run('Dana', { signal: AbortSignal.abort('gone') })),
      await rejection(xpander.agent(agentId).run('Dana', { deadlineMs: 100 })),
    ];
    await drainEventLoop();
    expect(seen.map(({ error }) => error)).toEqual(errors);
    expect(errors.map((error) => (error as { code?: string }).code ?? error)).toEqual([
      'task_failed',
      'task_failed',
      'task_paused',
      'gone',
      'deadline',
    ]);
  });

  it('does not see a call that is refused for its options', async () => {
    const { xpander, seen } = traced();
    await rejection(xpander.agent(agentId).run('Dana', { deadlineMs: -1 }));
    await rejection(xpander.agent(agentId).stream({ input: {} }).finalTask());
    await rejection(xpander.tasks.wait(''));
    expect(seen).toEqual([]);
  });
});

describe('the outcome of a stream, for the hook around', () => {
  const outcomeOf = async (
    text: string,
    use: (stream: TaskStream) => Promise<unknown>,
    options = {},
  ): Promise<Seen> => {
    const { xpander, seen, mock } = traced();
    const stream = xpander.agent(agentId).stream(text, options);
    await use(stream).catch(() => undefined);
    await mock.clock.sleep(700_000);
    expect(seen).toHaveLength(1);
    return seen[0] as Seen;
  };
  const leave = async (stream: TaskStream): Promise<void> => {
    for await (const { type } of stream) if (type === 'chunk') break;
  };

  it('is the failed task after a run that failed, however it is read', async () => {
    for (const use of [
      collect,
      (stream: TaskStream) => collect(stream.textStream()),
      (stream: TaskStream) => stream.finalTask(),
    ])
      expect((await outcomeOf('fail', use)).outcome).toMatchObject({ status: 'failed' });
  });

  it('is the latest snapshot when its reader leaves', async () => {
    expect((await outcomeOf('Dana', leave)).outcome).toMatchObject({ id: expect.any(String), status: 'executing' });
  });

  it('is the reason when it is aborted, read or unread', async () => {
    const abort = async (stream: TaskStream): Promise<void> => stream.abort('enough');
    const abortLater = async (stream: TaskStream): Promise<void> => {
      for await (const { type } of stream) if (type === 'chunk') stream.abort('enough');
    };
    expect((await outcomeOf('Dana', abort)).error).toBe('enough');
    expect((await outcomeOf('Dana', abortLater)).error).toBe('enough');
  });

  it('is the DeadlineError, with the id, when it is never read', async () => {
    const { error } = await outcomeOf('Dana', async () => undefined);
    expect(error).toMatchObject({ code: 'deadline', taskId: expect.any(String) });
  });

  it('is the TaskPausedError when a pause ends it', async () => {
    expect((await outcomeOf('pause', (stream) => stream.finalTask())).error).toMatchObject({ code: 'task_paused' });
  });

  it('is nothing when it is left before its task has an id', async () => {
    const seen: unknown[] = [];
    const body = new ReadableStream({
      start: (controller) => controller.enqueue(new TextEncoder().encode(': hi\n\n')),
    });
    const { xpander } = clientAnswering([() => eventStream(body)], {
      hooks: { around: async (_, go) => void seen.push(await go()) },
      clock: stillClock(),
    });
    const iterator = xpander.agents.stream(agentId, 'hi')[Symbol.asyncIterator]();
    void iterator.next();
    await drainEventLoop();
    await iterator.return?.();
    await drainEventLoop();
    expect(seen).toEqual([undefined]);
  });
});

describe('an operation', () => {
  const misbehaving: Readonly<Record<string, Hooks['around']>> = {
    'never calls go': () => undefined,
    'calls go twice': (_, go) => Promise.all([go(), go()]),
    'calls go later': async (_, go) => {
      await drainEventLoop();
      await go();
    },
    'throws before go': () => {
      throw new Error('hook');
    },
    'throws after go': (_, go) => {
      void go();
      throw new Error('hook');
    },
    rejects: () => Promise.reject(new Error('hook')),
    'returns something else': (_, go) => {
      void go();
      return { id: 'forged', status: 'completed' };
    },
    'resolves with something else': async (_, go) => {
      await go();
      return { id: 'forged', status: 'completed' };
    },
    'ends after the operation': (_, go) => go().then(() => new Promise(() => undefined)),
  };

  const results: Verb[] = [
    (xpander) => xpander.agents.run(agentId, 'hi'),
    (xpander) => xpander.agents.run(agentId, 'hi', { via: 'stream' }),
    (xpander) => xpander.agents.invokeAsync(agentId, 'hi'),
    (xpander) => xpander.tasks.wait(taskId),
    (xpander) => collect(xpander.agents.stream(agentId, 'hi')),
    (xpander) => collect(xpander.agents.stream(agentId, 'hi').textStream()),
    (xpander) => xpander.agents.stream(agentId, 'hi').finalTask(),
    (xpander) => collect(xpander.agents.runMany(agentId, ['a', 'b'])),
  ];
  const answersTo = (status: string) => [
    (request: Request) => {
      if (request.url.endsWith('/stream')) {
        const ended = { id: taskId, status, input: {}, result: 'R' };
        return eventStream(event('chunk', 'R') + event('task_finished', ended));
      }
      return request.url.endsWith('/v1/tasks') ? json({ items: [] }) : task(status, { result: 'R' });
    },
  ];
  const settled = async (verb: Verb, xpander: Xpander): Promise<unknown> =>
    verb(xpander).catch((error: Error) => `${error.name}: ${error.message}`);

  it.each(Object.entries(misbehaving))(
    'happens once, with its own outcome, around a hook that %s',
    async (_, around) => {
      for (const verb of results) {
        for (const status of ['completed', 'failed']) {
          const plain = clientAnswering(answersTo(status));
          const hooked = clientAnswering(answersTo(status), { hooks: { around } });
          expect(await settled(verb, hooked.xpander)).toEqual(await settled(verb, plain.xpander));
          expect(hooked.received.map(({ path }) => path)).toEqual(plain.received.map(({ path }) => path));
        }
      }
      await drainEventLoop();
    },
  );

  it('is described by facts that no hook can change, and its request is left out of logs', async () => {
    const { xpander, received } = clientAnswering([task('completed')], {
      hooks: {
        around: (operation, go) => {
          if (operation.request) Object.assign(operation.request, { input: { text: 'forged' } });
          Object.assign(operation, { agentId: 'forged' });
          return go();
        },
      },
    });
    const seen: OperationEvent[] = [];
    const request = { input: 'secret', output_format: 'json', llm_model_name: 'gpt', id: taskId } as const;
    await xpander.agents.invoke(agentId, request, { version: 'draft' });
    expect(received.at(-1)).toMatchObject({
      path: `/v1/agents/${agentId}/invoke`,
      body: { input: { text: 'secret' } },
    });
    const other = clientAnswering([task('completed')], { hooks: { around: (operation) => void seen.push(operation) } });
    await other.xpander.agents.invoke(agentId, request, { version: 'draft' });
    expect({ ...seen[0] }).toEqual({
      verb: 'invoke',
      agentId,
      taskId,
      baseUrl: 'https://api.xpander.ai',
      version: 'draft',
      outputFormat: 'json',
      model: 'gpt',
    });
    const forger: Hooks = {
      around: (operation) => {
        Object.assign(operation, { agentId: 'forged' });
      },
    };
    const after: OperationEvent[] = [];
    const hooks = combineHooks(forger, { around: (operation) => void after.push(operation) });
    await clientAnswering([task('completed')], { hooks }).xpander.agents.invoke(agentId, 'hi');
    expect(after.map((operation) => operation.agentId)).toEqual([agentId]);
    expect(seen[0]?.request).toMatchObject({ id: taskId, input: { text: 'secret' } });
    expect(JSON.stringify(seen)).not.toContain('secret');
  });

  it('leaves no rejection unhandled when a stream fails and nothing listens', async () => {
    for (const answer of [networkError('ECONNREFUSED'), json({ detail: 'no' }, 401), noReply]) {
      const { xpander, clock } = clientAnswering([answer], { hooks: { around: (_, go) => void go() } });
      xpander.agents.stream(agentId, 'hi', { deadlineMs: 500 });
      xpander.agents.stream(agentId, 'hi').abort('unread');
      await clock.sleep(1_000);
    }
    await drainEventLoop();
  });
});
