import { describe, expectTypeOf, it } from 'vitest';
import {
  type ApiErrorBody,
  createApiClient,
  type InvokeRequest,
  type KnownTaskStatus,
  type operations,
  type Task,
  type TaskStatus,
  type User,
  type ValidationErrorBody,
} from '../src/index.ts';

type RequiredKeys<T> = { [K in keyof T]-?: object extends Pick<T, K> ? never : K }[keyof T];

describe('a request', () => {
  it('requires an input only', () => {
    expectTypeOf<RequiredKeys<InvokeRequest>>().toEqualTypeOf<'input'>();
    expectTypeOf<RequiredKeys<InvokeRequest['input']>>().toEqualTypeOf<never>();
    expectTypeOf<RequiredKeys<User>>().toEqualTypeOf<'id' | 'email'>();
  });

  it('accepts the values of its enums only', () => {
    expectTypeOf<InvokeRequest['think_mode']>().toEqualTypeOf<'default' | 'harder' | null | undefined>();
    expectTypeOf<'xhigh'>().toExtend<InvokeRequest['llm_reasoning_effort']>();
    expectTypeOf<'max'>().not.toExtend<InvokeRequest['llm_reasoning_effort']>();
    expectTypeOf<'html'>().not.toExtend<InvokeRequest['output_format']>();
    expectTypeOf<'web'>().not.toExtend<InvokeRequest['source_node_type']>();
  });

  it('has no undocumented member', () => {
    expectTypeOf<InvokeRequest>().not.toHaveProperty('threadId');
    expectTypeOf<InvokeRequest>().not.toHaveProperty('deep_planning');
  });
});

describe('a response', () => {
  it('requires the id only', () => {
    expectTypeOf<RequiredKeys<Task>>().toEqualTypeOf<'id'>();
    expectTypeOf<Task['result']>().toEqualTypeOf<string | null | undefined>();
    expectTypeOf<Task['created_at']>().toEqualTypeOf<string | null | undefined>();
  });

  it('accepts an unknown status', () => {
    expectTypeOf<'archived'>().toExtend<TaskStatus>();
    expectTypeOf<string>().toExtend<TaskStatus>();
    expectTypeOf<Task['status']>().toEqualTypeOf<TaskStatus | null | undefined>();
  });

  it('keeps the known values apart from the open string, so that editors suggest them', () => {
    // `'completed' | string` collapses to `string`, and then this would be `never`.
    expectTypeOf<Extract<TaskStatus, 'completed'>>().toEqualTypeOf<'completed'>();
    expectTypeOf<Extract<Task['output_format'], 'voice'>>().toEqualTypeOf<'voice'>();
    expectTypeOf<Extract<Task['think_mode'], 'harder'>>().toEqualTypeOf<'harder'>();
    expectTypeOf<Extract<Task['llm_reasoning_effort'], 'xhigh'>>().toEqualTypeOf<'xhigh'>();
    expectTypeOf<KnownTaskStatus>().toEqualTypeOf<
      'pending' | 'executing' | 'paused' | 'error' | 'failed' | 'completed' | 'stopped'
    >();
  });
});

describe('the client', () => {
  const api = createApiClient();
  type Call = Awaited<ReturnType<typeof getTask>>;
  const getTask = () => api.GET('/v1/tasks/{task_id}', { params: { path: { task_id: 'task-1' } } });

  it('types data and error by the path', () => {
    // openapi-fetch 0.17 fails here: its search for write-only members breaks `string & {}`.
    expectTypeOf<NonNullable<Call['data']>>().toEqualTypeOf<Task>();
    expectTypeOf<ApiErrorBody>().toExtend<NonNullable<Call['error']>>();
    expectTypeOf<ValidationErrorBody>().toExtend<NonNullable<Call['error']>>();
    expectTypeOf<string>().toExtend<NonNullable<Call['error']>>();
  });

  it('names all operations', () => {
    expectTypeOf<keyof operations>().toEqualTypeOf<
      | 'invoke'
      | 'invokeAsync'
      | 'invokeStream'
      | 'invokeWorkflow'
      | 'invokeWorkflowAsync'
      | 'invokeWorkflowStream'
      | 'listTasks'
      | 'listAgentTasks'
      | 'getTask'
      | 'stopTask'
      | 'deleteTask'
      | 'getThread'
      | 'getFullThread'
      | 'listAgents'
      | 'listFullAgents'
      | 'getAgent'
      | 'createAgent'
      | 'updateAgent'
      | 'deployAgent'
      | 'deleteAgent'
      | 'listAgentTools'
      | 'addAgentTool'
      | 'removeAgentTool'
      | 'listWorkflows'
      | 'createWorkflow'
      | 'getWorkflow'
      | 'updateWorkflow'
      | 'deployWorkflow'
      | 'listWorkflowNodes'
      | 'addWorkflowNode'
      | 'removeWorkflowNode'
      | 'runTurn'
      | 'streamTurn'
      | 'editMessage'
      | 'editMessageStream'
      | 'sendMessage'
      | 'getRunState'
      | 'stopConversation'
      | 'drainQueueStream'
      | 'removeQueuedMessage'
      | 'answerQuestions'
      | 'confirmAction'
      | 'getConversation'
      | 'listLlmProviders'
      | 'listLlmModels'
      | 'health'
    >();
  });

  it('refuses a body without input, and a path without its parameter', () => {
    const params = { path: { agent_id: 'agent-1' } };
    // @ts-expect-error `input` is missing
    void (() => api.POST('/v1/agents/{agent_id}/invoke', { params, body: {} }));
    // @ts-expect-error the path parameter is missing
    void (() => api.POST('/v1/agents/{agent_id}/invoke', { body: { input: {} } }));
  });

  it('refuses a misspelt member if the body is declared as an InvokeRequest', () => {
    // openapi-fetch infers the type of the body, so the call alone accepts unknown members.
    // @ts-expect-error `threadId` is no member
    const body = { input: {}, threadId: 'task-1' } satisfies InvokeRequest;
    void body;
  });
});
