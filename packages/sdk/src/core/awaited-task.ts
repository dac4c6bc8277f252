import { checkId } from '../config/validators.ts';
import { isObject } from '../config/values.ts';
import type { Task, TaskRef } from '../models.ts';
import { markEnd } from '../tasks/end-detection.ts';
import { receiveTask } from '../tasks/received-task.ts';
import { finalStatus } from '../tasks/task-status.ts';
import type { EndMark } from '../tasks/types.ts';
import type { AwaitedTask, Core } from './types.ts';

/**
 * What a wait for a caller's task starts from. An object with a status is a snapshot. An object with nothing but an id
 * stands for the id.
 */
export function toAwaited(core: Core, task: TaskRef, since: Task | undefined): AwaitedTask {
  const id = idOf(task);
  const snapshot = isObject(task) && 'status' in task ? receiveTask(task as Task) : undefined;
  return { id, snapshot, earlier: endOf(since) ?? core.threads.earlierEnds(id) };
}

export function idOf(task: TaskRef): string {
  return checkId('task', isObject(task) && 'id' in task ? task.id : task);
}

/** Whether no request is needed. A row of a list lacks most of a task, and may be of an earlier turn. */
export function hasEnded(awaited: AwaitedTask): awaited is AwaitedTask & { readonly snapshot: Task } {
  const { snapshot, earlier } = awaited;
  return snapshot !== undefined && 'input' in snapshot && finalStatus(snapshot) !== undefined && earlier.length === 0;
}

/** The end that the caller read before the turn; no ends if the snapshot shows none. */
function endOf(since: Task | undefined): readonly EndMark[] | undefined {
  if (since === undefined) return undefined;
  const mark = markEnd(since);
  return mark === undefined ? [] : [mark];
}
