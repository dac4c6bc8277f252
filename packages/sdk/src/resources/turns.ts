import type { Operations } from '../api/operations.ts';
import { ApiError } from '../errors/api-error.ts';
import { TaskPausedError, ThreadBusyError } from '../errors/run-errors.ts';
import type { Task } from '../models.ts';
import type { ThreadOptions, WaitOptions } from '../options.ts';
import type { Settings } from '../settings.ts';
import type { Gate, Gates } from './gates.ts';
import { type Operation, toCall } from './operation.ts';
import { normalizeStatus } from './task-status.ts';
import { createEndJudge, type EndMark, markEnd } from './turn-end.ts';
import type { WaitForEnd } from './wait.ts';

/** Starts a turn and returns the latest snapshot of it. `earlier` are the ends of turns before, which the record may show a moment longer. */
export type Turn = (earlier: readonly EndMark[]) => Promise<Task>;

/** What a turn does while another one runs: waits for it, which is what everyone does who does not say, or refuses. */
export type WhenBusy = NonNullable<ThreadOptions['whenBusy']>;

/**
 * Lets the turns of one thread run one after the other, in the order of the calls.
 *
 * A turn sent while the one before is still running has no defined effect (the vendor's page says to wait), and the one
 * record of both would show either's answer (api-facts E). Without an id, a turn opens a thread and has it to itself.
 */
export type TakeTurn = (
  id: string | undefined,
  options: WaitOptions,
  operation: Operation,
  turn: Turn,
  whenBusy?: WhenBusy,
) => Promise<Task>;

export function createTurns(
  gates: Gates,
  operations: Operations,
  waitForEnd: WaitForEnd,
  settings: Settings,
): TakeTurn {
  const lookBefore = createLookBefore(operations, waitForEnd, settings);

  return async (id, options, operation, turn, whenBusy = 'queue') => {
    if (id === undefined) return openThread(gates, operation, turn);
    const gate = gates.of(id);
    if (whenBusy === 'reject' && gate.visitors > 0) throw new ThreadBusyError(id);
    const leave = await enter(gate);
    try {
      throwIfAborted(operation.signal);
      const before = await lookBefore(id, gate, options, operation, whenBusy);
      const earlier = [before && markEnd(before), gate.lastEnd].filter((mark) => mark !== undefined);
      gate.unseen = undefined;
      return await remember(gates, id, earlier, operation, turn);
    } finally {
      leave();
    }
  };
}

function throwIfAborted(signal: AbortSignal): void {
  if (signal.aborted) throw signal.reason;
}

/** A turn that opens a thread has it to itself, from the moment that the thread has an id. */
async function openThread(gates: Gates, operation: Operation, turn: Turn): Promise<Task> {
  let leave = (): void => undefined;
  operation.onTask((taskId) => {
    leave();
    leave = takeGate(gates.of(taskId));
  });
  try {
    return await remember(gates, undefined, [], operation, turn);
  } finally {
    leave();
  }
}

/** Waits for those who came before, and returns the way out. */
async function enter(gate: Gate): Promise<() => void> {
  const earlier = gate.tail;
  const leave = takeGate(gate);
  await earlier;
  return leave;
}

/** Lets nobody else in, and returns the way out. */
function takeGate(gate: Gate): () => void {
  let open = (): void => undefined;
  gate.tail = new Promise((resolve) => {
    open = resolve;
  });
  gate.visitors += 1;
  return () => {
    gate.visitors -= 1;
    open();
  };
}

/** Takes the turn, and notes for the next one how it ended, or that nobody saw its end. */
async function remember(
  gates: Gates,
  id: string | undefined,
  earlier: readonly EndMark[],
  operation: Operation,
  turn: Turn,
): Promise<Task> {
  let lastEnd: EndMark | undefined;
  try {
    const task = await turn(earlier);
    lastEnd = markEnd(task);
    return task;
  } finally {
    const { started, taskId } = operation.progress;
    const threadId = taskId ?? id;
    if (started !== false && threadId !== undefined) {
      const gate = gates.of(threadId);
      gate.unseen = lastEnd === undefined ? { earlier, isCertain: started === true } : undefined;
      gate.lastEnd = lastEnd ?? gate.lastEnd;
    }
  }
}

/** How long a turn that may never have started keeps the next one waiting for a sign of it. */
const doubtMs = 3_000;
const doubtPauseMs = 500;

type LookBefore = (
  id: string,
  gate: Gate,
  options: WaitOptions,
  operation: Operation,
  whenBusy: WhenBusy,
) => Promise<Task | undefined>;

/** Reads the record as it stands before a turn, once every earlier turn has ended: those of other processes too. */
function createLookBefore(operations: Operations, waitForEnd: WaitForEnd, { clock }: Settings): LookBefore {
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

  return async (id, { unseen, lastEnd }, options, operation, whenBusy) => {
    const earlier = unseen?.earlier ?? [];
    const isDoubtful = unseen !== undefined && !unseen.isCertain;
    const { before, hasSign } = isDoubtful
      ? await readSign(id, earlier, options, operation)
      : { before: await read(id, options, operation), hasSign: true };
    if (!hasSign || (before === undefined && unseen === undefined)) return before;
    if (before !== undefined && createEndJudge(earlier)(before, clock.now())) return before;
    if (before !== undefined && normalizeStatus(before.status) === 'paused') throw new TaskPausedError(before);
    if (before !== undefined && whenBusy === 'reject') throw new ThreadBusyError(id);
    const known = unseen === undefined && lastEnd !== undefined ? [lastEnd] : earlier;
    const waiting = { ...options, onUpdate: undefined, onPaused: 'throw' as const };
    return orNone(waitForEnd({ id, snapshot: before ?? { id }, earlier: known }, waiting, aside(operation)));
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
