import type { Operations } from '../api/operations.ts';
import type { Settings } from '../config/settings.ts';
import { type Operation, toCall } from '../core/operation.ts';
import { ApiError } from '../errors/api-error.ts';
import { TaskPausedError, ThreadBusyError } from '../errors/run-errors.ts';
import type { Task } from '../models.ts';
import type { ThreadOptions, WaitOptions } from '../options/call-options.ts';
import type { WaitForEnd } from '../polling/wait-for-one.ts';
import { asks, createEndJudge, type EndMark, markEnd } from '../tasks/end-detection.ts';
import { normalizeStatus } from '../tasks/task-status.ts';
import type { Gate } from './thread-registry.ts';

/** What a turn does while another one runs: waits for it, which is what everyone does who does not say, or refuses. */
export type WhenBusy = NonNullable<ThreadOptions['whenBusy']>;

/** How long a turn that may never have started keeps the next one waiting for a sign of it. */
const doubtMs = 3_000;
const doubtPauseMs = 500;

/** Reads the record as it stands before a turn, once every earlier turn has ended: those of other processes too. */
export type LookBefore = (
  id: string,
  gate: Gate,
  options: WaitOptions,
  operation: Operation,
  whenBusy: WhenBusy,
) => Promise<Task | undefined>;

export function createLookBefore(operations: Operations, waitForEnd: WaitForEnd, { clock }: Settings): LookBefore {
  const read = (id: string, options: WaitOptions, operation: Operation): Promise<Task | undefined> =>
    orNone(operations.getTask(id, toCall(operation, options)));

  /** Looks for a sign of a turn that may never have started; gives up after a while, with what there was before. */
  const readSign = async (
    id: string,
    earlier: readonly EndMark[],
    options: WaitOptions,
    operation: Operation,
  ): Promise<{ before: Task | undefined; hasSign: boolean }> => {
    const startedMs = clock.now();
    const isEnd = createEndJudge(earlier);
    for (;;) {
      const before = await read(id, options, operation);
      const hasSign = before !== undefined && (markEnd(before) === undefined || isEnd(before, clock.now()));
      if (hasSign || clock.now() - startedMs >= doubtMs) return { before, hasSign };
      await clock.sleep(doubtPauseMs, operation.signal);
    }
  };

  return async (id, { unseen, ends }, options, operation, whenBusy) => {
    const earlier = unseen?.earlier ?? [];
    const isDoubtful = unseen !== undefined && !unseen.isCertain;
    const { before, hasSign } = isDoubtful
      ? await readSign(id, earlier, options, operation)
      : { before: await read(id, options, operation), hasSign: true };
    if (!hasSign || (before === undefined && unseen === undefined)) return before;
    if (before !== undefined && createEndJudge(earlier)(before, clock.now())) return before;
    if (before !== undefined && normalizeStatus(before.status) === 'paused') throw new TaskPausedError(before);
    if (before !== undefined && whenBusy === 'reject') throw new ThreadBusyError(id);
    // Another process's turn, unless it is one whose end was seen, read from a record that lags behind.
    const isAnothers = unseen === undefined && before !== undefined && !ends.some((end) => asks(before, end));
    const isSeenRunning = before !== undefined && markEnd(before) === undefined;
    const awaited = { id, snapshot: before ?? { id }, earlier: isAnothers ? ends : earlier, isSeenRunning };
    const waiting = { ...options, onUpdate: undefined, onPaused: 'throw' as const };
    return orNone(waitForEnd(awaited, waiting, aside(operation)));
  };
}

/** How far the earlier turn has come is not this operation's progress: nothing of it has been started. Its trouble is. */
function aside(operation: Operation): Operation {
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
  return { ...operation, progress: own };
}

/** The task, or nothing when there is none: never was, or deleted since. A server may call an id malformed that is only unknown (api-facts F26). */
async function orNone(reading: Promise<Task>): Promise<Task | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof ApiError && (error.status === 404 || error.status === 422)) return undefined;
    throw error;
  }
}
