import type { Operations } from '../api/operations.ts';
import { checkId, isObject } from '../checks.ts';
import type { CompletedTask, Task, TaskRef } from '../models.ts';
import type { RequestOptions, WaitOptions } from '../options.ts';
import type { Settings } from '../settings.ts';
import { withBudget } from '../transport/budget.ts';
import { checkCallOptions } from '../validation.ts';
import { withDeadline } from './operation.ts';
import { settle } from './settle.ts';
import { finalStatus } from './task-status.ts';
import type { Awaited, WaitForEnd } from './wait.ts';

/** Reads tasks and waits for them. A task is plain data: wait for it in any process, by its id. */
export interface Tasks {
  /**
   * Reads a task as it is now.
   *
   * In a thread, the record shows the latest turn (api-facts E).
   *
   * @throws ApiError with code `not_found` when the key's organization has no such task.
   */
  get(task: TaskRef, options?: RequestOptions): Promise<Task>;

  /**
   * Waits until a task has ended, and resolves only if it ended well.
   *
   * Giving up does not stop the task: wait again with the same id, from any process. On an id that was used for an
   * earlier turn, pass `since`, or that turn's end may be taken for this one's.
   *
   * @example
   * const task = await xpander.agents.invokeAsync(agentId, 'Generate a market report');
   * const { result } = await xpander.tasks.wait(task, { deadlineMs: 120_000 });
   *
   * @throws TaskFailedError when the task ends as `failed`, `error` or `stopped`.
   * @throws TaskPausedError when it waits for a person, unless `onPaused` is `"wait"`.
   * @throws DeadlineError when `deadlineMs` passes first.
   */
  wait(task: TaskRef, options?: WaitOptions): Promise<CompletedTask>;
}

export function createTasks(operations: Operations, waitForEnd: WaitForEnd, { clock }: Settings): Tasks {
  return {
    async get(task, options = {}) {
      checkCallOptions(options, 'request');
      const id = idOf(task);
      return withBudget({ clock, signal: options.signal }, (signal) => operations.getTask(id, { ...options, signal }));
    },
    async wait(task, options = {}) {
      checkCallOptions(options, 'wait');
      const awaited = toAwaited(task);
      const { snapshot } = awaited;
      // A whole task that has ended needs no look; a list's row lacks most of it, and `since` wants a fresh one.
      if (snapshot && 'input' in snapshot && finalStatus(snapshot.status) && !options.since) return settle(snapshot);
      return settle(await withDeadline(clock, options, (operation) => waitForEnd(awaited, options, operation)));
    },
  };
}

function idOf(task: TaskRef): string {
  return checkId('task', isObject(task) ? task.id : task);
}

/** An object that tells a status is a snapshot; one that carries an id alone is no more than the id. */
function toAwaited(task: TaskRef): Awaited {
  const id = idOf(task);
  return isObject(task) && 'status' in task ? { id, snapshot: task as Task } : { id };
}
