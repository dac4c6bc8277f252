import { type FailedStatus, TaskFailedError, TaskPausedError } from '../errors/run-errors.ts';
import type { CompletedTask, KnownTaskStatus, Task, TaskStatus } from '../models.ts';

/** Whether a task in this status has ended. A status that the spec adds is a compile error here. */
const isEnd: Readonly<Record<KnownTaskStatus, boolean>> = {
  pending: false,
  executing: false,
  paused: false,
  completed: true,
  failed: true,
  error: true,
  stopped: true,
};

/** The statuses of a task that has ended. */
export type FinalStatus = 'completed' | FailedStatus;

/** Names that the vendor's older pages use, and that the enum does not contain (openapi/FACTS.md#c). */
const statusAliases: Readonly<Record<string, KnownTaskStatus>> = {
  queued: 'pending',
  running: 'executing',
  cancelled: 'stopped',
};

/** The status under its current name. An unknown status stays as it is. */
export function normalizeStatus(status: TaskStatus | null | undefined): TaskStatus | undefined {
  // A value that is no string is no status, even if it prints like one.
  if (typeof status !== 'string') return undefined;
  return Object.hasOwn(statusAliases, status) ? statusAliases[status] : status;
}

/** Whether the status is one of the API description. */
export function isKnownStatus(status: TaskStatus | undefined): status is KnownTaskStatus {
  return status !== undefined && Object.hasOwn(isEnd, status);
}

/** The tasks of `task_finished` events: the server says that they have ended, whatever their status. */
const declaredEnds = new WeakSet<object>();

/** Records that the server has called this snapshot the end. A known status that is no end contradicts it, and counts. */
export function declareEnd(task: Task): void {
  declaredEnds.add(task);
}

/**
 * The status if the task has ended. A status that is not known is an end if the server states when the task has
 * finished, or has called it the end. Otherwise the task is polled again.
 */
export function finalStatus(task: Pick<Task, 'status' | 'finished_at'>): FinalStatus | undefined {
  const status = normalizeStatus(task.status);
  const isFinal = isKnownStatus(status) ? isEnd[status] : status && (task.finished_at || declaredEnds.has(task));
  return isFinal ? (status as FinalStatus) : undefined;
}

export function isPaused(task: Task | undefined): boolean {
  return normalizeStatus(task?.status) === 'paused';
}

/**
 * Returns a task that has completed.
 *
 * @throws TaskFailedError when the task ended in any other status.
 */
export function requireCompleted(task: Task, redact?: (text: string) => string): CompletedTask {
  if (isCompleted(task)) return task;
  throw new TaskFailedError(task, normalizeStatus(task.status) ?? 'error', redact);
}

/** @throws TaskPausedError when the task is paused, unless `onPaused` is `"wait"`. */
export function refusePaused(task: Task, onPaused: 'throw' | 'wait' | undefined): void {
  if (isPaused(task) && onPaused !== 'wait') throw new TaskPausedError(task);
}

function isCompleted(task: Task): task is CompletedTask {
  return task.status === 'completed';
}
