import type { Core, Operation, ThreadState } from '../core/types.ts';
import { TaskPausedError, ThreadBusyError } from '../errors/run-errors.ts';
import type { Task } from '../models.ts';
import { isMissingTask, readTask } from '../polling/read-task.ts';
import { waitForOne } from '../polling/wait-for-end.ts';
import { createEndDetector, hasQuestionOf, markEnd } from '../tasks/end-detection.ts';
import { isPaused } from '../tasks/task-status.ts';
import type { EndMark } from '../tasks/types.ts';
import type { TurnThread } from './types.ts';

/** How long a turn that may never have started delays the next turn. */
const doubtMs = 3_000;
const doubtPauseMs = 500;

type NamedThread = TurnThread & { readonly id: string };

/**
 * Reads the record as it is before a turn, once every earlier turn has ended, those of other processes as well. Returns
 * `undefined` when there is no record yet.
 *
 * @throws ThreadBusyError when an earlier turn runs and `whenBusy` is `"reject"`.
 * @throws TaskPausedError when an earlier turn is paused.
 */
export async function readPreviousTurn(
  core: Core,
  thread: NamedThread,
  operation: Operation,
): Promise<Task | undefined> {
  const { id, whenBusy, state } = thread;
  const { unseen } = state;
  const earlier = unseen?.earlier ?? [];
  const isDoubtful = unseen !== undefined && !unseen.isCertain;
  const { before, hasSign } = isDoubtful
    ? await readSign(core, { id, earlier }, operation)
    : { before: await readRecord(core, id, operation), hasSign: true };
  if (!hasSign || (before === undefined && unseen === undefined)) return before;
  if (before !== undefined) {
    if (createEndDetector(earlier)(before, core.settings.clock.now())) return before;
    if (isPaused(before)) throw new TaskPausedError(before);
    if (whenBusy === 'reject') throw new ThreadBusyError(id);
  }
  const awaited = {
    id,
    snapshot: before ?? { id },
    earlier: isForeignTurn(before, state) ? state.ends : earlier,
    isSeenRunning: before !== undefined && markEnd(before) === undefined,
  };
  try {
    return await waitForOne(core, awaited, asPreviousTurn(operation));
  } catch (error) {
    if (isMissingTask(error)) return undefined;
    throw error;
  }
}

/** Whether the running turn is another process's. The record of a turn whose end was seen may be a stale read. */
function isForeignTurn(before: Task | undefined, { unseen, ends }: ThreadState): boolean {
  return unseen === undefined && before !== undefined && !ends.some((end) => hasQuestionOf(before, end));
}

/** The POST of the turn, and the read of its end. */
const readsAfter = 2;

async function readRecord(core: Core, id: string, operation: Operation): Promise<Task | undefined> {
  // Under a rate limit, this read queues in place of the POST that follows it.
  const start = { reads: readsAfter, refuse: operation.giveUp };
  const { task, error } = await readTask(core, id, operation, { priority: () => 'start', start });
  if (task === undefined && !isMissingTask(error)) throw error;
  return task;
}

/** Looks for a sign of a turn that may never have started. Gives up after a while, with the record from before the turn. */
async function readSign(
  core: Core,
  { id, earlier }: { readonly id: string; readonly earlier: readonly EndMark[] },
  operation: Operation,
): Promise<{ before: Task | undefined; hasSign: boolean }> {
  const { clock } = core.settings;
  const startedMs = clock.now();
  const isEnd = createEndDetector(earlier);
  for (;;) {
    const before = await readRecord(core, id, operation);
    const hasSign = before !== undefined && (markEnd(before) === undefined || isEnd(before, clock.now()));
    if (hasSign || clock.now() - startedMs >= doubtMs) return { before, hasSign };
    await clock.sleep(doubtPauseMs, operation.signal);
  }
}

/**
 * The operation, while it waits for an earlier turn. How far that turn has come is not the operation's own progress:
 * nothing of it has been started. A failure that delays it is.
 */
function asPreviousTurn(operation: Operation): Operation {
  const { progress } = operation;
  const own = {
    ...progress,
    get trouble() {
      return progress.trouble;
    },
    set trouble(trouble) {
      progress.trouble = trouble;
    },
  };
  return { ...operation, options: { ...operation.options, onUpdate: undefined, onPaused: 'throw' }, progress: own };
}
