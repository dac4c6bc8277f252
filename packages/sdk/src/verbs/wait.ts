import type { Operations } from '../api/operations.ts';
import type { Settings } from '../config/settings.ts';
import { checkCallOptions } from '../config/validate-options.ts';
import { checkId, isObject } from '../config/validators.ts';
import { createAbandon } from '../core/abandon.ts';
import { withDeadline } from '../core/operation.ts';
import type { Task, TaskRef } from '../models.ts';
import type { WaitOptions } from '../options/call-options.ts';
import type { MaybeOutput } from '../output/output-schema.ts';
import { finish, type Settled } from '../output/parse-output.ts';
import type { Awaited } from '../polling/poll-task.ts';
import type { WaitForEnd } from '../polling/wait-for-one.ts';
import { type EndMark, markEnd } from '../tasks/end-detection.ts';
import { finalStatus } from '../tasks/task-status.ts';
import type { Gates } from '../threads/thread-registry.ts';

/** `tasks.wait`, over one way to look at tasks or another. Its deadline began to run at `startedMs`, if not now. */
export type WaitVerb = (
  look: WaitForEnd,
  task: TaskRef,
  options: WaitOptions & MaybeOutput,
  startedMs?: number,
) => Promise<Settled>;

export function createWaitVerb(operations: Operations, gates: Gates, { clock }: Settings): WaitVerb {
  const abandon = createAbandon(operations);

  return async (look, task, options, startedMs) => {
    checkCallOptions(options, 'wait');
    const { id, snapshot } = toAwaited(task);
    const earlier = earlierEnds(options.since) ?? gates.earlierEnds(id);
    // A whole task that has ended needs no look; a list's row lacks most of it, and after earlier turns it may be old.
    if (snapshot && 'input' in snapshot && finalStatus(snapshot.status) && earlier.length === 0)
      return finish(snapshot, options, clock);
    const awaited = { id, snapshot, earlier };
    const limits = { ...options, ...(startedMs !== undefined && { startedMs }), onAbandon: abandon(options) };
    const end = await withDeadline(clock, limits, (operation) => look(awaited, options, operation));
    gates.note(end, clock.now());
    return finish(end, options, clock);
  };
}

export function idOf(task: TaskRef): string {
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
