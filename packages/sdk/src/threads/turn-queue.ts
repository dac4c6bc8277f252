import { untilAborted } from '../async/abort.ts';
import { createDeferred } from '../async/deferred.ts';
import { noteEnd } from '../core/thread-registry.ts';
import type { Core, Operation, ThreadState } from '../core/types.ts';
import { AmbiguousInvocationError, ThreadBusyError } from '../errors/run-errors.ts';
import { isXpanderError } from '../errors/xpander-error.ts';
import type { Task } from '../models.ts';
import { markEnd } from '../tasks/end-detection.ts';
import type { EndMark } from '../tasks/types.ts';
import { readPreviousTurn } from './previous-turn.ts';
import type { Turn, TurnThread } from './types.ts';

/** Starts a turn, and returns the latest snapshot of it. */
type RunTurn = (turn: Turn) => Promise<Task>;

/**
 * Runs the turns of a thread one after the other, in the order of the calls.
 *
 * A turn that is sent while the one before still runs has no defined effect: the vendor's page says to wait. And both
 * turns share one record, which would show either's answer (openapi/FACTS.md#e).
 */
export async function takeTurn(core: Core, thread: TurnThread, operation: Operation, run: RunTurn): Promise<Task> {
  if (thread.whenBusy === 'reject' && thread.state.turns > 0) throw new ThreadBusyError(thread.id ?? thread.state.id);
  // The turn joins the queue before the first `await`, so that turns run in the order of the calls.
  const { state, leave } = await joinQueue(thread.state);
  try {
    if (operation.signal.aborted) throw operation.signal.reason;
    if (state.closed !== undefined) throw state.closed.error;
    const id = thread.id ?? state.id;
    if (id === undefined) return await openThread(core, state, operation, run);
    const before = await readPreviousTurn(core, { ...thread, state, id }, operation);
    if (before !== undefined && state.unseen?.isCertain) state.unseen.passOn(before);
    state.unseen = undefined;
    noteEnd(state, before && markEnd(before));
    return await runTurn(core, { threadId: id, earlier: state.ends }, operation, run);
  } finally {
    leave();
  }
}

interface Place {
  readonly state: ThreadState;
  readonly leave: () => void;
}

/** Waits for the turns that queued before. A queue that was merged into another one continues there. */
async function joinQueue(state: ThreadState): Promise<Place> {
  const earlier = state.tail;
  const leave = takePlace(state);
  await earlier;
  if (state.mergedInto === undefined) return { state, leave };
  leave();
  return joinQueue(state.mergedInto);
}

function takePlace(state: ThreadState): () => void {
  const place = createDeferred<void>();
  state.tail = place.promise;
  state.turns += 1;
  return () => {
    state.turns -= 1;
    place.resolve();
  };
}

/** Runs the turn that opens a thread. The thread is registered as soon as it has an id, under any id it gets. */
async function openThread(core: Core, state: ThreadState, operation: Operation, run: RunTurn): Promise<Task> {
  const { progress } = operation;
  operation.onTaskId((taskId, isConfirmed) => {
    core.threads.adopt(taskId, state);
    if (isConfirmed) state.id = taskId;
  });
  let failure: unknown;
  try {
    return await runTurn(core, { threadId: undefined, earlier: [] }, operation, run);
  } catch (error) {
    failure = error;
    throw error;
  } finally {
    // Otherwise nothing was started, and the next turn opens the thread.
    if (progress.started !== false) {
      state.id ??= progress.taskId;
      if (state.id === undefined) state.closed = { error: isXpanderError(failure) ? failure : leftOpening(failure) };
    }
  }
}

/** The error of later turns after the first one was aborted, or left by its reader, before the thread had an id. */
function leftOpening(cause: unknown): AmbiguousInvocationError {
  const problem = new Error('the turn that opens the thread was left before the thread had an id', { cause });
  return new AmbiguousInvocationError(problem, undefined, undefined);
}

/** Runs a turn, and records its end for the next turn, or that its end was not seen. */
async function runTurn(
  core: Core,
  { threadId, earlier }: { readonly threadId: string | undefined; readonly earlier: readonly EndMark[] },
  operation: Operation,
  run: RunTurn,
): Promise<Task> {
  const seenEnd = createDeferred<Task>();
  let end: EndMark | undefined;
  try {
    // A turn that ignores the abort, for example in a callback of the caller's, must not delay the next one.
    const task = await untilAborted(operation.signal, () => run({ threadId, earlier, seenEnd: seenEnd.promise }));
    end = markEnd(task);
    return task;
  } finally {
    const { started, taskId } = operation.progress;
    const id = taskId ?? threadId;
    if (started !== false && id !== undefined) {
      const state = core.threads.of(id);
      const unseen = { earlier, isCertain: started === true, passOn: seenEnd.resolve };
      state.unseen = end === undefined ? unseen : undefined;
      noteEnd(state, end);
    }
  }
}
