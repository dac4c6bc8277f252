import { captureContext } from '../async/capture-context.ts';
import { checkCallOptions } from '../config/validate-options.ts';
import { toAwaited } from '../core/awaited-task.ts';
import { withDeadline } from '../core/operation.ts';
import { surroundWait } from '../core/surround-operation.ts';
import type { AwaitedTask, Core } from '../core/types.ts';
import type { Task, TaskRef } from '../models.ts';
import type { StreamOptions } from '../options/call-options.ts';
import type { MaybeOutput } from '../output/output-schema.ts';
import type { Settled } from '../output/parse-output.ts';
import { showPolls } from './show-polls.ts';
import { openTurn, withOwnSignal } from './stream-turn.ts';
import { createTaskStream } from './task-stream.ts';
import type { TaskStream, TurnStart } from './types.ts';

/** Follows a run that was started elsewhere. The API has no events for it, so the task is polled while it is read. */
export function followTask(core: Core, task: TaskRef, options: StreamOptions & MaybeOutput): TaskStream<Settled> {
  return createTaskStream(core, options, {
    begin: (start) => startFollowing(core, task, options, start),
    show: (turn, isWatched) => showPolls(core, turn, isWatched),
  });
}

async function startFollowing(
  core: Core,
  task: TaskRef,
  options: StreamOptions,
  start: TurnStart,
): Promise<Task | undefined> {
  checkCallOptions(options, 'stream');
  const awaited = toAwaited(core, task, options.since);
  return surroundWait(core, awaited, () => {
    // The stream is read later, by a caller with another context.
    if (core.settings.hooks.around) start.run = captureContext();
    return followUntilLeft(core, awaited, options, start);
  });
}

/** Lasts until the end was seen, or the reader has left. The deadline holds also while nothing is read. */
function followUntilLeft(
  core: Core,
  { id, snapshot, earlier }: AwaitedTask,
  options: StreamOptions,
  { own, opened, named }: TurnStart,
): Promise<Task | undefined> {
  return withOwnSignal(options, own, (signal) =>
    withDeadline(core, { ...options, signal }, async (operation) => {
      // An id alone does not prove that there is a run.
      Object.assign(operation.progress, {
        started: snapshot !== undefined || 'unknown',
        taskId: id,
        lastTask: snapshot,
      });
      const seen = { end: undefined };
      const turn = openTurn({ operation, earlier, seen, found: snapshot, text: undefined, isNameOpen: false });
      named.resolve(id);
      opened.resolve(turn);
      const last = await turn.left;
      core.threads.note(last, core.settings.clock.now());
      return last;
    }),
  );
}
