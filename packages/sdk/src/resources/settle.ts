import { TaskFailedError } from '../errors/run-errors.ts';
import type { CompletedTask, Task } from '../models.ts';
import { finalStatus } from './task-status.ts';

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

function isCompleted(task: Task): task is CompletedTask {
  return task.status === 'completed';
}
