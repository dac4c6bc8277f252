import type { OperationName } from '../protocol/models.ts';
import type { Printer } from '../protocol/printer.ts';
import type { Wire } from '../protocol/wire-options.ts';
import type { Agents } from '../state/agent-store.ts';
import type { TaskRecord } from '../state/task-record.ts';
import type { Store } from '../state/task-store.ts';
import { type Call, type Handler, pathParameter } from './handler.ts';
import { json, noContent } from './handler-reply.ts';
import { pageOf } from './paginate.ts';
import { listRows } from './task-summaries.ts';
import { printFullThread, printThread } from './thread-messages.ts';

type TaskOperation = Extract<OperationName, `${string}Task` | `${string}Tasks` | `${string}Thread`>;

interface TaskParts {
  store: Store;
  agents: Agents;
  printer: Printer;
  wire: Wire;
}

/** Reading, stopping and deleting tasks, and what was said in them. */
export function createTaskHandlers({ store, agents, printer, wire }: TaskParts): Record<TaskOperation, Handler> {
  const read = (call: Call): TaskRecord => store.read(pathParameter(call, 'task_id'), call.organizationId);
  const own = (call: Call): TaskRecord => store.own(pathParameter(call, 'task_id'), call.organizationId);

  return {
    getTask: (call) => json(printer.task(read(call).task)),
    listTasks: ({ organizationId, query }) => json(pageOf(listRows(store.readAll(organizationId), query), query)),
    listAgentTasks: (call) => {
      const agent = agents.get(pathParameter(call, 'agent_id'), call.organizationId);
      const query = { ...call.query, agent_id: agent.id };
      return json(pageOf(listRows(store.readAll(call.organizationId), query), query));
    },
    stopTask: (call) => {
      const record = own(call);
      store.stop(record);
      return json(printer.task(record.task));
    },
    deleteTask: (call) => {
      store.remove(own(call));
      return noContent;
    },
    getThread: (call) => json(printThread(read(call), wire.threadVariant)),
    getFullThread: (call) => json(printFullThread(read(call), wire.threadVariant, store.find)),
  };
}
