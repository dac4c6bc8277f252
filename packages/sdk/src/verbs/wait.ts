import { checkCallOptions } from '../config/validate-options.ts';
import { checkId } from '../config/validators.ts';
import { isObject } from '../config/values.ts';
import { type OperationOptions, withDeadline } from '../core/operation.ts';
import type { AwaitedTask, Core } from '../core/types.ts';
import type { Task, TaskRef } from '../models.ts';
import type { MaybeOutput } from '../output/output-schema.ts';
import { type Settled, settle } from '../output/parse-output.ts';
import { waitForEnd } from '../polling/wait-for-end.ts';
import { markEnd } from '../tasks/end-detection.ts';
import { receiveTask } from '../tasks/received-task.ts';
import { finalStatus } from '../tasks/task-status.ts';
import type { EndMark } from '../tasks/types.ts';
import { createRedactor } from '../transport/redact.ts';

/** Waits for a task's end. `options.startedMs` states when the deadline began to run, if not now. */
export async function waitForTask(
  core: Core,
  task: TaskRef,
  { startedMs, ...options }: OperationOptions & MaybeOutput,
): Promise<Settled> {
  const { clock } = core.settings;
  const redact = createRedactor(core.settings, options.headers);
  checkCallOptions(options, 'wait');
  const { id, snapshot } = toAwaited(task);
  const earlier = endOf(options.since) ?? core.threads.earlierEnds(id);
  // A whole task that has ended needs no request. A row of a list lacks most of it, and may be of an earlier turn.
  if (snapshot && 'input' in snapshot && finalStatus(snapshot) && earlier.length === 0)
    return settle(snapshot, options, clock, redact);
  const end = await withDeadline(core, { ...options, startedMs }, (operation) =>
    waitForEnd(core, { id, snapshot, earlier }, operation),
  );
  core.threads.note(end, clock.now());
  return settle(end, options, clock, redact);
}

export function idOf(task: TaskRef): string {
  return checkId('task', isObject(task) && 'id' in task ? task.id : task);
}

/** An object with a status is a snapshot. An object with nothing but an id stands for the id. */
function toAwaited(task: TaskRef): Omit<AwaitedTask, 'earlier'> {
  const id = idOf(task);
  return isObject(task) && 'status' in task ? { id, snapshot: receiveTask(task as Task) } : { id };
}

/** The end that the caller read before the turn; no ends if the snapshot shows none. */
function endOf(since: Task | undefined): readonly EndMark[] | undefined {
  if (since === undefined) return undefined;
  const mark = markEnd(since);
  return mark === undefined ? [] : [mark];
}
