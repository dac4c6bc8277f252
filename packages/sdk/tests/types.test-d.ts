import { describe, expectTypeOf, it } from 'vitest';
import {
  type Agent,
  type AgentRequest,
  ApiError,
  type CompletedTask,
  type InvokeRequest,
  type KnownTaskStatus,
  type RunOptions,
  type Task,
  type TaskEvent,
  type TaskStatus,
  type TaskSummary,
  type ThreadMessage,
  type User,
  Xpander,
  type XpanderOptions,
} from '../src/index.ts';

declare const xpander: Xpander;
declare const agent: Agent;
declare const maybe: string | undefined;

describe('requests', () => {
  it('are a text, or an object with an input', () => {
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

  it('may carry a member that may be missing', () => {
    void agent.run({ input: 'hi', id: maybe, title: maybe }, { version: maybe });
    expectTypeOf<{ input: { text: string }; title: string | undefined }>().toExtend<InvokeRequest>();
    expectTypeOf<{ id: string; email: string; first_name: string | undefined }>().toExtend<User>();
  });
});

describe('options', () => {
  it('refuse what they do not know', () => {
    // @ts-expect-error misspelt
    void agent.run('hi', { timeoutMS: 5 });
    // @ts-expect-error invokeAsync does not wait
    void agent.invokeAsync('hi', { deadlineMs: 5 });
    // @ts-expect-error not for a whole client
    new Xpander({ deadlineMs: 5 });
    expectTypeOf<RunOptions['timeoutMs']>().toEqualTypeOf<number | undefined>();
    expectTypeOf<XpanderOptions['apiKey']>().toEqualTypeOf<string | (() => string | Promise<string>) | undefined>();
  });
});

describe('answers', () => {
  it('are completed tasks from verbs that settle, and tasks from the others', () => {
    expectTypeOf(agent.run('hi')).resolves.toEqualTypeOf<CompletedTask>();
    expectTypeOf(agent.invoke('hi')).resolves.toEqualTypeOf<CompletedTask>();
    expectTypeOf(xpander.tasks.wait('t')).resolves.toEqualTypeOf<CompletedTask>();
    expectTypeOf(agent.invokeAsync('hi')).resolves.toEqualTypeOf<Task>();
    expectTypeOf(xpander.tasks.get('t')).resolves.toEqualTypeOf<Task>();
    expectTypeOf<CompletedTask['status']>().toEqualTypeOf<'completed'>();
    expectTypeOf<CompletedTask>().toExtend<Task>();
  });

  it('have a status of today, or one that is added later', () => {
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
  });
});

describe('events that somebody acts on', () => {
  const event = {} as TaskEvent;

  it('know the call of a tool and its answer, joined by their request', () => {
    if (event.type === 'tool_call_request') {
      expectTypeOf(event.data.request_id).toEqualTypeOf<string | null | undefined>();
      expectTypeOf(event.data.payload).toEqualTypeOf<unknown>();
      // @ts-expect-error the answer is still to come
      void event.data.result;
    }
    if (event.type === 'tool_call_result') {
      expectTypeOf(event.data.request_id).toEqualTypeOf<string | null | undefined>();
      expectTypeOf(event.data.tool_name).toEqualTypeOf<string | null | undefined>();
      expectTypeOf(event.data.is_error).toExtend<boolean | null | undefined>();
    }
  });

  it('know the page to sign in on, and what a decision is about', () => {
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

  it('leave nothing over when every type is asked for', () => {
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
  it('give rows, and know their filters', () => {
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

it('errors narrow', () => {
  const error: unknown = undefined;
  if (error instanceof ApiError) {
    expectTypeOf(error.issues).toEqualTypeOf<ApiError['issues']>();
    expectTypeOf(error.status).toEqualTypeOf<number>();
  }
});
