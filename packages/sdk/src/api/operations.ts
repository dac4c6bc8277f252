import type {
  AgentDetails,
  AgentQuery,
  AgentSummary,
  RawThreadMessage,
  Task,
  TaskQuery,
  TaskSummary,
  WireInvokeRequest,
} from '../models.ts';
import type { Settings } from '../settings.ts';
import type { CallSettings, Transport } from '../transport/transport.ts';
import type { ApiClient } from './api.ts';
import type { WirePage } from './page.ts';
import { readAs, readNothing, readPage, readTask, unparsed } from './response.ts';

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

/** The operations of the spec that the verbs are made of: ids in, plain data or typed errors out. */
export interface Operations {
  invoke(invocation: Invocation, call: OperationCall): Promise<Task>;
  invokeAsync(invocation: Invocation, call: OperationCall): Promise<Task>;
  getTask(taskId: string, call: OperationCall): Promise<Task>;
  listTasks(query: TaskQuery, call: OperationCall): Promise<WirePage<TaskSummary>>;
  stopTask(taskId: string, call: OperationCall): Promise<Task>;
  deleteTask(taskId: string, call: OperationCall): Promise<void>;
  getThread(taskId: string, call: OperationCall): Promise<RawThreadMessage[]>;
  getFullThread(taskId: string, call: OperationCall): Promise<Record<string, RawThreadMessage[]>>;
  listAgents(query: AgentQuery, call: OperationCall): Promise<WirePage<AgentSummary>>;
  getAgent(agentId: string, call: OperationCall): Promise<AgentDetails>;
}

export function createOperations({ clock }: Settings, transport: Transport, api: () => ApiClient): Operations {
  /** What every call has in common, and how messages name it. */
  const common = ({ headers, ...call }: OperationCall) => ({
    parseAs: unparsed,
    headers: { accept: 'application/json', ...headers },
    fetch: (request: Request): Promise<Response> => transport(request, call),
  });
  const invocationOf = ({ agentId, body, version }: Invocation) => ({
    params: { path: { agent_id: agentId }, query: version === undefined ? {} : { version } },
    body,
  });
  const taskOf = (taskId: string) => ({ params: { path: { task_id: taskId } } });
  const pathOf = (...segments: string[]): string => `/v1/${segments.map(encodeURIComponent).join('/')}`;

  return {
    invoke(invocation, call) {
      const { agentId } = invocation;
      const init = { ...common({ agentId, ...call }), ...invocationOf(invocation) };
      const request = { method: 'POST', path: pathOf('agents', agentId, 'invoke') };
      return readTask(request, api().POST('/v1/agents/{agent_id}/invoke', init), clock);
    },
    invokeAsync(invocation, call) {
      const { agentId } = invocation;
      const init = { ...common({ agentId, ...call }), ...invocationOf(invocation) };
      const request = { method: 'POST', path: pathOf('agents', agentId, 'invoke', 'async') };
      return readTask(request, api().POST('/v1/agents/{agent_id}/invoke/async', init), clock);
    },
    getTask(taskId, call) {
      const init = { ...common({ taskId, ...call }), ...taskOf(taskId) };
      const request = { method: 'GET', path: pathOf('tasks', taskId) };
      return readTask(request, api().GET('/v1/tasks/{task_id}', init), clock);
    },
    listTasks(query, call) {
      const init = { ...common(call), params: { query: defined(query) } };
      return readPage({ method: 'GET', path: pathOf('tasks') }, api().GET('/v1/tasks', init), clock);
    },
    stopTask(taskId, call) {
      const init = { ...common({ taskId, ...call }), ...taskOf(taskId) };
      const request = { method: 'POST', path: pathOf('tasks', taskId, 'stop') };
      return readTask(request, api().POST('/v1/tasks/{task_id}/stop', init), clock);
    },
    deleteTask(taskId, call) {
      const init = { ...common({ taskId, ...call }), ...taskOf(taskId) };
      const request = { method: 'DELETE', path: pathOf('tasks', taskId) };
      return readNothing(request, api().DELETE('/v1/tasks/{task_id}', init), clock);
    },
    getThread(taskId, call) {
      const init = { ...common({ taskId, ...call }), ...taskOf(taskId) };
      const request = { method: 'GET', path: pathOf('tasks', taskId, 'thread') };
      return readAs(
        request,
        api().GET('/v1/tasks/{task_id}/thread', init),
        clock,
        Array.isArray,
        'no list of messages',
      );
    },
    getFullThread(taskId, call) {
      const init = { ...common({ taskId, ...call }), ...taskOf(taskId) };
      const request = { method: 'GET', path: pathOf('tasks', taskId, 'thread', 'full') };
      return readAs(request, api().GET('/v1/tasks/{task_id}/thread/full', init), clock, isThreads, 'no set of threads');
    },
    listAgents(query, call) {
      const init = { ...common(call), params: { query: defined(query) } };
      return readPage({ method: 'GET', path: pathOf('agents') }, api().GET('/v1/agents', init), clock);
    },
    getAgent(agentId, call) {
      const init = { ...common({ agentId, ...call }), params: { path: { agent_id: agentId } } };
      const request = { method: 'GET', path: pathOf('agents', agentId) };
      return readAs(request, api().GET('/v1/agents/{agent_id}', init), clock, isRecord, 'no agent');
    },
  };
}

/** The members that have a value: a query has no way to say `undefined`. */
function defined<T extends object>(query: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined)) as never;
}

function isRecord(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isThreads(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.values(value).every(Array.isArray);
}
