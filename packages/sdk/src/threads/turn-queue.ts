import { untilAborted } from '../async/abort.ts';
import { preparingMs } from '../core/operation.ts';
import { noteEnd } from '../core/thread-registry.ts';
import type { Core, Operation, SeenEnd, ThreadState, TurnPlace } from '../core/types.ts';
import { AmbiguousInvocationError, ThreadBusyError } from '../errors/run-errors.ts';
import { isXpanderError } from '../errors/xpander-error.ts';
import type { Task } from '../models.ts';
import { markEnd } from '../tasks/end-detection.ts';
import type { EndMark } from '../tasks/types.ts';
import { readPreviousTurn } from './previous-turn.ts';
import type { Turn, TurnThread } from './types.ts';

/** The pauses between two checks of the queue: short at first, because most turns are. */
const firstPauseMs = 10;
const longestPauseMs = 200;

/** Starts a turn, and returns the latest snapshot of it. */
type RunTurn = (turn: Turn) => Promise<Task>;

/**
 * Runs the turns of a thread one after the other, in the order of the calls.
 *
 * A turn that is sent while the one before still runs has no defined effect: the vendor's page says to wait. And both
 * turns share one record, which would show either's answer (openapi/FACTS.md#e).
 */
export async function takeTurn(core: Core, thread: TurnThread, operation: Operation, run: RunTurn): Promise<Task> {
  const { clock } = core.settings;
  const { places } = thread.state;
  if (thread.whenBusy === 'reject' && places.some((other) => isAttended(other, clock.now())))
    throw new ThreadBusyError(thread.id ?? thread.state.id);
  // The turn joins the queue before the first `await`, so that turns run in the order of the calls.
  const attendedUntilMs = clock.now() + preparingMs;
  const place: TurnPlace = { state: thread.state, attendedUntilMs, running: undefined, isOvertaken: false };
  if (thread.resumes) places.unshift(place);
  else places.push(place);
  try {
    if (places[0] !== place) await waitForFront(core, place, operation);
    if (operation.signal.aborted) throw operation.signal.reason;
    const { state } = place;
    if (state.closed !== undefined) throw state.closed.error;
    operation.place = place;
    operation.attend(preparingMs);
    const id = thread.id ?? state.id;
    if (id === undefined) return await openThread(core, state, operation, run);
    if (thread.isOneRun) return await runTurn(core, { threadId: id, earlier: [] }, operation, run);
    if (thread.resumes) return await runTurn(core, { threadId: id, earlier: earlierOf(state) }, operation, run);
    const before = await readPreviousTurn(core, { ...thread, state, id }, operation);
    // The turn that went on knows more by now.
    if (place.isOvertaken) throw new ThreadBusyError(id, true);
    if (before !== undefined && state.unseen?.isCertain) state.unseen.seen.end = before;
    state.unseen = undefined;
    noteEnd(state, before && markEnd(before));
    return await runTurn(core, { threadId: id, earlier: state.ends }, operation, run);
  } finally {
    operation.place = undefined;
    leaveQueue(place);
  }
}

/** The ends before the latest turn. */
function earlierOf({ unseen, ends }: ThreadState): readonly EndMark[] {
  return unseen?.earlier ?? ends;
}

/** Waits for the turns that queued before. A turn that no longer attends to its run is overtaken. */
async function waitForFront(core: Core, place: TurnPlace, operation: Operation): Promise<void> {
  const { clock } = core.settings;
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(longestPauseMs, pauseMs * 1.5)) {
    const [first] = place.state.places;
    if (first === place || first === undefined) return;
    if (isAttended(first, clock.now())) {
      place.attendedUntilMs = clock.now() + preparingMs;
      await clock.sleep(pauseMs, operation.signal);
    } else overtake(first);
  }
}

/** A turn that opens a thread is waited for until its id is known: without the id, its run cannot be looked at. */
function isAttended({ state, attendedUntilMs, running }: TurnPlace, nowMs: number): boolean {
  const isOpening = state.id === undefined && running !== undefined && running.progress.taskId === undefined;
  return nowMs < attendedUntilMs || isOpening;
}

/** Goes on without waiting for a turn any longer. The next turn polls that turn's run to its end itself. */
function overtake(place: TurnPlace): void {
  const { state, running } = place;
  place.isOvertaken = true;
  leaveQueue(place);
  if (running === undefined || running.progress.started === false) return;
  state.id ??= running.progress.taskId;
  state.unseen = { earlier: running.earlier, isCertain: running.progress.started === true, seen: running.seen };
}

function leaveQueue(place: TurnPlace): void {
  const { places } = place.state;
  const index = places.indexOf(place);
  if (index !== -1) places.splice(index, 1);
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
  const { progress, place } = operation;
  const seen: SeenEnd = { end: undefined };
  if (place) place.running = { earlier, progress, seen };
  let end: EndMark | undefined;
  try {
    // A turn that ignores the abort, for example in a callback of the caller's, must not delay the next one.
    const task = await untilAborted(operation.signal, () => run({ threadId, earlier, seen }));
    end = markEnd(task);
    return task;
  } finally {
    const { started, taskId } = progress;
    const id = taskId ?? threadId;
    if (started !== false && id !== undefined) {
      const state = core.threads.of(id);
      noteEnd(state, end);
      // An overtaken turn's successor has recorded by now what is known of both.
      if (!place?.isOvertaken)
        state.unseen = end === undefined ? { earlier, isCertain: started === true, seen } : undefined;
    }
  }
}
