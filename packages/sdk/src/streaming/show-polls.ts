import { untilAborted } from '../async/abort.ts';
import { createDeferred, type Deferred } from '../async/deferred.ts';
import { hasEnded } from '../core/awaited-task.ts';
import type { Core } from '../core/types.ts';
import type { Task } from '../models.ts';
import type { StreamOptions } from '../options/call-options.ts';
import { waitForEnd } from '../polling/wait-for-end.ts';
import { finalStatus } from '../tasks/task-status.ts';
import type { OpenTurn, TurnSource } from './types.ts';

/** The events of a run that its key has found: it as it is, and each change that a poll shows. Returns the task at its end. */
export async function* showFound(
  core: Core,
  turn: OpenTurn & { readonly found: Task },
  isWatched: () => boolean,
): ReturnType<TurnSource['show']> {
  const { found, operation, leaving } = turn;
  const { onUpdate } = operation.options;
  if (onUpdate) await untilAborted(leaving, async () => onUpdate(found));
  if (finalStatus(found)) return found;
  yield { type: 'task_updated', task_id: found.id, data: found };
  return yield* showPolls(core, turn, isWatched);
}

/** A snapshot that was polled, until its reader asks for the next one. The end has no next one. */
interface Arrival {
  readonly task: Task;
  readonly taken?: Deferred<void>;
}

/** Each changed snapshot of the task. The next poll begins when the reader asks for more. */
export async function* showPolls(core: Core, turn: OpenTurn, isWatched: () => boolean): ReturnType<TurnSource['show']> {
  const { found: snapshot, earlier, seen, text, operation, leaving } = turn;
  const { taskId: id = '' } = operation.progress;
  const awaited = { id, snapshot, earlier, seen, text };
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
