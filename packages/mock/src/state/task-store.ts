import { httpError } from '../protocol/http-error.ts';
import type { Task } from '../protocol/models.ts';
import { isFinalStatus } from '../protocol/task-status.ts';
import { createTaskRecord } from './task-record.ts';
import type { Invocation, ReadLag, RecordContext, TaskRecord, TaskStore } from './types.ts';

export function createTaskStore(context: RecordContext): TaskStore {
  const { clock } = context;
  const records = new Map<string, TaskRecord>();
  const lag: ReadLag = { staleMs: 0, notFoundMs: 0 };

  const parentOf = ({ request, organizationId }: Invocation): TaskRecord | undefined => {
    const parent = records.get(request.parent_execution_id ?? '');
    return parent?.task.organization_id === organizationId ? parent : undefined;
  };

  const start = (invocation: Invocation): TaskRecord => {
    const id = invocation.request.id ?? crypto.randomUUID();
    const earlier = records.get(id);
    if (earlier !== undefined) checkOrganization(earlier, invocation.organizationId);
    earlier?.run.abandon(new Error('A later turn of the thread replaced this one.'));
    earlier?.endStream();
    const parent = parentOf(invocation);
    const onEnded = (): void => parent?.patch(withId(parent.task, 'finished_sub_executions', id));
    const record = createTaskRecord(context, { id, invocation, previous: earlier, onEnded });
    // Deleted first, so that the map is in the order of the latest turns.
    records.delete(id);
    records.set(id, record);
    parent?.patch(withId(parent.task, 'sub_executions', id));
    return record;
  };

  const latest = (id: string, organizationId: string): TaskRecord => {
    const record = records.get(id);
    if (record === undefined) throw taskNotFound();
    checkOrganization(record, organizationId);
    return record;
  };
  const visible = (record: TaskRecord): TaskRecord | undefined => {
    const ageMs = clock.now() - record.acceptedAt;
    if (record.previous === undefined) return ageMs < lag.notFoundMs ? undefined : record;
    return ageMs < lag.staleMs ? record.previous : record;
  };
  const read = (id: string, organizationId: string): TaskRecord => {
    const found = visible(latest(id, organizationId));
    if (found === undefined) throw taskNotFound();
    return found;
  };
  const readAll = (organizationId: string): TaskRecord[] =>
    [...records.values()]
      .filter(({ task }) => task.organization_id === organizationId)
      .flatMap((record) => visible(record) ?? []);

  const subTasksOf = ({ task }: TaskRecord): TaskRecord[] =>
    (task.sub_executions ?? []).flatMap((id) => records.get(id) ?? []);

  const stop = (record: TaskRecord): void => {
    if (isFinalStatus(record.task.status)) return;
    record.apply({ type: 'stopped' });
    record.run.abandon(new Error('The task was stopped.'));
    for (const subTask of subTasksOf(record)) stop(subTask);
  };
  const remove = (record: TaskRecord): void => {
    stop(record);
    records.delete(record.task.id);
    for (const subTask of subTasksOf(record)) remove(subTask);
  };

  const clear = (): void => {
    for (const { run } of records.values()) run.abandon(new Error('The mock was reset.'));
    records.clear();
    lag.staleMs = 0;
    lag.notFoundMs = 0;
  };

  const find = (id: string): TaskRecord | undefined => records.get(id);
  return { lag, start, read, readAll, latest, find, all: () => [...records.values()], stop, remove, clear };
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
