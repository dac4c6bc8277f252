import { describe, expectTypeOf, it } from 'vitest';
import type {
  AgentDetails,
  AgentPage,
  AgentSummary,
  ChunkEvent,
  DeepPlanning,
  FullThread,
  KnownMessageRole,
  LlmModel,
  LlmProvider,
  operations,
  Task,
  TaskEvent,
  TaskPage,
  TaskStatus,
  TaskSummary,
  ThreadMessage,
  ToolCallResult,
} from '../src/index.ts';

type RequiredKeys<T> = { [K in keyof T]-?: object extends Pick<T, K> ? never : K }[keyof T];
type Answer<Name extends keyof operations, Status extends number> =
  operations[Name]['responses'] extends Record<Status, { content: { 'application/json': infer Body } }> ? Body : never;

describe('an event', () => {
  it('is narrowed by its type', () => {
    const read = (event: TaskEvent): string => {
      switch (event.type) {
        case 'chunk':
          expectTypeOf(event).toEqualTypeOf<ChunkEvent>();
          return event.data;
        case 'task_created':
        case 'task_updated':
        case 'task_finished':
          expectTypeOf(event.data).toEqualTypeOf<Task>();
          return event.data.id;
        case 'tool_call_result':
          expectTypeOf(event.data).toEqualTypeOf<ToolCallResult>();
          return event.data.tool_name ?? '';
        case 'plan_updated':
          expectTypeOf(event.data).toEqualTypeOf<DeepPlanning | null>();
          return '';
        case 'auth_event':
          return event.data?.data?.url ?? '';
        default:
          return event.task_id ?? '';
      }
    };
    expectTypeOf(read).returns.toBeString();
  });

  it('has literal types, not any string', () => {
    expectTypeOf<'task_finished'>().toExtend<TaskEvent['type']>();
    expectTypeOf<string>().not.toExtend<TaskEvent['type']>();
  });

  it('has the members of the envelope', () => {
    expectTypeOf<TaskEvent['task_id']>().toEqualTypeOf<string | null | undefined>();
    expectTypeOf<TaskEvent['time']>().toEqualTypeOf<string | null | undefined>();
    expectTypeOf<RequiredKeys<ChunkEvent>>().toEqualTypeOf<'type' | 'data'>();
  });
});

describe('a list or a thread', () => {
  it('requires ids and rows only', () => {
    expectTypeOf<RequiredKeys<TaskSummary>>().toEqualTypeOf<'id'>();
    expectTypeOf<RequiredKeys<AgentSummary>>().toEqualTypeOf<'id'>();
    expectTypeOf<RequiredKeys<AgentDetails>>().toEqualTypeOf<'id'>();
    expectTypeOf<RequiredKeys<TaskPage>>().toEqualTypeOf<'items'>();
    expectTypeOf<RequiredKeys<ThreadMessage>>().toEqualTypeOf<never>();
    expectTypeOf<RequiredKeys<LlmModel>>().toEqualTypeOf<'model_id'>();
    expectTypeOf<RequiredKeys<LlmProvider>>().toEqualTypeOf<'internal_identifier'>();
  });

  it('keeps the known values apart from unknown ones', () => {
    expectTypeOf<TaskSummary['status']>().toEqualTypeOf<TaskStatus | undefined>();
    expectTypeOf<Extract<AgentDetails['status'], 'ACTIVE'>>().toEqualTypeOf<'ACTIVE'>();
    expectTypeOf<Extract<AgentDetails['model_provider'], 'openai'>>().toEqualTypeOf<'openai'>();
    expectTypeOf<'a-new-provider'>().toExtend<AgentDetails['model_provider']>();
    expectTypeOf<'robot'>().toExtend<AgentDetails['type']>();
    expectTypeOf<Extract<ThreadMessage['role'], string>>().toEqualTypeOf<KnownMessageRole | (string & {})>();
  });

  it('has a thread for every sub-task', () => {
    expectTypeOf<FullThread>().toExtend<Record<string, ThreadMessage[]>>();
    expectTypeOf<FullThread['root']>().toEqualTypeOf<ThreadMessage[]>();
  });

  it('is the response type of the operations', () => {
    expectTypeOf<Answer<'listTasks', 200>>().toEqualTypeOf<TaskPage>();
    expectTypeOf<Answer<'listAgentTasks', 200>>().toEqualTypeOf<TaskPage>();
    expectTypeOf<Answer<'stopTask', 200>>().toEqualTypeOf<Task>();
    expectTypeOf<Answer<'getThread', 200>>().toEqualTypeOf<ThreadMessage[]>();
    expectTypeOf<Answer<'getFullThread', 200>>().toEqualTypeOf<FullThread>();
    expectTypeOf<Answer<'listAgents', 200>>().toEqualTypeOf<AgentPage>();
    expectTypeOf<Answer<'createAgent', 201>>().toEqualTypeOf<AgentDetails>();
    expectTypeOf<Answer<'deployAgent', 200>>().toEqualTypeOf<AgentDetails>();
    expectTypeOf<Answer<'deleteAgent', 202>>().toEqualTypeOf<null>();
    expectTypeOf<Answer<'invokeWorkflow', 200>>().toEqualTypeOf<Task>();
    expectTypeOf<Answer<'listLlmModels', 200>>().toEqualTypeOf<LlmModel[]>();
  });
});
