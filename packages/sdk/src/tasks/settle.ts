import { TaskFailedError, TaskPausedError } from '../errors/run-errors.ts';
import type { CompletedTask, Task } from '../models.ts';
import type { WaitOptions } from '../options/call-options.ts';
import { finalStatus, normalizeStatus } from './task-status.ts';

/**
 * A task that has ended, if it ended well.
 *
 * @throws TaskFailedError when it ended as `failed`, `error` or `stopped`.
 */
export function settle(task: Task): CompletedTask {
  const status = finalStatus(task.status);
  if (isCompleted(task)) return task;
  throw new TaskFailedError(task, status === undefined || status === 'completed' ? 'error' : status);
}

/** Nobody waits unaware for a person: @throws TaskPausedError unless `onPaused` is `"wait"`. */
export function refusePaused(task: Task, { onPaused }: Pick<WaitOptions, 'onPaused'>): void {
  if (normalizeStatus(task.status) === 'paused' && onPaused !== 'wait') throw new TaskPausedError(task);
}

function isCompleted(task: Task): task is CompletedTask {
  return task.status === 'completed';
}
