import type { Task, WireInvokeRequest } from '../models.ts';
import type { Settings } from '../settings.ts';
import type { CallSettings, Transport } from '../transport/transport.ts';
import type { ApiClient } from './api.ts';
import { readTask, unparsed } from './response.ts';

/** How one operation is to be called. */
export interface OperationCall extends CallSettings {
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** An invocation: whom, with what, in which version. */
export interface Invocation {
  readonly agentId: string;
  readonly body: WireInvokeRequest;
  readonly version: string | undefined;
}

/** The operations of the spec that the verbs are made of: ids in, tasks or typed errors out. */
export interface Operations {
  getTask(taskId: string, call: OperationCall): Promise<Task>;
  invoke(invocation: Invocation, call: OperationCall): Promise<Task>;
  invokeAsync(invocation: Invocation, call: OperationCall): Promise<Task>;
}

export function createOperations({ clock }: Settings, transport: Transport, api: () => ApiClient): Operations {
  const common = ({ headers, ...call }: OperationCall) => ({
    parseAs: unparsed,
    headers: { accept: 'application/json', ...headers },
    fetch: (request: Request): Promise<Response> => transport(request, call),
  });

  return {
    async getTask(taskId, call) {
      const path = `/v1/tasks/${encodeURIComponent(taskId)}`;
      const params = { path: { task_id: taskId } };
      const pending = api().GET('/v1/tasks/{task_id}', { ...common({ taskId, ...call }), params });
      return readTask({ method: 'GET', path }, pending, clock);
    },
    async invoke({ agentId, body, version }, call) {
      const path = `/v1/agents/${encodeURIComponent(agentId)}/invoke`;
      const params = { path: { agent_id: agentId }, query: version === undefined ? {} : { version } };
      const pending = api().POST('/v1/agents/{agent_id}/invoke', { ...common({ agentId, ...call }), params, body });
      return readTask({ method: 'POST', path }, pending, clock);
    },
    async invokeAsync({ agentId, body, version }, call) {
      const path = `/v1/agents/${encodeURIComponent(agentId)}/invoke/async`;
      const params = { path: { agent_id: agentId }, query: version === undefined ? {} : { version } };
      const pending = api().POST('/v1/agents/{agent_id}/invoke/async', {
        ...common({ agentId, ...call }),
        params,
        body,
      });
      return readTask({ method: 'POST', path }, pending, clock);
    },
  };
}
