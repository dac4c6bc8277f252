import { untilAborted } from '../async/abort.ts';
import { captureContext } from '../async/capture-context.ts';
import { createDeferred, type Deferred } from '../async/deferred.ts';
import { checkCallOptions } from '../config/validate-options.ts';
import { hasEnded, toAwaited } from '../core/awaited-task.ts';
import { withDeadline } from '../core/operation.ts';
import { surroundWait } from '../core/surround-operation.ts';
import type { AwaitedTask, Core } from '../core/types.ts';
import type { Task, TaskRef } from '../models.ts';
import type { StreamOptions } from '../options/call-options.ts';
import type { MaybeOutput } from '../output/output-schema.ts';
import type { Settled } from '../output/parse-output.ts';
import { waitForEnd } from '../polling/wait-for-end.ts';
import { finalStatus } from '../tasks/task-status.ts';
import { openTurn, withOwnSignal } from './stream-turn.ts';
import { createTaskStream } from './task-stream.ts';
import type { OpenTurn, TaskStream, TurnSource, TurnStart } from './types.ts';

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

/** A snapshot that was polled, until its reader asks for the next one. The end has no next one. */
interface Arrival {
  readonly task: Task;
  readonly taken?: Deferred<void>;
}

/** Each changed snapshot of the task. The next poll begins when the reader asks for more. */
async function* showPolls(core: Core, turn: OpenTurn, isWatched: () => boolean): ReturnType<TurnSource['show']> {
  const { found: snapshot, earlier, operation, leaving } = turn;
  const { taskId: id = '' } = operation.progress;
  const awaited = { id, snapshot, earlier };
  if (hasEnded(awaited)) return awaited.snapshot;
  let arrived = createDeferred<Arrival>();
  const polled = { ...operation, signal: leaving, options: optionsOfPolls(operation.options, isWatched, hand) };
  async function hand(task: Task): Promise<void> {
    const taken = createDeferred<void>();
    arrived.resolve({ task, taken });
    await taken.promise;
  }
  untilAborted(leaving, () => waitForEnd(core, awaited, polled)).then(
    (task) => arrived.resolve({ task }),
    (error: unknown) => arrived.reject(error),
  );
  for (;;) {
    const { task, taken } = await arrived.promise;
    if (taken === undefined) return task;
    arrived = createDeferred();
    yield { type: 'task_updated', task_id: task.id, data: task };
    taken.resolve();
  }
}

/** The options of the caller, for polls that hand each snapshot on. A reader of the events sees a pause, and goes on. */
function optionsOfPolls(
  options: StreamOptions,
  isWatched: () => boolean,
  hand: (task: Task) => Promise<void>,
): StreamOptions {
  return {
    ...options,
    get onPaused() {
      return isWatched() ? 'wait' : options.onPaused;
    },
    async onUpdate(task) {
      await options.onUpdate?.(task);
      // An end is the last event, or one of an earlier turn.
      if (finalStatus(task) === undefined) await hand(task);
    },
  };
}
