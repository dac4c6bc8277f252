import type { Operations } from '../api/operations.ts';
import { ApiError } from '../errors/api-error.ts';
import { TaskPausedError } from '../errors/run-errors.ts';
import type { Task } from '../models.ts';
import type { WaitOptions } from '../options.ts';
import type { Settings } from '../settings.ts';
import { type Operation, toCall } from './operation.ts';
import { finalStatus, normalizeStatus } from './task-status.ts';
import { createEndJudge } from './turn-end.ts';
import type { WaitForEnd } from './wait.ts';

/** Starts a turn and returns the latest snapshot of it. `since` is the end of the turn before, which the record shows for a moment longer. */
export type Turn = (since: Task | undefined) => Promise<Task>;

/**
 * Lets the turns of one thread run one after the other, in the order of the calls.
 *
 * A turn sent while the one before is still running has no defined effect (the vendor's page says to wait), and the one
 * record of both would show either's answer (api-facts E). Without an id, a turn opens a thread and has it to itself.
 */
export type TakeTurn = (
  id: string | null | undefined,
  options: WaitOptions,
  operation: Operation,
  turn: Turn,
) => Promise<Task>;

interface Gate {
  tail: Promise<void>;
  visitors: number;
  /** The last turn, when nobody saw its end: what the record showed before it, and whether it surely started. */
  unseen: { readonly since: Task | undefined; readonly isCertain: boolean } | undefined;
}

export function createTurns(operations: Operations, waitForEnd: WaitForEnd, settings: Settings): TakeTurn {
  const gates = new Map<string, Gate>();
  const lookBefore = createLookBefore(operations, waitForEnd, settings);

  return async (id, options, operation, turn) => {
    if (id === undefined || id === null) return turn(undefined);
    const gate = gates.get(id) ?? { tail: Promise.resolve(), visitors: 0, unseen: undefined };
    gates.set(id, gate);
    const leave = await enter(gate);
    try {
      operation.signal.throwIfAborted();
      const since = await lookBefore(id, gate.unseen, options, operation);
      gate.unseen = undefined;
      return await remember(gate, since, operation, turn);
    } finally {
      leave();
      if (gate.visitors === 0 && gate.unseen === undefined) gates.delete(id);
    }
  };
}

/** Waits for those who came before, and returns the way out. */
async function enter(gate: Gate): Promise<() => void> {
  const earlier = gate.tail;
  const { promise, resolve } = withResolver();
  gate.tail = promise;
  gate.visitors += 1;
  await earlier;
  return () => {
    gate.visitors -= 1;
    resolve();
  };
}

function withResolver(): { promise: Promise<void>; resolve: () => void } {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

/** Takes the turn, and leaves a note for the next one when its end was not seen. */
async function remember(gate: Gate, since: Task | undefined, operation: Operation, turn: Turn): Promise<Task> {
  let isSeen = false;
  try {
    const task = await turn(since);
    isSeen = finalStatus(task.status) !== undefined;
    return task;
  } finally {
    const { started } = operation.progress;
    if (!isSeen && started !== false) gate.unseen = { since, isCertain: started === true };
  }
}

/** How long a turn that may never have started keeps the next one waiting for a sign of it. */
const doubtMs = 3_000;
const doubtPauseMs = 500;

type LookBefore = (
  id: string,
  unseen: Gate['unseen'],
  options: WaitOptions,
  operation: Operation,
) => Promise<Task | undefined>;

/** Reads the record as it stands before a turn, once every earlier turn has ended: those of other processes too. */
function createLookBefore(operations: Operations, waitForEnd: WaitForEnd, { clock }: Settings): LookBefore {
  const read = (id: string, options: WaitOptions, operation: Operation): Promise<Task | undefined> =>
    orNone(operations.getTask(id, toCall(operation, options)));

  const readSign: LookBefore = async (id, unseen, options, operation) => {
    const startedMs = clock.now();
    const json = JSON.stringify(unseen?.since);
    for (;;) {
      const task = await read(id, options, operation);
      if (JSON.stringify(task) !== json || clock.now() - startedMs >= doubtMs) return task;
      await clock.sleep(doubtPauseMs, operation.signal);
    }
  };

  return async (id, unseen, options, operation) => {
    const isDoubtful = unseen !== undefined && !unseen.isCertain;
    const before = await (isDoubtful ? readSign(id, unseen, options, operation) : read(id, options, operation));
    const isUnmoved = isDoubtful && JSON.stringify(before) === JSON.stringify(unseen.since);
    if (isUnmoved || (before === undefined && unseen === undefined)) return before;
    if (before !== undefined && createEndJudge(unseen?.since)(before, clock.now())) return before;
    if (before !== undefined && normalizeStatus(before.status) === 'paused') throw new TaskPausedError(before);
    // How far the earlier turn has come is not this operation's progress: nothing of it has been started.
    const aside = { ...operation, progress: { ...operation.progress } };
    const waiting = { ...options, since: unseen?.since, onUpdate: undefined, onPaused: 'throw' as const };
    return orNone(waitForEnd({ id, snapshot: before ?? { id } }, waiting, aside));
  };
}

/** The task, or nothing when there is none: never was, or deleted since. */
async function orNone(reading: Promise<Task>): Promise<Task | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return undefined;
    throw error;
  }
}
