import type { TaskListQuery } from '../listing/types.ts';
import { httpError } from '../protocol/http-error.ts';
import type { OperationName, TaskSummary } from '../protocol/models.ts';
import type { TaskRecord } from '../state/types.ts';
import { json, noContent } from './handler-reply.ts';
import { type Page, pageRange, toPage } from './paginate.ts';
import { pathParameter } from './path-parameter.ts';
import { summarizeTask } from './task-summaries.ts';
import { printFullThread, printThread } from './thread-messages.ts';
import type { Handler, HandlerParts, HandlerRequest } from './types.ts';

type TaskOperation = Extract<OperationName, `${string}Task` | `${string}Tasks` | `${string}Thread`>;

/** Creates the handlers that read, list, stop and delete tasks and read their threads. */
export function createTaskHandlers({ tasks, agents, printer, wire }: HandlerParts): Record<TaskOperation, Handler> {
  const idOf = (request: HandlerRequest): [id: string, organizationId: string] => [
    pathParameter(request, 'task_id'),
    request.organizationId,
  ];
  const read = (request: HandlerRequest): TaskRecord => allowed(request, tasks.read(...idOf(request)));
  const latest = (request: HandlerRequest): TaskRecord => allowed(request, tasks.latest(...idOf(request)));
  /** The latest change comes first (openapi/FACTS.md#a5, #b6). */
  const list = (query: Omit<TaskListQuery, 'skip' | 'take'>): Page<TaskSummary> => {
    const range = pageRange(query.filter);
    const { part, total } = tasks.list({ ...query, ...range });
    return toPage(part.map(summarizeTask), total, range);
  };

  return {
    getTask: (request) => json(printer.task(read(request).task)),
    listTasks: ({ organizationId, query, mayUse }) =>
      json(list({ organizationId, filter: query, mayList: mayUse() ? undefined : mayUse })),
    listAgentTasks: (request) => {
      const { organizationId, query } = request;
      const agent = agents.get(pathParameter(request, 'agent_id'), organizationId);
      return json(list({ organizationId, filter: { ...query, agent_id: agent.id } }));
    },
    stopTask: (request) => {
      const record = latest(request);
      tasks.stop(record);
      return json(printer.task(record.task));
    },
    deleteTask: (request) => {
      tasks.remove(latest(request));
      return noContent;
    },
    getThread: (request) => json(printThread(read(request), wire.threadVariant)),
    getFullThread: (request) => json(printFullThread(read(request), wire.threadVariant, tasks.find)),
  };
}

/** @throws HttpError 403 if the key may not use the agent of the task. */
function allowed({ mayUse }: HandlerRequest, record: TaskRecord): TaskRecord {
  if (mayUse(record.task.agent_id ?? '')) return record;
  throw httpError(403, 'This key may not use the agent of this task');
}
