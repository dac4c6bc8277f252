import type { ApiClient, components } from '@xpander/generated';
import type { RequestOptions, Task, Xpander } from '@xpander/sdk';
import type { OperationName } from './description.ts';

type InvokeRequest = components['schemas']['InvokeRequest'];
type CreateAgentRequest = components['schemas']['CreateAgentRequest'];
type UpdateAgentRequest = components['schemas']['UpdateAgentRequest'];
type AddAgentToolRequest = components['schemas']['AddAgentToolRequest'];
type CreateWorkflowRequest = components['schemas']['CreateWorkflowRequest'];
type UpdateWorkflowRequest = components['schemas']['UpdateWorkflowRequest'];
type AddWorkflowNodeRequest = components['schemas']['AddWorkflowNodeRequest'];
type SendMessageRequest = components['schemas']['SendMessageRequest'];
type StopConversationRequest = components['schemas']['StopConversationRequest'];
type AnswersRequest = components['schemas']['AnswersRequest'];
type ConfirmationRequest = components['schemas']['ConfirmationRequest'];

/** The result of the typed client. */
export interface Answer {
  readonly data?: unknown;
  readonly error?: unknown;
  readonly response: Response;
}

export interface CallParts {
  readonly headers?: Readonly<Record<string, string>>;
  /** Replaces the usual id of a tool, a node or a message. */
  readonly id?: string;
  /** Replaces the usual body. It may be invalid according to the types. */
  readonly body?: unknown;
}

export const agentId = '47c3a1be-6f0d-4d55-9a53-0b8f1f2f6f31';
export const workflowId = '5d2f7a90-3c41-4be6-9b1f-64c8e07d1a52';
export const taskId = '81250b20-e9d7-4b3b-9995-07dc72b4bb59';
const prompt: InvokeRequest = { input: { text: 'Generate a market report' } };
const newAgent: CreateAgentRequest = { name: 'Report writer' };
const agentChanges: UpdateAgentRequest = { icon: '📈' };

const newTool: AddAgentToolRequest = { type: 'agent', agent_id: 'b1c7d0de-0c35-4a55-9d0e-7f6a6a0f2b18' };
const newWorkflow: CreateWorkflowRequest = { name: 'Invoice intake' };
const workflowChanges: UpdateWorkflowRequest = { description: 'Files invoices' };
const newNode: AddWorkflowNodeRequest = { name: 'Read', agent_id: agentId };
const message: SendMessageRequest = { text: 'And in euros, please.', mode: 'queue' };
const answers: AnswersRequest = { decision_id: 'decision-1', answers: [{ question_id: 'period', answer: 'Weekly' }] };
const confirmation: ConfirmationRequest = { request_id: 'request-1', approve: true };

const forAgent = { path: { agent_id: agentId } };
const forWorkflow = { path: { workflow_id: workflowId } };
const forTask = { path: { task_id: taskId } };
const forConversation = { path: { agent_id: agentId, conversation_id: taskId } };
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
  listAgentTools: (api, { headers = {} }) => api.GET('/v1/agents/{agent_id}/tools', { headers, params: forAgent }),
  addAgentTool: (api, { headers = {}, body = newTool }) =>
    api.POST('/v1/agents/{agent_id}/tools', { headers, params: forAgent, body: body as AddAgentToolRequest }),
  removeAgentTool: (api, { headers = {}, id = 'tool-1' }) =>
    api.DELETE('/v1/agents/{agent_id}/tools/{tool_id}', {
      ...{ headers, params: { path: { agent_id: agentId, tool_id: id } } },
    }),
  listWorkflows: (api, { headers = {} }) => api.GET('/v1/workflows', { headers }),
  createWorkflow: (api, { headers = {}, body = newWorkflow }) =>
    api.POST('/v1/workflows', { headers, body: body as CreateWorkflowRequest }),
  getWorkflow: (api, { headers = {} }) => api.GET('/v1/workflows/{workflow_id}', { headers, params: forWorkflow }),
  updateWorkflow: (api, { headers = {}, body = workflowChanges }) =>
    api.PATCH('/v1/workflows/{workflow_id}', { headers, params: forWorkflow, body: body as UpdateWorkflowRequest }),
  deployWorkflow: (api, { headers = {} }) => api.PUT('/v1/workflows/{workflow_id}', { headers, params: forWorkflow }),
  listWorkflowNodes: (api, { headers = {} }) =>
    api.GET('/v1/workflows/{workflow_id}/nodes', { headers, params: forWorkflow }),
  addWorkflowNode: (api, { headers = {}, body = newNode }) =>
    api.POST('/v1/workflows/{workflow_id}/nodes', {
      ...{ headers, params: forWorkflow, body: body as AddWorkflowNodeRequest },
    }),
  removeWorkflowNode: (api, { headers = {}, id = 'node-1' }) =>
    api.DELETE('/v1/workflows/{workflow_id}/nodes/{node_id}', {
      ...{ headers, params: { path: { workflow_id: workflowId, node_id: id } } },
    }),
  runTurn: (api, { headers = {}, body }) =>
    api.POST('/v1/agents/{agent_id}/conversations/invoke', { headers, params: forAgent, body: invocation(body) }),
  streamTurn: (api, { headers = {}, body }) =>
    readStream(
      api.POST('/v1/agents/{agent_id}/conversations/invoke/stream', {
        ...{ headers, params: forAgent, body: invocation(body), parseAs: 'stream' },
      }),
    ),
  editMessage: (api, { headers = {}, body, id = 'message-1' }) =>
    api.POST('/v1/agents/{agent_id}/conversations/{conversation_id}/edit/{message_id}', {
      ...{ headers, params: forMessage(id), body: invocation(body) },
    }),
  editMessageStream: (api, { headers = {}, body, id = 'message-1' }) =>
    readStream(
      api.POST('/v1/agents/{agent_id}/conversations/{conversation_id}/edit/{message_id}/stream', {
        ...{ headers, params: forMessage(id), body: invocation(body), parseAs: 'stream' },
      }),
    ),
  sendMessage: (api, { headers = {}, body = message }) =>
    api.POST('/v1/agents/{agent_id}/conversations/{conversation_id}/messages', {
      ...{ headers, params: forConversation, body: body as SendMessageRequest },
    }),
  getRunState: (api, { headers = {} }) =>
    api.GET('/v1/agents/{agent_id}/conversations/{conversation_id}/run-state', { headers, params: forConversation }),
  stopConversation: (api, { headers = {}, body = { clear_queue: true } }) =>
    api.POST('/v1/agents/{agent_id}/conversations/{conversation_id}/stop', {
      ...{ headers, params: forConversation, body: body as StopConversationRequest },
    }),
  drainQueueStream: (api, { headers = {} }) =>
    readStream(
      api.POST('/v1/agents/{agent_id}/conversations/{conversation_id}/drain/stream', {
        ...{ headers, params: forConversation, parseAs: 'stream' },
      }),
    ),
  removeQueuedMessage: (api, { headers = {}, id = 'message-1' }) =>
    api.DELETE('/v1/agents/{agent_id}/conversations/{conversation_id}/queue/{message_id}', {
      ...{ headers, params: forMessage(id) },
    }),
  answerQuestions: (api, { headers = {}, body = answers }) =>
    readStream(
      api.POST('/v1/agents/{agent_id}/conversations/{conversation_id}/answers', {
        ...{ headers, params: forConversation, body: body as AnswersRequest, parseAs: 'stream' },
      }),
    ),
  confirmAction: (api, { headers = {}, body = confirmation }) =>
    readStream(
      api.POST('/v1/agents/{agent_id}/conversations/{conversation_id}/confirm', {
        ...{ headers, params: forConversation, body: body as ConfirmationRequest, parseAs: 'stream' },
      }),
    ),
  getConversation: (api, { headers = {} }) =>
    api.GET('/v1/agents/{agent_id}/conversations/{conversation_id}', { headers, params: forConversation }),
  listLlmProviders: (api, { headers = {} }) => api.GET('/v1/misc/llm_providers', { headers }),
  listLlmModels: (api, { headers = {} }) =>
    api.GET('/v1/misc/llm_providers/{provider_identifier}/models', { headers, params: forProvider }),
  health: (api, { headers = {} }) => api.GET('/health', { headers }),
};

function forMessage(id: string): { path: { agent_id: string; conversation_id: string; message_id: string } } {
  return { path: { ...forConversation.path, message_id: id } };
}

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
