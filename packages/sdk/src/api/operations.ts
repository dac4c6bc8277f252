import type { Settings } from '../config/settings.ts';
import { ProtocolError } from '../errors/transport-errors.ts';
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
import { isEventStream } from '../transport/connection.ts';
import type { CallSettings, Transport } from '../transport/transport.ts';
import type { Api } from './api-client.ts';
import { closedExchange, type Exchange, openExchange } from './exchange.ts';
import type { WirePage } from './pagination.ts';
import {
  agentShape,
  type Described,
  describe,
  messagesShape,
  pageShape,
  type Result,
  readAnswer,
  type Shape,
  taskShape,
  threadsShape,
  toApiError,
  unparsed,
} from './response.ts';

/** How one operation is to be called. */
export interface OperationCall extends CallSettings {
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** What every call passes to the generated client. */
interface CommonInit extends Exchange {
  readonly parseAs: typeof unparsed;
  readonly headers: Record<string, string>;
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
  /** The response with its events still to come. @throws ProtocolError for a 200 that is no stream of events. */
  invokeStream(invocation: Invocation, call: OperationCall): Promise<Response>;
  getTask(taskId: string, call: OperationCall): Promise<Task>;
  listTasks(query: TaskQuery, call: OperationCall): Promise<WirePage<TaskSummary>>;
  stopTask(taskId: string, call: OperationCall): Promise<Task>;
  deleteTask(taskId: string, call: OperationCall): Promise<unknown>;
  getThread(taskId: string, call: OperationCall): Promise<RawThreadMessage[]>;
  getFullThread(taskId: string, call: OperationCall): Promise<Record<string, RawThreadMessage[]>>;
  listAgents(query: AgentQuery, call: OperationCall): Promise<WirePage<AgentSummary>>;
  getAgent(agentId: string, call: OperationCall): Promise<AgentDetails>;
}

export function createOperations({ clock }: Settings, transport: Transport, api: Api): Operations {
  const exchange = (call: CallSettings, onSend: (request: Described) => void): Exchange =>
    api.mayHaveMiddleware() ? openExchange(transport, call, onSend) : closedExchange(transport, call, onSend);

  const ask = async <T>(
    { headers, ...call }: OperationCall,
    shape: Shape<T>,
    send: (init: CommonInit) => Promise<Result<T>>,
  ): Promise<T> => {
    let sent: Described | undefined;
    const onSend = (request: Described): void => {
      sent = request;
    };
    const accept = { accept: 'application/json', ...headers };
    const result = await send({ parseAs: unparsed, headers: accept, ...exchange(call, onSend) });
    return readAnswer(result, shape, sent, clock);
  };
  const invocationOf = ({ agentId, body, version }: Invocation) => ({
    params: { path: { agent_id: agentId }, query: version === undefined ? {} : { version } },
    body,
  });
  const taskOf = (taskId: string) => ({ params: { path: { task_id: taskId } } });
  const queryOf = <T extends object>(query: T) => ({ params: { query: defined(query) } });

  return {
    invoke: (invocation, call) =>
      ask({ agentId: invocation.agentId, ...call }, taskShape, (init) =>
        api.use().POST('/v1/agents/{agent_id}/invoke', { ...init, ...invocationOf(invocation) }),
      ),
    invokeAsync: (invocation, call) =>
      ask({ agentId: invocation.agentId, ...call }, taskShape, (init) =>
        api.use().POST('/v1/agents/{agent_id}/invoke/async', { ...init, ...invocationOf(invocation) }),
      ),
    async invokeStream(invocation, { headers, ...call }) {
      let sent: Described | undefined;
      const { error, response } = await api.use().POST('/v1/agents/{agent_id}/invoke/stream', {
        ...invocationOf(invocation),
        parseAs: 'stream',
        // Without the second type, errors could not be told in JSON.
        headers: { accept: 'text/event-stream, application/json', ...headers },
        ...exchange({ agentId: invocation.agentId, ...call, isStream: true }, (request) => {
          sent = request;
        }),
      });
      if (!response.ok) throw toApiError(describe(sent), error, response, clock);
      if (isEventStream(response) && response.body) return response;
      const problem = `${describe(sent)} was answered with no stream of events`;
      throw new ProtocolError(problem, response.status, await response.text());
    },
    getTask: (taskId, call) =>
      ask({ taskId, ...call }, taskShape, (init) =>
        api.use().GET('/v1/tasks/{task_id}', { ...init, ...taskOf(taskId) }),
      ),
    listTasks: (query, call) =>
      ask<WirePage<TaskSummary>>(call, pageShape, (init) => api.use().GET('/v1/tasks', { ...init, ...queryOf(query) })),
    stopTask: (taskId, call) =>
      ask({ taskId, ...call }, taskShape, (init) =>
        api.use().POST('/v1/tasks/{task_id}/stop', { ...init, ...taskOf(taskId) }),
      ),
    deleteTask: (taskId, call) =>
      ask<unknown>({ taskId, ...call }, undefined, (init) =>
        api.use().DELETE('/v1/tasks/{task_id}', { ...init, ...taskOf(taskId) }),
      ),
    getThread: (taskId, call) =>
      ask({ taskId, ...call }, messagesShape, (init) =>
        api.use().GET('/v1/tasks/{task_id}/thread', { ...init, ...taskOf(taskId) }),
      ),
    getFullThread: (taskId, call) =>
      ask<Record<string, RawThreadMessage[]>>({ taskId, ...call }, threadsShape, (init) =>
        api.use().GET('/v1/tasks/{task_id}/thread/full', { ...init, ...taskOf(taskId) }),
      ),
    listAgents: (query, call) =>
      ask<WirePage<AgentSummary>>(call, pageShape, (init) =>
        api.use().GET('/v1/agents', { ...init, ...queryOf(query) }),
      ),
    getAgent: (agentId, call) =>
      ask({ agentId, ...call }, agentShape, (init) =>
        api.use().GET('/v1/agents/{agent_id}', { ...init, params: { path: { agent_id: agentId } } }),
      ),
  };
}

/** The members that have a value: a query has no way to say `undefined`. */
function defined<T extends object>(query: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined)) as never;
}
