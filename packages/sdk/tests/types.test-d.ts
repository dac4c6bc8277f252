import { toStandardJsonSchema } from '@valibot/to-json-schema';
import { type } from 'arktype';
import * as v from 'valibot';
import { describe, expectTypeOf, it } from 'vitest';
import { z } from 'zod';
import {
  type Agent,
  type AgentRequest,
  ApiError,
  type AuthState,
  type BatchProgress,
  type CompletedSummary,
  type CompletedTask,
  type Conversation,
  combineHooks,
  DeadlineError,
  type DeepPlanning,
  type FailedStatus,
  type Hooks,
  type InvokeRequest,
  jsonSchema,
  type KnownTaskStatus,
  logHooks,
  type ManyOptions,
  type MessageReceipt,
  parseOutput,
  type RunOptions,
  type RunOutcome,
  type RunState,
  type Task,
  type TaskEvent,
  TaskFailedError,
  TaskPausedError,
  type TaskStatus,
  type TaskStream,
  type TaskSummary,
  type ThreadMessage,
  taskIdOf,
  type User,
  type WaitAllOptions,
  type WaitOutcome,
  Xpander,
  type XpanderOptions,
} from '../src/index.ts';
import { type AgentPart, parts } from '../src/streaming/parts.ts';

declare const xpander: Xpander;
declare const agent: Agent;
declare const maybe: string | undefined;

describe('requests', () => {
  it('are a string, or an object with an input', () => {
    expectTypeOf('hi').toExtend<AgentRequest>();
    expectTypeOf({ input: 'hi' }).toExtend<AgentRequest>();
    expectTypeOf({ input: { text: 'hi' } }).toExtend<AgentRequest>();
    // @ts-expect-error the input is missing
    agent.run({});
    // @ts-expect-error a misspelt member
    agent.run({ input: 'hi', thread_id: 'x' });
    // @ts-expect-error an unknown value of a closed set
    agent.run({ input: 'hi', think_mode: 'hardest' });
    // @ts-expect-error a user without an email
    agent.run({ input: { text: 'hi', user: { id: 'u-1' } } });
  });

  it('may have optional members that are undefined', () => {
    void agent.run({ input: 'hi', id: maybe, title: maybe }, { version: maybe });
    expectTypeOf<{ input: { text: string }; title: string | undefined }>().toExtend<InvokeRequest>();
    expectTypeOf<{ id: string; email: string; first_name: string | undefined }>().toExtend<User>();
  });
});

describe('options', () => {
  it('reject unknown members', () => {
    // @ts-expect-error misspelt
    void agent.run('hi', { timeoutMS: 5 });
    // @ts-expect-error invokeAsync does not wait
    void agent.invokeAsync('hi', { deadlineMs: 5 });
    // @ts-expect-error not for a whole client
    new Xpander({ deadlineMs: 5 });
    expectTypeOf<RunOptions['timeoutMs']>().toEqualTypeOf<number | undefined>();
    // @ts-expect-error a task has no such member
    void agent.run('hi', { onUpdate: (task) => task.nothing });
  });

  it('take callbacks that return nothing, a promise, or anything else', () => {
    const seen: string[] = [];
    const store = async (task: Task): Promise<number> => seen.push(task.id);
    void agent.run('hi', { onUpdate: (task) => void expectTypeOf(task).toEqualTypeOf<Task>() });
    void agent.run('hi', { onUpdate: ({ id }) => seen.push(id) });
    void agent.run('hi', { onUpdate: async ({ id }) => void seen.push(id) });
    void xpander.tasks.wait('t', { onUpdate: store });
    expectTypeOf<(task: Task) => void | Promise<void>>().toExtend<RunOptions['onUpdate']>();
    expectTypeOf<ReturnType<NonNullable<RunOptions['onUpdate']>>>().toEqualTypeOf<void | Promise<void>>();
    new Xpander({
      hooks: { onRequest: async ({ path }) => void seen.push(path), onPoll: ({ path }) => seen.push(path) },
    });
  });

  it('have the documented types', () => {
    expectTypeOf<XpanderOptions['apiKey']>().toEqualTypeOf<string | (() => string | Promise<string>) | undefined>();
  });
});

describe('a run by key', () => {
  it('takes a key, or an object with one', () => {
    void agent.run('hi', { once: 'job' });
    void agent.invoke('hi', { once: { key: 'job' } });
    void agent.invokeAsync('hi', { once: { key: 'job', isFirst: true, graceMs: 60_000 } });
    agent.stream('hi', { once: { key: 'job', isFirst: undefined, graceMs: undefined } });
    void agent.run('hi', { once: maybe });
    expectTypeOf(taskIdOf('a', 'job')).resolves.toEqualTypeOf<string>();
    // @ts-expect-error the key is missing
    void agent.run('hi', { once: { isFirst: true } });
    // @ts-expect-error a single run has no index
    void agent.run('hi', { once: () => 'job' });
  });

  it('takes a function of the request and its index for many runs', () => {
    agent.runMany(['a'], {
      once: (request, index) => {
        expectTypeOf(request).toEqualTypeOf<AgentRequest>();
        expectTypeOf(index).toEqualTypeOf<number>();
        return `job/${index}`;
      },
    });
    // @ts-expect-error one key for all requests
    agent.runMany(['a'], { once: 'job' });
    // @ts-expect-error no key
    agent.runMany(['a'], { once: () => undefined });
  });

  it('is no default of an agent, and no option of a wait', () => {
    // @ts-expect-error a key belongs to one call
    xpander.agent('a', { once: 'job' });
    // @ts-expect-error a wait starts nothing
    void xpander.tasks.wait('t', { once: 'job' });
    // @ts-expect-error a wait starts nothing
    xpander.tasks.waitAll(['t'], { once: () => 'job' });
  });
});

describe('beforeSend', () => {
  it('may return a promise, and belongs to one call', () => {
    void agent.run('hi', { beforeSend: () => undefined });
    void agent.invokeAsync('hi', { beforeSend: async () => undefined });
    agent.runMany(['a'], { beforeSend: () => Promise.resolve() });
    void agent.thread().send('hi', { beforeSend: (): void | Promise<void> => undefined });
    // @ts-expect-error no default
    xpander.agent('a', { beforeSend: () => undefined });
    // @ts-expect-error a wait sends no POST
    void xpander.tasks.wait('t', { beforeSend: () => undefined });
  });
});

describe('withOptions', () => {
  it('takes some of the options of a client, and returns a client', () => {
    expectTypeOf(xpander.withOptions).parameters.toEqualTypeOf<[Partial<XpanderOptions>]>();
    expectTypeOf(xpander.withOptions({ maxRetries: 0 })).toEqualTypeOf<Xpander>();
    // @ts-expect-error the parts of another client are not for callers
    new Xpander({}, {});
    // @ts-expect-error a misspelt option
    xpander.withOptions({ maxRetrys: 0 });
  });
});

describe('results', () => {
  it('are completed tasks from verbs that wait, and tasks from the others', () => {
    expectTypeOf(agent.run('hi')).resolves.toEqualTypeOf<CompletedTask>();
    expectTypeOf(agent.invoke('hi')).resolves.toEqualTypeOf<CompletedTask>();
    expectTypeOf(xpander.tasks.wait('t')).resolves.toEqualTypeOf<CompletedTask>();
    expectTypeOf(agent.invokeAsync('hi')).resolves.toEqualTypeOf<Task>();
    expectTypeOf(xpander.tasks.get('t')).resolves.toEqualTypeOf<Task>();
    expectTypeOf<CompletedTask['status']>().toEqualTypeOf<'completed'>();
    expectTypeOf<CompletedTask>().toExtend<Task>();
  });

  it('have a known status, or one that is added later', () => {
    expectTypeOf<KnownTaskStatus>().toEqualTypeOf<
      'pending' | 'executing' | 'paused' | 'error' | 'failed' | 'completed' | 'stopped'
    >();
    expectTypeOf<'hibernating'>().toExtend<TaskStatus>();
    expectTypeOf<TaskStatus>().toExtend<string>();
    expectTypeOf<string>().not.toEqualTypeOf<TaskStatus>();
  });

  it('are typed on the raw client too', () => {
    const call = xpander.api.GET('/v1/tasks/{task_id}', { params: { path: { task_id: 't' } } });
    expectTypeOf(call).resolves.toHaveProperty('response').toEqualTypeOf<Response>();
    void call.then(({ data }) => expectTypeOf(data).toEqualTypeOf<Task | undefined>());
    // @ts-expect-error no such path
    void xpander.api.GET('/v1/nothing');
  });
});

describe('events', () => {
  it('narrow by type, and an unknown one keeps its name', () => {
    const event = {} as TaskEvent;
    if (event.type === 'chunk') expectTypeOf(event.data).toEqualTypeOf<string>();
    if (event.type === 'task_finished') expectTypeOf(event.data).toEqualTypeOf<Task>();
    if (event.type === 'unknown') expectTypeOf(event.name).toEqualTypeOf<string>();
    expectTypeOf(agent.stream('hi').finalTask()).resolves.toEqualTypeOf<CompletedTask>();
    expectTypeOf(agent.stream('hi').textStream()).toExtend<AsyncIterable<string>>();
    expectTypeOf(agent.stream('hi')).toExtend<AsyncIterable<TaskEvent>>();
    expectTypeOf(xpander.tasks.follow('t-1')).toEqualTypeOf<TaskStream>();
    const output = z.object({ city: z.string() });
    expectTypeOf(xpander.tasks.follow({ id: 't-1' }, { output }).finalTask()).resolves.toHaveProperty('output');
    expectTypeOf(agent.stream('hi').opened).toEqualTypeOf<Promise<string | undefined>>();
  });

  it('reach a callback of run, which may return anything, and of no batch and no agent', () => {
    const types: string[] = [];
    void agent.run('hi', { onEvent: (event) => void expectTypeOf(event).toEqualTypeOf<TaskEvent>() });
    void agent.thread().send('hi', { onEvent: ({ type }) => types.push(type) });
    expectTypeOf<(event: TaskEvent) => void>().toExtend<RunOptions['onEvent']>();
    expectTypeOf<(event: TaskEvent) => Promise<void>>().toExtend<RunOptions['onEvent']>();
    // @ts-expect-error the events of many runs would be mixed
    void agent.runMany(['hi'], { onEvent: () => undefined });
    // @ts-expect-error it belongs to one call
    xpander.agent('a-1', { onEvent: () => undefined });
    // @ts-expect-error a wait has no events
    void xpander.tasks.wait('t-1', { onEvent: () => undefined });
  });
});

describe('parts', () => {
  it('narrow by type, and come from every stream', async () => {
    for await (const part of parts(agent.stream('hi'))) {
      if (part.type === 'text' || part.type === 'reasoning') expectTypeOf(part.text).toEqualTypeOf<string>();
      if (part.type === 'tool-result') expectTypeOf(part.isError).toEqualTypeOf<boolean>();
      if (part.type === 'finish') expectTypeOf(part.task).toEqualTypeOf<Task>();
      if (part.type === 'auth') expectTypeOf(part.auth).toEqualTypeOf<AuthState>();
      if (part.type === 'plan') expectTypeOf(part.plan).toEqualTypeOf<DeepPlanning>();
      expectTypeOf(part).toEqualTypeOf<AgentPart>();
    }
    const output = z.object({ city: z.string() });
    expectTypeOf(parts(agent.stream('hi', { output }))).toEqualTypeOf<AsyncIterable<AgentPart>>();
  });
});

describe('hooks', () => {
  it('get facts: those of a failed attempt have a code, and those of an operation a verb', () => {
    const hooks = combineHooks(logHooks(console), {
      onError: ({ code, attempt }) => void expectTypeOf([code, attempt]).toEqualTypeOf<(string | number)[]>(),
      around: async ({ verb, request }, go) => {
        expectTypeOf(verb).toEqualTypeOf<'invoke' | 'invokeAsync' | 'run' | 'stream' | 'wait'>();
        expectTypeOf(request).toEqualTypeOf<InvokeRequest | undefined>();
        expectTypeOf(await go()).toEqualTypeOf<Task | undefined>();
        return 'anything';
      },
    });
    expectTypeOf(hooks).toEqualTypeOf<Hooks>();
  });
});

describe('many tasks', () => {
  const requests: AgentRequest[] = [];

  it('come from any iterable except a string', () => {
    void agent.runMany(['a', { input: 'b' }]);
    void agent.runMany(new Set(['a']));
    void agent.runMany({} as AsyncIterable<string>);
    void xpander.tasks.waitAll(['t', { id: 't' }, {} as Task, {} as TaskSummary]);
    void xpander.tasks.waitAll(xpander.tasks.list());
    // @ts-expect-error a string would be iterated by its characters
    void agent.runMany('a');
    // @ts-expect-error an id would, too
    void xpander.tasks.waitAll('t');
    // @ts-expect-error a request is not a list
    void agent.runMany({ input: 'a' });
  });

  it('have outcomes with a task or an error', async () => {
    expectTypeOf(agent.runMany(requests)).toEqualTypeOf<AsyncIterable<RunOutcome>>();
    expectTypeOf(xpander.agents.runMany('a', requests, {} as ManyOptions)).toEqualTypeOf<AsyncIterable<RunOutcome>>();
    expectTypeOf(xpander.tasks.waitAll(['t'], {} as WaitAllOptions)).toEqualTypeOf<AsyncIterable<WaitOutcome>>();
    for await (const outcome of agent.runMany(requests)) {
      expectTypeOf(outcome.taskId).toEqualTypeOf<string | undefined>();
      if (outcome.task === undefined) {
        expectTypeOf(outcome.error).toEqualTypeOf<Error>();
        continue;
      }
      expectTypeOf(outcome.task).toEqualTypeOf<CompletedTask>();
      expectTypeOf(outcome.taskId).toEqualTypeOf<string>();
      expectTypeOf(outcome.error).toEqualTypeOf<undefined>();
    }
    for await (const { id, task } of xpander.tasks.waitAll(['t'])) {
      expectTypeOf(id).toEqualTypeOf<string>();
      if (task) expectTypeOf(task).toEqualTypeOf<CompletedTask>();
    }
  });

  it('narrow by their error as well as by their task', () => {
    const run = {} as RunOutcome;
    if (run.error) expectTypeOf(run.error).toEqualTypeOf<Error>();
    else expectTypeOf(run.task.result).toEqualTypeOf<CompletedTask['result']>();
    if (run.task) expectTypeOf(run.error).toEqualTypeOf<undefined>();
    else expectTypeOf(run.error.message).toEqualTypeOf<string>();
    const waited = {} as WaitOutcome<CompletedSummary>;
    if (waited.error) expectTypeOf(waited.error).toEqualTypeOf<Error>();
    else expectTypeOf(waited.task).toEqualTypeOf<CompletedSummary>();
    const { task, error } = waited;
    if (error) expectTypeOf(error.message).toEqualTypeOf<string>();
    else expectTypeOf(task).toEqualTypeOf<CompletedSummary>();
  });

  it('are rows of the list with detail: "summary"', () => {
    expectTypeOf(agent.runMany(requests, { detail: 'summary' })).toEqualTypeOf<
      AsyncIterable<RunOutcome<CompletedSummary>>
    >();
    expectTypeOf(xpander.tasks.waitAll(['t'], { detail: 'summary' })).toEqualTypeOf<
      AsyncIterable<WaitOutcome<CompletedSummary>>
    >();
    expectTypeOf<CompletedSummary>().toExtend<TaskSummary>();
    expectTypeOf<CompletedSummary['status']>().toEqualTypeOf<'completed'>();
  });

  it('have options of their own', () => {
    const onUpdate = (task: Task, index: number): void => void [task, index];
    const onProgress = ({ started, settled, failed, total }: BatchProgress): void =>
      void [started, settled, failed, total];
    void agent.runMany(requests, { concurrency: 5, onUpdate, onProgress, via: 'stream', deadlineMs: undefined });
    void xpander.tasks.waitAll(['t'], { onUpdate: (_, id) => expectTypeOf(id).toEqualTypeOf<string>() });
    void agent.runMany(requests, { onUpdate: async (_, index) => expectTypeOf(index).toEqualTypeOf<number>() });
    void xpander.tasks.waitAll(['t'], { onUpdate: async (_, id) => expectTypeOf(id).toEqualTypeOf<string>() });
    void agent.runMany(requests, { onProgress: async ({ failed }) => expectTypeOf(failed).toEqualTypeOf<number>() });
    // @ts-expect-error `since` is a snapshot of one task
    void agent.runMany(requests, { since: {} as Task });
    // @ts-expect-error waitAll starts nothing
    void xpander.tasks.waitAll(['t'], { concurrency: 5 });
  });
});

describe('typed output', () => {
  const zodSchema = z.object({ city: z.string(), people: z.number().optional() });
  type City = { city: string; people?: number | undefined };

  it('has the type that the schema gives, for every verb', () => {
    const output = zodSchema;
    expectTypeOf(agent.run('hi', { output })).resolves.toEqualTypeOf<CompletedTask & { output: City }>();
    expectTypeOf(agent.invoke('hi', { output })).resolves.toHaveProperty('output').toEqualTypeOf<City>();
    expectTypeOf(agent.stream('hi', { output })).toEqualTypeOf<TaskStream<CompletedTask & { output: City }>>();
    expectTypeOf(agent.thread().send('hi', { output })).resolves.toHaveProperty('output').toEqualTypeOf<City>();
    expectTypeOf(agent.thread().stream('hi', { output }).finalTask())
      .resolves.toHaveProperty('output')
      .toEqualTypeOf<City>();
    expectTypeOf(xpander.tasks.wait('t', { output, deadlineMs: 5 }))
      .resolves.toHaveProperty('output')
      .toEqualTypeOf<City>();
    expectTypeOf(xpander.agents.run('a', 'hi', { output }))
      .resolves.toHaveProperty('output')
      .toEqualTypeOf<City>();
    expectTypeOf(xpander.agents.invoke('a', 'hi', { output }))
      .resolves.toHaveProperty('output')
      .toEqualTypeOf<City>();
    expectTypeOf(xpander.agents.stream('a', 'hi', { output }).finalTask())
      .resolves.toHaveProperty('output')
      .toEqualTypeOf<City>();
    expectTypeOf(agent.runMany(['a'], { output })).toEqualTypeOf<
      AsyncIterable<RunOutcome<CompletedTask & { output: City }>>
    >();
    expectTypeOf(xpander.agents.runMany('a', ['b'], { output })).toEqualTypeOf<
      AsyncIterable<RunOutcome<CompletedTask & { output: City }>>
    >();
    expectTypeOf(parseOutput({ id: 't' }, output)).resolves.toEqualTypeOf<City>();
  });

  it('is inferred from the output, not the input, of every kind of schema', () => {
    const length = z.object({ city: z.string() }).transform(({ city }) => city.length);
    expectTypeOf(agent.run('hi', { output: length }))
      .resolves.toHaveProperty('output')
      .toEqualTypeOf<number>();
    const list = toStandardJsonSchema(
      v.pipe(
        v.array(v.string()),
        v.transform((all) => new Set(all)),
      ),
    );
    expectTypeOf(agent.run('hi', { output: list }))
      .resolves.toHaveProperty('output')
      .toEqualTypeOf<Set<string>>();
    const kind = type({ kind: "'a' | 'b'" });
    expectTypeOf(agent.run('hi', { output: kind }))
      .resolves.toHaveProperty('output')
      .toEqualTypeOf<{ kind: 'a' | 'b' }>();
    expectTypeOf(agent.run('hi', { output: jsonSchema<{ n: number }>({}) }))
      .resolves.toHaveProperty('output')
      .toEqualTypeOf<{ n: number }>();
    expectTypeOf(agent.run('hi', { output: jsonSchema({}, String) }))
      .resolves.toHaveProperty('output')
      .toEqualTypeOf<string>();
    expectTypeOf(agent.run('hi', { output: jsonSchema({}) }))
      .resolves.toHaveProperty('output')
      .toBeUnknown();
  });

  it('is rejected by verbs without output, and for schemas without a JSON Schema', () => {
    // @ts-expect-error invokeAsync does not wait
    void agent.invokeAsync('hi', { output: zodSchema });
    // @ts-expect-error an agent has no default for it
    xpander.agent('a', { output: zodSchema });
    // @ts-expect-error valibot's schemas do not state their JSON Schema
    void agent.run('hi', { output: v.string() });
    // @ts-expect-error a plain JSON Schema has to be wrapped
    void agent.run('hi', { output: { type: 'object' } });
    // @ts-expect-error there is no output without a schema
    void agent.run('hi').then(({ output }) => output);
  });
});

describe('events that need a reaction', () => {
  const event = {} as TaskEvent;

  it('have the types of a tool call and its result, with a common request_id', () => {
    if (event.type === 'tool_call_request') {
      expectTypeOf(event.data.request_id).toEqualTypeOf<string | null | undefined>();
      expectTypeOf(event.data.payload).toEqualTypeOf<unknown>();
      // @ts-expect-error a request has no result
      void event.data.result;
    }
    if (event.type === 'tool_call_result') {
      expectTypeOf(event.data.request_id).toEqualTypeOf<string | null | undefined>();
      expectTypeOf(event.data.tool_name).toEqualTypeOf<string | null | undefined>();
      expectTypeOf(event.data.is_error).toExtend<boolean | null | undefined>();
    }
  });

  it('have the types of a login page and of a decision', () => {
    if (event.type === 'auth_event') {
      expectTypeOf(event.data?.data?.url).toEqualTypeOf<string | null | undefined>();
      expectTypeOf<'login_required'>().toExtend<NonNullable<typeof event.data>['type']>();
      expectTypeOf<'of_tomorrow'>().toExtend<NonNullable<typeof event.data>['type']>();
    }
    if (event.type === 'task_updated') {
      expectTypeOf(event.data).toEqualTypeOf<Task>();
      expectTypeOf(event.data.hitl_request?.wait_node_id).toEqualTypeOf<string | null | undefined>();
      expectTypeOf(event.data.hitl_request?.title).toEqualTypeOf<string | null | undefined>();
      expectTypeOf(event.data.pending_eca_request?.auth_url).toEqualTypeOf<string | null | undefined>();
    }
  });

  it('are exhausted by a switch over every type', () => {
    const nameOf = ({ type }: TaskEvent): string => {
      switch (type) {
        case 'task_created':
        case 'task_updated':
        case 'task_finished':
        case 'task_compactization':
        case 'think':
        case 'analyze':
        case 'tool_call_request':
        case 'tool_call_result':
        case 'chunk':
        case 'sub_agent_trigger':
        case 'plan_updated':
        case 'auth_event':
        case 'connected':
        case 'turn_started':
        case 'turn_finished':
        case 'context_status':
        case 'inline_card':
        case 'agent_gateway_decision':
        case 'gateway_steer_applied':
        case 'ask_user_questions':
        case 'sub_task_created':
        case 'sub_task_updated':
        case 'sub_task_finished':
        case 'invite_member':
        case 'member_invited':
        case 'ask_for_secret':
        case 'secret_saved':
        case 'live_surface_created':
        case 'unknown':
          return type;
        default: {
          const nothing: never = type;
          return nothing;
        }
      }
    };
    expectTypeOf(nameOf).toBeFunction();
  });
});

describe('lists', () => {
  it('yield rows, and check their filters', () => {
    expectTypeOf(xpander.tasks.list()).toExtend<AsyncIterable<TaskSummary>>();
    expectTypeOf(xpander.tasks.list().firstPage())
      .resolves.toHaveProperty('items')
      .toEqualTypeOf<readonly TaskSummary[]>();
    void xpander.tasks.list({ status: 'completed', agent_id: maybe });
    // @ts-expect-error named as on the wire
    void xpander.tasks.list({ agentId: 'a' });
    // @ts-expect-error no such status
    void xpander.tasks.list({ status: 'cancelled' });
    expectTypeOf(xpander.tasks.messages('t')).resolves.toEqualTypeOf<ThreadMessage[]>();
  });
});

it('errors narrow with instanceof', () => {
  const error: unknown = undefined;
  if (error instanceof ApiError) {
    expectTypeOf(error.issues).toEqualTypeOf<ApiError['issues']>();
    expectTypeOf(error.status).toEqualTypeOf<number>();
  }
});

it('a deadline that passed after the start names the task', () => {
  const error: unknown = undefined;
  if (error instanceof DeadlineError) {
    expectTypeOf(error).toEqualTypeOf<DeadlineError>();
    expectTypeOf(error.started).toEqualTypeOf<boolean | 'unknown'>();
    expectTypeOf(error.taskId).toEqualTypeOf<string | undefined>();
    expectTypeOf(error.lastTask).toEqualTypeOf<Task | undefined>();
    if (error.started === true) void xpander.tasks.wait(error.taskId);
    // @ts-expect-error nothing may have started
    else void xpander.tasks.wait(error.taskId);
  }
});

it('the status of a failed task may be a new one, and can be told apart by a switch', () => {
  const error: unknown = undefined;
  if (!(error instanceof TaskFailedError)) return;
  expectTypeOf<string>().toExtend<FailedStatus>();
  switch (error.status) {
    case 'failed':
    case 'error':
    case 'stopped':
      return;
    default:
      expectTypeOf(error.status).toExtend<string>();
  }
});

describe('workflows', () => {
  it('have the verbs of agents, with the same types', () => {
    const workflow = xpander.workflow('w-1', { version: 'draft' });
    const output = jsonSchema<{ n: number }>({ type: 'object' });
    expectTypeOf(workflow.run).toEqualTypeOf<Agent['run']>();
    expectTypeOf(workflow.stream).toEqualTypeOf<Agent['stream']>();
    expectTypeOf(workflow.runMany).toEqualTypeOf<Agent['runMany']>();
    expectTypeOf(xpander.workflows.run).toEqualTypeOf<Xpander['agents']['run']>();
    expectTypeOf(xpander.workflows.run('w-1', 'hi', { output }))
      .resolves.toHaveProperty('output')
      .toEqualTypeOf<{
        n: number;
      }>();
    // @ts-expect-error a workflow has no threads
    workflow.thread();
    // @ts-expect-error a filter that the list does not have
    xpander.workflows.list({ status: 'failed' });
  });
});

it('a conversation is typed: its turns, its output, its messages and its options', () => {
  const chat = agent.conversation(maybe, { deadlineMs: 60_000, resume: 'last-event-id' });
  expectTypeOf(chat).toEqualTypeOf<Conversation>();
  expectTypeOf(chat.id).toEqualTypeOf<string | undefined>();
  expectTypeOf(chat.send('hi')).resolves.toEqualTypeOf<CompletedTask>();
  const output = jsonSchema<{ n: number }>({ type: 'object' });
  expectTypeOf(chat.send('hi', { output })).resolves.toEqualTypeOf<CompletedTask & { output: { n: number } }>();
  expectTypeOf(chat.stream('hi')).toEqualTypeOf<TaskStream>();
  expectTypeOf(chat.drain()).toEqualTypeOf<TaskStream>();
  expectTypeOf(chat.confirm('r-1', true)).toEqualTypeOf<TaskStream>();
  expectTypeOf(chat.state()).resolves.toEqualTypeOf<RunState>();
  expectTypeOf(chat.message('hi', { mode: 'steer' })).resolves.toEqualTypeOf<MessageReceipt>();
  void chat.message({ text: maybe, files: [] }, { mode: 'a new mode' });
  void chat.answer('d-1', [{ question_id: 'q-1', free_text: 'Yes', more: 1 }]);
  // @ts-expect-error an answer names its question
  chat.answer('d-1', [{ free_text: 'Yes' }]);
  // @ts-expect-error an approval is a boolean
  chat.confirm('r-1', 'yes');
  // @ts-expect-error a turn of a conversation is never sent twice
  chat.send('hi', { onAmbiguous: 'resend' });
  // @ts-expect-error and has no key
  chat.send('hi', { once: 'job-1' });
  // @ts-expect-error the answers to questions cannot be resumed
  chat.answer('d-1', [], { resume: 'last-event-id' });
});

it('a paused task says what it waits for', () => {
  const error: unknown = undefined;
  if (!(error instanceof TaskPausedError)) return;
  expectTypeOf(error.decisionId).toEqualTypeOf<string | undefined>();
  expectTypeOf(error.requestId).toEqualTypeOf<string | undefined>();
  expectTypeOf(error.authUrl).toEqualTypeOf<string | undefined>();
});
