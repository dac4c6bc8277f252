import type { Operations } from '../api/operations.ts';
import { checkId, isObject } from '../checks.ts';
import type { CompletedTask, Task, TaskRef } from '../models.ts';
import type { RequestOptions, WaitOptions } from '../options.ts';
import type { Settings } from '../settings.ts';
import { withBudget } from '../transport/budget.ts';
import { checkCallOptions } from '../validation.ts';
import type { Gates } from './gates.ts';
import { withDeadline } from './operation.ts';
import { settle } from './settle.ts';
import { finalStatus } from './task-status.ts';
import { type EndMark, markEnd } from './turn-end.ts';
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
   * Giving up does not stop the task: wait again with the same id, from any process. On an id whose latest turn another
   * client has started, pass `since`, or the end of the turn before may be taken for it.
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

export function createTasks(operations: Operations, waitForEnd: WaitForEnd, gates: Gates, { clock }: Settings): Tasks {
  return {
    async get(task, options = {}) {
      checkCallOptions(options, 'request');
      const id = idOf(task);
      const read = (signal: AbortSignal): Promise<Task> => operations.getTask(id, { ...options, signal });
      const found = await withBudget({ clock, signal: options.signal }, read);
      gates.note(found, clock.now());
      return found;
    },
    async wait(task, options = {}) {
      checkCallOptions(options, 'wait');
      const { id, snapshot } = toAwaited(task);
      const earlier = earlierEnds(options.since) ?? gates.earlierEnds(id);
      // A whole task that has ended needs no look; a list's row lacks most of it, and after earlier turns it may be old.
      if (snapshot && 'input' in snapshot && finalStatus(snapshot.status) && earlier.length === 0)
        return settle(snapshot);
      const awaited = { id, snapshot, earlier };
      const end = await withDeadline(clock, options, (operation) => waitForEnd(awaited, options, operation));
      gates.note(end, clock.now());
      return settle(end);
    },
  };
}

function idOf(task: TaskRef): string {
  return checkId('task', isObject(task) ? task.id : task);
}

/** An object that tells a status is a snapshot; one that carries an id alone is no more than the id. */
function toAwaited(task: TaskRef): Omit<Awaited, 'earlier'> {
  const id = idOf(task);
  return isObject(task) && 'status' in task ? { id, snapshot: task as Task } : { id };
}

/** The end before the turn, when the caller read it. */
function earlierEnds(since: Task | undefined): readonly EndMark[] | undefined {
  if (since === undefined) return undefined;
  const mark = markEnd(since);
  return mark === undefined ? [] : [mark];
}
