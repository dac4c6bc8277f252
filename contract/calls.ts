import type { ApiClient, InvokeRequest } from '@xpander/generated';
import type { RequestOptions, Task, Xpander } from '@xpander/sdk';
import type { OperationName } from './description.ts';

/** What the typed client returns. */
export interface Answer {
  readonly data?: unknown;
  readonly error?: unknown;
  readonly response: Response;
}

export interface CallParts {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: InvokeRequest;
}

const agentId = '47c3a1be-6f0d-4d55-9a53-0b8f1f2f6f31';
export const taskId = '81250b20-e9d7-4b3b-9995-07dc72b4bb59';
const prompt: InvokeRequest = { input: { text: 'Generate a market report' } };

const forAgent = { path: { agent_id: agentId } };

/** Each operation through a typed client. An operation added to the description is missed here by the compiler. */
export const apiCalls: Record<OperationName, (api: ApiClient, parts: CallParts) => Promise<Answer>> = {
  invoke: (api, { headers = {}, body = prompt }) =>
    api.POST('/v1/agents/{agent_id}/invoke', { headers, params: forAgent, body }),
  invokeAsync: (api, { headers = {}, body = prompt }) =>
    api.POST('/v1/agents/{agent_id}/invoke/async', { headers, params: forAgent, body }),
  getTask: (api, { headers = {} }) =>
    api.GET('/v1/tasks/{task_id}', { headers, params: { path: { task_id: taskId } } }),
  health: (api, { headers = {} }) => api.GET('/health', { headers }),
};

/** The operations the SDK has a verb for; the others are reached through `xpander.api`. */
export type VerbName = Exclude<OperationName, 'health'>;

/** Each operation through the SDK's verb for it. */
export const verbCalls: Record<VerbName, (xpander: Xpander, options: RequestOptions) => Promise<Task>> = {
  invoke: (xpander, options) => xpander.agents.invoke(agentId, prompt, { ...options, deadlineMs: 0 }),
  invokeAsync: (xpander, options) => xpander.agents.invokeAsync(agentId, prompt, options),
  getTask: (xpander, options) => xpander.tasks.get(taskId, options),
};

export function isVerb(operation: OperationName): operation is VerbName {
  return Object.hasOwn(verbCalls, operation);
}
