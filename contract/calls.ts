import type { ApiClient, components } from '@xpander/generated';
import type { RequestOptions, Task, Xpander } from '@xpander/sdk';
import type { OperationName } from './description.ts';

type InvokeRequest = components['schemas']['InvokeRequest'];
type CreateAgentRequest = components['schemas']['CreateAgentRequest'];
type UpdateAgentRequest = components['schemas']['UpdateAgentRequest'];

/** The result of the typed client. */
export interface Answer {
  readonly data?: unknown;
  readonly error?: unknown;
  readonly response: Response;
}

export interface CallParts {
  readonly headers?: Readonly<Record<string, string>>;
  /** Replaces the usual body. It may be invalid according to the types. */
  readonly body?: unknown;
}

export const agentId = '47c3a1be-6f0d-4d55-9a53-0b8f1f2f6f31';
export const workflowId = '5d2f7a90-3c41-4be6-9b1f-64c8e07d1a52';
export const taskId = '81250b20-e9d7-4b3b-9995-07dc72b4bb59';
const prompt: InvokeRequest = { input: { text: 'Generate a market report' } };
const newAgent: CreateAgentRequest = { name: 'Report writer' };
const agentChanges: UpdateAgentRequest = { icon: '📈' };

const forAgent = { path: { agent_id: agentId } };
const forWorkflow = { path: { workflow_id: workflowId } };
const forTask = { path: { task_id: taskId } };
const forProvider = { path: { provider_identifier: 'anthropic' } };

const invocation = (body: unknown): InvokeRequest => (body ?? prompt) as InvokeRequest;

/** Calls each operation with a typed client. A new operation in the description is a compile error here. */
export const apiCalls: Record<OperationName, (api: ApiClient, parts: CallParts) => Promise<Answer>> = {
  invoke: (api, { headers = {}, body }) =>
    api.POST('/v1/agents/{agent_id}/invoke', { headers, params: forAgent, body: invocation(body) }),
  invokeAsync: (api, { headers = {}, body }) =>
    api.POST('/v1/agents/{agent_id}/invoke/async', { headers, params: forAgent, body: invocation(body) }),
  invokeStream: (api, { headers = {}, body }) =>
    readStream(
      api.POST('/v1/agents/{agent_id}/invoke/stream', {
        ...{ headers, params: forAgent, body: invocation(body), parseAs: 'stream' },
      }),
    ),
  invokeWorkflow: (api, { headers = {}, body }) =>
    api.POST('/v1/workflows/{workflow_id}/invoke', { headers, params: forWorkflow, body: invocation(body) }),
  invokeWorkflowAsync: (api, { headers = {}, body }) =>
    api.POST('/v1/workflows/{workflow_id}/invoke/async', { headers, params: forWorkflow, body: invocation(body) }),
  invokeWorkflowStream: (api, { headers = {}, body }) =>
    readStream(
      api.POST('/v1/workflows/{workflow_id}/invoke/stream', {
        ...{ headers, params: forWorkflow, body: invocation(body), parseAs: 'stream' },
      }),
    ),
  listTasks: (api, { headers = {} }) => api.GET('/v1/tasks', { headers }),
  listAgentTasks: (api, { headers = {} }) => api.GET('/v1/agents/{agent_id}/tasks', { headers, params: forAgent }),
  getTask: (api, { headers = {} }) => api.GET('/v1/tasks/{task_id}', { headers, params: forTask }),
  deleteTask: (api, { headers = {} }) => api.DELETE('/v1/tasks/{task_id}', { headers, params: forTask }),
  stopTask: (api, { headers = {} }) => api.POST('/v1/tasks/{task_id}/stop', { headers, params: forTask }),
  getThread: (api, { headers = {} }) => api.GET('/v1/tasks/{task_id}/thread', { headers, params: forTask }),
  getFullThread: (api, { headers = {} }) => api.GET('/v1/tasks/{task_id}/thread/full', { headers, params: forTask }),
  listAgents: (api, { headers = {} }) => api.GET('/v1/agents', { headers }),
  listFullAgents: (api, { headers = {} }) => api.GET('/v1/agents/full', { headers }),
  createAgent: (api, { headers = {}, body = newAgent }) =>
    api.POST('/v1/agents', { headers, body: body as CreateAgentRequest }),
  getAgent: (api, { headers = {} }) => api.GET('/v1/agents/{agent_id}', { headers, params: forAgent }),
  updateAgent: (api, { headers = {}, body = agentChanges }) =>
    api.PATCH('/v1/agents/{agent_id}', { headers, params: forAgent, body: body as UpdateAgentRequest }),
  deployAgent: (api, { headers = {} }) => api.PUT('/v1/agents/{agent_id}', { headers, params: forAgent }),
  deleteAgent: (api, { headers = {} }) => api.DELETE('/v1/agents/{agent_id}', { headers, params: forAgent }),
  listLlmProviders: (api, { headers = {} }) => api.GET('/v1/misc/llm_providers', { headers }),
  listLlmModels: (api, { headers = {} }) =>
    api.GET('/v1/misc/llm_providers/{provider_identifier}/models', { headers, params: forProvider }),
  health: (api, { headers = {} }) => api.GET('/health', { headers }),
};

/** Reads the text of a stream to its end. */
async function readStream(call: Promise<Answer>): Promise<Answer> {
  const answer = await call;
  if (!(answer.data instanceof ReadableStream)) return answer;
  return { ...answer, data: await new Response(answer.data).text() };
}

/** The operations for which the SDK has a method that resolves with a task. The others are called with `xpander.api`. */
export type VerbName = Extract<OperationName, 'invoke' | 'invokeAsync' | 'getTask'>;

/** Calls each of these operations with the SDK's method. */
export const verbCalls: Record<VerbName, (xpander: Xpander, options: RequestOptions) => Promise<Task>> = {
  invoke: (xpander, options) => xpander.agents.invoke(agentId, prompt, { ...options, deadlineMs: 0 }),
  invokeAsync: (xpander, options) => xpander.agents.invokeAsync(agentId, prompt, options),
  getTask: (xpander, options) => xpander.tasks.get(taskId, options),
};

export function isVerb(operation: OperationName): operation is VerbName {
  return Object.hasOwn(verbCalls, operation);
}
