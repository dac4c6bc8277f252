import type { Operations } from '../api/operations.ts';
import { untilAborted } from '../async/abort.ts';
import { createDeferred } from '../async/deferred.ts';
import type { Settings } from '../config/settings.ts';
import type { Operation } from '../core/operation.ts';
import { ThreadBusyError } from '../errors/run-errors.ts';
import type { Task } from '../models.ts';
import type { WaitOptions } from '../options/call-options.ts';
import type { WaitForEnd } from '../polling/wait-for-one.ts';
import { type EndMark, markEnd } from '../tasks/end-detection.ts';
import { createLookBefore, type WhenBusy } from './previous-turn.ts';
import { type Gate, type Gates, noteEnd } from './thread-registry.ts';

/**
 * Starts a turn and returns the latest snapshot of it. `earlier` are the ends of turns before, which the record may
 * show a moment longer; `told` is this turn's end, if it is seen only when it has been left.
 */
export type Turn = (earlier: readonly EndMark[], told: Promise<Task>) => Promise<Task>;

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
      if (before !== undefined && gate.unseen?.isCertain) gate.unseen.tell(before);
      gate.unseen = undefined;
      noteEnd(gate, before && markEnd(before));
      return await remember(gates, id, gate.ends, operation, turn);
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
  const told = createDeferred<Task>();
  let end: EndMark | undefined;
  try {
    // A turn that does not hear of its end, such as in a callback of the caller's, must not keep the next one waiting.
    const task = await untilAborted(operation.signal, () => turn(earlier, told.promise));
    end = markEnd(task);
    return task;
  } finally {
    const { started, taskId } = operation.progress;
    const threadId = taskId ?? id;
    if (started !== false && threadId !== undefined) {
      const gate = gates.of(threadId);
      gate.unseen = end === undefined ? { earlier, isCertain: started === true, tell: told.resolve } : undefined;
      noteEnd(gate, end);
    }
  }
}
