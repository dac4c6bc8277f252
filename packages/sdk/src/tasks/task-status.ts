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

/** The status if the task has ended. An unknown status is no end: the task is polled again. */
export function finalStatus(status: TaskStatus | null | undefined): FinalStatus | undefined {
  const normal = normalizeStatus(status);
  return normal !== undefined && Object.hasOwn(isEnd, normal) && isEnd[normal as KnownTaskStatus]
    ? (normal as FinalStatus)
    : undefined;
}

export function isPaused(task: Task | undefined): boolean {
  return normalizeStatus(task?.status) === 'paused';
}

/**
 * Returns a task that has completed.
 *
 * @throws TaskFailedError when the task ended as `failed`, `error` or `stopped`.
 */
export function requireCompleted(task: Task): CompletedTask {
  const status = finalStatus(task.status);
  if (isCompleted(task)) return task;
  throw new TaskFailedError(task, status === undefined || status === 'completed' ? 'error' : status);
}

/** @throws TaskPausedError when the task is paused, unless `onPaused` is `"wait"`. */
export function refusePaused(task: Task, onPaused: 'throw' | 'wait' | undefined): void {
  if (isPaused(task) && onPaused !== 'wait') throw new TaskPausedError(task);
}

function isCompleted(task: Task): task is CompletedTask {
  return task.status === 'completed';
}
