import { createChangeOrder } from '../listing/change-order.ts';
import { createEndedTasks } from '../listing/ended-tasks.ts';
import { listLagging, listNow } from '../listing/task-list.ts';
import { httpError } from '../protocol/http-error.ts';
import type { Task } from '../protocol/models.ts';
import { isFinalStatus } from '../protocol/task-status.ts';
import { createTaskRecord } from './task-record.ts';
import type { Invocation, ReadLag, RecordContext, TaskRecord, TaskStore } from './types.ts';

/** What a store does besides keeping tasks. */
interface StoreOptions {
  /** How many tasks that have ended are kept. */
  readonly keepEnded: number;
  /** Called with the id of a task that is kept no longer. */
  readonly onForgotten: (id: string) => void;
}

/** The latest turn of each task. */
interface Records {
  /** In the order in which these turns began. */
  readonly byId: Map<string, TaskRecord>;
  /** Called when a turn has begun or its task has changed. */
  readonly changed: (record: TaskRecord) => void;
  readonly drop: (id: string) => void;
}

/** Creates the tasks of one mock. There are none at first. */
export function createTaskStore(context: RecordContext, { keepEnded, onForgotten }: StoreOptions): TaskStore {
  const byId: Records['byId'] = new Map();
  const lag: ReadLag = { staleMs: 0, notFoundMs: 0 };
  const visible = (record: TaskRecord): TaskRecord | undefined => withLag(record, lag, context.clock.now());
  const order = createChangeOrder<TaskRecord>();
  const ended = createEndedTasks<TaskRecord>(keepEnded, (record) => {
    drop(record.task.id);
    onForgotten(record.task.id);
  });
  const changed = (record: TaskRecord): void => {
    if (byId.get(record.task.id) !== record) return;
    order.putFirst(record);
    ended.note(record);
  };
  const drop = (id: string): void => {
    const record = byId.get(id);
    if (record === undefined) return;
    byId.delete(id);
    order.remove(record);
    ended.remove(record);
  };
  const records: Records = { byId, changed, drop };

  return {
    lag,
    start: (invocation) => startRecord(context, records, invocation),
    latest: (id, organizationId) => latestRecord(records, id, organizationId),
    read: (id, organizationId) => {
      const found = visible(latestRecord(records, id, organizationId));
      if (found === undefined) throw taskNotFound();
      return found;
    },
    list: (query) => {
      const isLagging = lag.staleMs > 0 || lag.notFoundMs > 0;
      return isLagging ? listLagging(order, query, visible) : listNow(order, query);
    },
    find: (id) => byId.get(id),
    all: () => [...byId.values()],
    stop: (record, reason) => stopRecord(records, record, reason),
    remove: (record) => removeRecord(records, record),
    clear: () => {
      for (const { run } of byId.values()) run.abandon(new Error('The mock was reset.'));
      byId.clear();
      order.clear();
      ended.clear();
      lag.staleMs = 0;
      lag.notFoundMs = 0;
    },
  };
}

function startRecord(context: RecordContext, records: Records, invocation: Invocation): TaskRecord {
  const id = invocation.request.id ?? crypto.randomUUID();
  const previous = records.byId.get(id);
  if (previous !== undefined) {
    checkOrganization(previous, invocation.organizationId);
    if (invocation.conversation !== undefined) stopRecord(records, previous, 'preempted');
  }
  previous?.run.abandon(new Error('A later turn of the thread replaced this one.'));
  previous?.endStream();
  const parent = parentOf(records, invocation);
  const onChanged = (): void => records.changed(record);
  const onEnded = (): void => parent?.patch(withId(parent.task, 'finished_sub_executions', id));
  const record = createTaskRecord(context, { id, invocation, previous, onChanged, onEnded });
  // Dropped first, so that the map is in the order of the latest turns.
  records.drop(id);
  records.byId.set(id, record);
  records.changed(record);
  parent?.patch(withId(parent.task, 'sub_executions', id));
  return record;
}

function parentOf(records: Records, { request, organizationId }: Invocation): TaskRecord | undefined {
  const parent = records.byId.get(request.parent_execution_id ?? '');
  return parent?.task.organization_id === organizationId ? parent : undefined;
}

function latestRecord(records: Records, id: string, organizationId: string): TaskRecord {
  const record = records.byId.get(id);
  if (record === undefined) throw taskNotFound();
  checkOrganization(record, organizationId);
  return record;
}

/** What reads return of a record: itself, the previous turn, or nothing. */
function withLag(record: TaskRecord, lag: ReadLag, nowMs: number): TaskRecord | undefined {
  const ageMs = nowMs - record.acceptedAt;
  if (record.previous === undefined) return ageMs < lag.notFoundMs ? undefined : record;
  return ageMs < lag.staleMs ? record.previous : record;
}

function stopRecord(records: Records, record: TaskRecord, type: 'stopped' | 'preempted' = 'stopped'): void {
  if (isFinalStatus(record.task.status)) return;
  record.apply({ type });
  record.run.abandon(new Error('The task was stopped.'));
  for (const subTask of subTasksOf(records, record)) stopRecord(records, subTask);
}

function removeRecord(records: Records, record: TaskRecord): void {
  stopRecord(records, record);
  records.drop(record.task.id);
  for (const subTask of subTasksOf(records, record)) removeRecord(records, subTask);
}

function subTasksOf({ byId }: Records, { task }: TaskRecord): TaskRecord[] {
  return (task.sub_executions ?? []).flatMap((id) => byId.get(id) ?? []);
}

function checkOrganization({ task }: TaskRecord, organizationId: string): void {
  if (task.organization_id !== organizationId) throw httpError(403, 'This task belongs to another organization');
}

function taskNotFound(): Error {
  return httpError(404, 'Task not found');
}

function withId(task: Task, field: 'sub_executions' | 'finished_sub_executions', id: string): Partial<Task> {
  const ids = task[field] ?? [];
  return { [field]: ids.includes(id) ? ids : [...ids, id] };
}
