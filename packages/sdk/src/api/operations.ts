import type { RawThreadMessage, Task, TaskQuery, TaskSummary } from '../models.ts';
import { callOperation, openStream } from './call-operation.ts';
import { deletedShape, messagesShape, taskPageShape, taskShape, threadsShape } from './response.ts';
import type { ApiContext, Invocation, OperationCall, WirePage } from './types.ts';
import { withoutUndefined } from './without-undefined.ts';

// The operations of the spec that the verbs are made of: ids in, plain data or typed errors out.

/** A sync invoke is held open while the agent works: 5 to 30 s and more (openapi/FACTS.md#a8). */
const syncTimeoutMs = 240_000;

/** Its default time limit is longer than that of other operations. */
export function invokeSync(api: ApiContext, invocation: Invocation, call: OperationCall): Promise<Task> {
  const timeoutMs = call.timeoutMs ?? api.settings.timeoutMs ?? syncTimeoutMs;
  return callOperation(api, { agentId: invocation.agentId, ...call, timeoutMs }, taskShape, (client, init) =>
    invocation.kind === 'workflow'
      ? client.POST('/v1/workflows/{workflow_id}/invoke', { ...init, ...toInit(invocation) })
      : client.POST('/v1/agents/{agent_id}/invoke', { ...init, ...toInit(invocation) }),
  );
}

export function invokeAsync(api: ApiContext, invocation: Invocation, call: OperationCall): Promise<Task> {
  return callOperation(api, { agentId: invocation.agentId, ...call }, taskShape, (client, init) =>
    invocation.kind === 'workflow'
      ? client.POST('/v1/workflows/{workflow_id}/invoke/async', { ...init, ...toInit(invocation) })
      : client.POST('/v1/agents/{agent_id}/invoke/async', { ...init, ...toInit(invocation) }),
  );
}

/** Returns the response with its events still to come. */
export function invokeStream(api: ApiContext, invocation: Invocation, call: OperationCall): Promise<Response> {
  return openStream(api, { agentId: invocation.agentId, ...call }, (client, init) =>
    invocation.kind === 'workflow'
      ? client.POST('/v1/workflows/{workflow_id}/invoke/stream', { ...init, ...toInit(invocation) })
      : client.POST('/v1/agents/{agent_id}/invoke/stream', { ...init, ...toInit(invocation) }),
  );
}

export function getTask(api: ApiContext, taskId: string, call: OperationCall): Promise<Task> {
  return callOperation(api, { taskId, ...call }, taskShape, (client, init) =>
    client.GET('/v1/tasks/{task_id}', { ...init, params: { path: { task_id: taskId } } }),
  );
}

export function listTasks(api: ApiContext, query: TaskQuery, call: OperationCall): Promise<WirePage<TaskSummary>> {
  return callOperation<WirePage<TaskSummary>>(api, call, taskPageShape, (client, init) =>
    client.GET('/v1/tasks', { ...init, params: { query: withoutUndefined(query) } }),
  );
}

export function stopTask(api: ApiContext, taskId: string, call: OperationCall): Promise<Task> {
  return callOperation(api, { taskId, ...call }, taskShape, (client, init) =>
    client.POST('/v1/tasks/{task_id}/stop', { ...init, params: { path: { task_id: taskId } } }),
  );
}

export function deleteTask(api: ApiContext, taskId: string, call: OperationCall): Promise<unknown> {
  return callOperation<unknown>(api, { taskId, ...call }, deletedShape, (client, init) =>
    client.DELETE('/v1/tasks/{task_id}', { ...init, params: { path: { task_id: taskId } } }),
  );
}

export function getThread(api: ApiContext, taskId: string, call: OperationCall): Promise<RawThreadMessage[]> {
  return callOperation(api, { taskId, ...call }, messagesShape, (client, init) =>
    client.GET('/v1/tasks/{task_id}/thread', { ...init, params: { path: { task_id: taskId } } }),
  );
}

/** The messages of the task and of each of its sub-tasks. */
export function getFullThread(
  api: ApiContext,
  taskId: string,
  call: OperationCall,
): Promise<Record<string, RawThreadMessage[]>> {
  return callOperation<Record<string, RawThreadMessage[]>>(api, { taskId, ...call }, threadsShape, (client, init) =>
    client.GET('/v1/tasks/{task_id}/thread/full', { ...init, params: { path: { task_id: taskId } } }),
  );
}

function toInit({ agentId, body, version }: Invocation) {
  return {
    params: { path: { agent_id: agentId, workflow_id: agentId }, query: version === undefined ? {} : { version } },
    body,
  };
}
