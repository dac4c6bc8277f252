import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Agent, combineHooks, type Hooks, type Xpander } from '../src/index.ts';
import {
  type Answer,
  agentId,
  clientAnswering,
  event,
  eventStream,
  json,
  networkError,
  noReply,
  rejection,
  task,
  taskId,
} from './support.ts';

/** Node's default, which the test runner raises. */
const nodesDefault = 10;
const { stackTraceLimit } = Error;
beforeAll(() => {
  Error.stackTraceLimit = nodesDefault;
});
afterAll(() => {
  Error.stackTraceLimit = stackTraceLimit;
});

interface Options {
  readonly deadlineMs?: number;
  readonly timeoutMs?: number;
  readonly maxRetries?: number;
}

/** The code of an application: each function is named for what it calls, so that a stack names it. */
type Caller = (xpander: Xpander, agent: Agent, options: Options) => Promise<unknown>;

async function throwErrorsOf(outcomes: AsyncIterable<{ error?: unknown }>): Promise<void> {
  for await (const { error } of outcomes) if (error !== undefined) throw error;
}

const settling: Record<string, Caller> = {
  callsRun: async (_, agent, options) => {
    await agent.run('hi', options);
  },
  callsRunOfAgents: async (xpander, agent, options) => {
    await xpander.agents.run(agent.id, 'hi', options);
  },
  callsRunOfWorkflows: async (xpander, agent, options) => {
    await xpander.workflows.run(agent.id, 'hi', options);
  },
  callsRunOfAWorkflow: async (xpander, agent, options) => {
    await xpander.workflow(agent.id).run('hi', options);
  },
  callsRunViaStream: async (_, agent, options) => {
    await agent.run('hi', { ...options, via: 'stream' });
  },
  callsInvoke: async (_, agent, options) => {
    await agent.invoke('hi', options);
  },
  callsWait: async (xpander, _, options) => {
    await xpander.tasks.wait(taskId, options);
  },
  callsFinalTaskOfFollow: async (xpander, _, options) => {
    await xpander.tasks.follow(taskId, options).finalTask();
  },
  loopsOverTextOfFollow: async (xpander, _, options) => {
    for await (const text of xpander.tasks.follow(taskId, options).textStream()) expect(text).toBeTypeOf('string');
  },
  callsRunWithOnEvent: async (_, agent, options) => {
    await agent.run('hi', { ...options, onEvent: () => undefined });
  },
  awaitsOpened: async (_, agent, options) => {
    const stream = agent.stream('hi', options);
    await stream.opened;
    await stream.finalTask();
  },
  callsSend: async (_, agent, options) => {
    await agent.thread().send('hi', options);
  },
  callsSendOfAnExistingThread: async (_, agent, options) => {
    await agent.thread(taskId).send('hi', options);
  },
  callsSendOfAConversation: async (_, agent, options) => {
    await agent.conversation(taskId).send('hi', options);
  },
  callsStreamOfAConversation: async (_, agent, options) => {
    await agent.conversation(taskId).stream('hi', options).finalTask();
  },
  loopsOverAConversation: async (_, agent, options) => {
    for await (const { type } of agent.conversation(taskId).stream('hi', options)) expect(type).toBeTypeOf('string');
  },
  callsFinalTask: async (_, agent, options) => {
    await agent.stream('hi', options).finalTask();
  },
  loopsOverAStream: async (_, agent, options) => {
    for await (const { type } of agent.stream('hi', options)) expect(type).toBeTypeOf('string');
  },
  loopsOverText: async (_, agent, options) => {
    for await (const text of agent.stream('hi', options).textStream()) expect(text).toBeTypeOf('string');
  },
  loopsOverRunMany: async (_, agent, options) => {
    for await (const { error } of agent.runMany(['hi'], options)) if (error !== undefined) throw error;
  },
  loopsOverWaitAll: async (xpander, _, options) => {
    for await (const { error } of xpander.tasks.waitAll([taskId], options)) if (error !== undefined) throw error;
  },
  passesRunManyOn: async (_, agent, options) => {
    await throwErrorsOf(agent.runMany(['hi'], options));
  },
};

const single: Record<string, Caller> = {
  callsInvokeAsync: async (_, agent, { maxRetries, timeoutMs }) => {
    await agent.invokeAsync('hi', { maxRetries, timeoutMs });
  },
  callsGet: async (xpander, _, { maxRetries, timeoutMs }) => {
    await xpander.tasks.get(taskId, { maxRetries, timeoutMs });
  },
  callsStop: async (xpander, _, { maxRetries, timeoutMs }) => {
    await xpander.tasks.stop(taskId, { maxRetries, timeoutMs });
  },
  callsDelete: async (xpander, _, { maxRetries, timeoutMs }) => {
    await xpander.tasks.delete(taskId, { maxRetries, timeoutMs });
  },
  callsMessages: async (xpander, _, { maxRetries, timeoutMs }) => {
    await xpander.tasks.messages(taskId, { maxRetries, timeoutMs });
  },
  callsMessagesOfThread: async (_, agent, { maxRetries, timeoutMs }) => {
    await agent.thread(taskId).messages({ maxRetries, timeoutMs });
  },
  callsStateOfAConversation: async (_, agent, { maxRetries, timeoutMs }) => {
    await agent.conversation(taskId).state({ maxRetries, timeoutMs });
  },
  callsStopOfAConversation: async (_, agent, { maxRetries, timeoutMs }) => {
    await agent.conversation(taskId).stop({ maxRetries, timeoutMs });
  },
  callsMessageOfAConversation: async (_, agent, { maxRetries, timeoutMs }) => {
    await agent.conversation(taskId).message('hi', { maxRetries, timeoutMs });
  },
  callsUnqueueOfAConversation: async (_, agent, { maxRetries, timeoutMs }) => {
    await agent.conversation(taskId).unqueue('m-1', { maxRetries, timeoutMs });
  },
  callsFullThread: async (xpander, _, { maxRetries, timeoutMs }) => {
    await xpander.tasks.fullThread(taskId, { maxRetries, timeoutMs });
  },
  loopsOverTasks: async (xpander, _, { maxRetries, timeoutMs }) => {
    for await (const row of xpander.tasks.list({}, { maxRetries, timeoutMs })) expect(row).toBeDefined();
  },
  callsFirstPage: async (xpander, _, { maxRetries, timeoutMs }) => {
    await xpander.tasks.list({}, { maxRetries, timeoutMs }).firstPage();
  },
  loopsOverAgents: async (xpander, _, { maxRetries, timeoutMs }) => {
    for await (const row of xpander.agents.list({}, { maxRetries, timeoutMs })) expect(row).toBeDefined();
  },
  callsFirstPageOfWorkflows: async (xpander, _, { maxRetries, timeoutMs }) => {
    await xpander.workflows.list({}, { maxRetries, timeoutMs }).firstPage();
  },
  callsGetOfAWorkflow: async (xpander, agent, { maxRetries, timeoutMs }) => {
    await xpander.workflow(agent.id).get({ maxRetries, timeoutMs });
  },
  callsGetOfWorkflows: async (xpander, agent, { maxRetries, timeoutMs }) => {
    await xpander.workflows.get(agent.id, { maxRetries, timeoutMs });
  },
  callsCreate: async (xpander, _, { maxRetries, timeoutMs }) => {
    await xpander.agents.create({ name: 'Analyst' }, { maxRetries, timeoutMs });
  },
  callsUpdate: async (xpander, agent, { maxRetries, timeoutMs }) => {
    await xpander.agents.update(agent.id, { name: 'Analyst' }, { maxRetries, timeoutMs });
  },
  callsDeleteOfAnAgent: async (xpander, agent, { maxRetries, timeoutMs }) => {
    await xpander.agents.delete(agent.id, { maxRetries, timeoutMs });
  },
  callsGetOfAgent: async (_, agent, { maxRetries, timeoutMs }) => {
    await agent.get({ maxRetries, timeoutMs });
  },
};

/** A server whose tasks fail. A task that is waited for exists; a thread has no record before its first turn. */
function failingServer(name: string): Answer {
  let isStarted = /Wait|Follow/.test(name);
  return (request) => {
    const { pathname } = new URL(request.url);
    if (pathname.endsWith('/stream')) return eventStream(event('task_finished', { id: taskId, status: 'failed' }));
    if (pathname.endsWith('/tasks')) return json({ items: [] });
    if (request.method === 'GET') return isStarted ? task('failed') : json({ detail: 'not found' }, 404);
    isStarted = true;
    return pathname.endsWith('/async') ? task('pending') : task('failed');
  };
}

const loopsOverEvents = ['loopsOverAStream', 'loopsOverAConversation'];

interface Trouble {
  readonly name: string;
  /** The server's answers to the application of this name. */
  readonly answer: (name: string) => Answer;
  readonly options: Options;
  readonly errors: readonly string[];
}

const everywhere: readonly Trouble[] = [
  { name: 'a 404', answer: () => json({ detail: 'not found' }, 404), options: {}, errors: ['ApiError'] },
  {
    name: 'a refused connection',
    answer: () => networkError('ECONNREFUSED'),
    options: { maxRetries: 0 },
    errors: ['ConnectionError'],
  },
  { name: 'a bad option', answer: () => noReply, options: { timeoutMs: -1 }, errors: ['ConfigurationError'] },
  {
    name: 'a timeout',
    answer: () => noReply,
    options: { timeoutMs: 1_000, maxRetries: 0, deadlineMs: 60_000 },
    errors: ['TimeoutError', 'AmbiguousInvocationError', 'DeadlineError'],
  },
];

const whileWaiting: readonly Trouble[] = [
  { name: 'a failed task', answer: failingServer, options: {}, errors: ['TaskFailedError'] },
  { name: 'a deadline', answer: () => noReply, options: { deadlineMs: 1_000 }, errors: ['DeadlineError'] },
];

async function expectCallersLine(
  name: string,
  caller: Caller,
  { answer, options, errors }: Trouble,
  hooks: Hooks = {},
): Promise<void> {
  const { xpander } = clientAnswering([answer(name)], { hooks });
  const error = await rejection(caller(xpander, xpander.agent(agentId), options));
  expect(errors).toContain((error as Error).name);
  expect((error as Error).stack).toMatch(
    new RegExp(`at (async )?(Object\\.)?${name} \\(.*caller-line\\.test\\.ts:\\d+:\\d+\\)`),
  );
}

describe.each([...everywhere, ...whileWaiting])('the stack of the error of $name', (trouble) => {
  const callers = Object.entries(whileWaiting.includes(trouble) ? settling : { ...settling, ...single });
  // The end of a failed task is an event, not an error.
  const throwing = callers.filter(([name]) => !loopsOverEvents.includes(name) || trouble.answer !== failingServer);

  it.each(throwing)('has the line of the application that %s', (name, caller) =>
    expectCallersLine(name, caller, trouble),
  );
});

/** A tracer adds frames of its own. */
const traces: Hooks = {
  around: async (_, go) => {
    await go().catch(() => undefined);
  },
};

describe.each(whileWaiting)('the stack of the error of $name, with the hook around', (trouble) => {
  const throwing = Object.entries(settling).filter(
    ([name]) => !loopsOverEvents.includes(name) || trouble.answer !== failingServer,
  );

  it.each(throwing)('has the line of the application that %s', (name, caller) =>
    expectCallersLine(name, caller, trouble, combineHooks(traces, traces)),
  );
});

describe('the stack of an error', () => {
  it('names the line that reads a stream, and the one that opened it', async () => {
    const { xpander } = clientAnswering([json({ detail: 'not found' }, 404)]);
    const opens = () => xpander.agents.stream(agentId, 'hi');
    const stream = opens();
    async function reads(): Promise<void> {
      for await (const { type } of stream) expect(type).toBeTypeOf('string');
    }
    const { stack } = (await rejection(reads())) as Error;
    expect(stack).toMatch(/at opens /);
    expect(stack).toMatch(/at reads /);
  });

  it('keeps the frames of the place where it arose', async () => {
    const { xpander } = clientAnswering([json({ detail: 'not found' }, 404)]);
    const { stack } = (await rejection(xpander.tasks.get(taskId))) as Error;
    expect(stack).toMatch(/^ApiError: .*404.*\n +at toApiError /);
  });

  it('does not grow when several outcomes share the error', async () => {
    const { xpander } = clientAnswering([json({ detail: 'no' }, 401)]);
    const errors: Error[] = [];
    for await (const { error } of xpander.agents.runMany(agentId, Array(30).fill('hi'))) errors.push(error as Error);
    const lines = errors.map(({ stack }) => stack?.split('\n').length ?? 0);
    expect(errors).toHaveLength(30);
    expect(Math.max(...lines)).toBeLessThan(3 * nodesDefault);
  });

  it('is left alone when it belongs to the application: an abort rejects with the very reason', async () => {
    const { xpander } = clientAnswering([noReply]);
    const reason = new Error('enough');
    const before = reason.stack;
    const error = await rejection(xpander.agents.run(agentId, 'hi', { signal: AbortSignal.abort(reason) }));
    expect(error).toBe(reason);
    expect(reason.stack).toBe(before);
  });
});

describe('an error whose stack cannot be changed or read', () => {
  it('reaches the caller as it is when it is frozen', async () => {
    const frozen = Object.freeze(
      await rejection(clientAnswering([json({ detail: 'no' }, 404)]).xpander.tasks.get(taskId)),
    );
    const { xpander } = clientAnswering([task('executing')]);
    const onUpdate = (): never => {
      throw frozen;
    };
    expect(await rejection(xpander.agents.run(agentId, 'hi', { onUpdate }))).toBe(frozen);
  });

  it('reaches the caller when the formatter of stacks throws', async () => {
    const { xpander } = clientAnswering([json({ detail: 'no' }, 404)]);
    const { prepareStackTrace } = Error;
    Error.prepareStackTrace = () => {
      throw new Error('The formatter failed');
    };
    const error = await rejection(xpander.tasks.get(taskId)).finally(() => {
      Error.prepareStackTrace = prepareStackTrace;
    });
    expect(error).toMatchObject({ code: 'not_found' });
  });
});

describe('a runtime without Error.captureStackTrace', () => {
  it('rejects with the same error', async () => {
    const { captureStackTrace } = Error;
    Reflect.deleteProperty(Error, 'captureStackTrace');
    try {
      const { xpander } = clientAnswering([json({ detail: 'not found' }, 404)]);
      const error = (await rejection(xpander.tasks.get(taskId))) as Error;
      expect([error.name, error.message]).toEqual(['ApiError', `GET /v1/tasks/${taskId} answered 404: not found`]);
    } finally {
      Error.captureStackTrace = captureStackTrace;
    }
  });
});
