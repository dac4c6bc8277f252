import { invokeStream } from '../api/operations.ts';
import type { Invocation, OperationCall } from '../api/types.ts';
import type { Purpose } from '../budget/types.ts';
import { preparingMs, toCall } from '../core/operation.ts';
import type { Core, Operation, SeenEnd } from '../core/types.ts';
import { ApiError } from '../errors/api-error.ts';
import { isControlFlow } from '../errors/control-flow.ts';
import { AmbiguousInvocationError, ThreadBusyError } from '../errors/run-errors.ts';
import { ConnectionError, ProtocolError, TimeoutError } from '../errors/transport-errors.ts';
import { isXpanderError } from '../errors/xpander-error.ts';
import type { Task } from '../models.ts';
import { finalStatus } from '../tasks/task-status.ts';
import { showsTurn } from '../tasks/turn-text.ts';
import type { TurnText } from '../tasks/types.ts';
import { isRejectedUnprocessed } from '../transport/retry-after.ts';
import { createBeforeSend } from './before-send.ts';
import { findRun } from './find-run.ts';
import { recoverRun } from './recover-run.ts';
import type { ReadyRun, StartedRun } from './types.ts';

/** One of the three operations that start a run: `invokeSync`, `invokeAsync` or `invokeStream`. */
type Invoke<Answer> = (core: Core, invocation: Invocation, call: OperationCall) => Promise<Answer>;

/**
 * Starts a run with one POST, unless its key stands for a run that exists.
 *
 * The transport repeats the POST only while the server cannot have acted. If it may have, `onAmbiguous` decides: throw,
 * look for the run, or look for it and, if the server says that it does not exist, send the POST once more under the
 * same id.
 *
 * @throws AmbiguousInvocationError when the run may have started although the POST failed.
 */
export async function startRun<Answer>(
  core: Core,
  run: ReadyRun,
  operation: Operation,
  invoke: Invoke<Answer>,
): Promise<StartedRun<Answer>> {
  const known = run.once && (await findRun(core, run, run.once, operation));
  if (known !== undefined) return { found: operation.noteTask(known) };
  const { onAmbiguous = run.once ? 'resend' : 'throw' } = operation.options;
  try {
    return { answer: await sendOnce(core, run, operation, invoke) };
  } catch (error) {
    const hasId = (run.invocation.body.id ?? undefined) !== undefined;
    if (!(error instanceof AmbiguousInvocationError) || onAmbiguous === 'throw' || !hasId) throw error;
    const found = await (run.route?.recover ?? recoverRun)(core, run, operation);
    if (typeof found === 'object') return { found: operation.noteTask(found) };
    if (found !== 'missing' || onAmbiguous === 'adopt' || !run.isMinted) throw error;
    return { answer: await sendOnce(core, run, operation, invoke) };
  }
}

/** How long a POST may take before a turn that waits for this one looks for itself, if its time limit does not say. */
const longestPostMs = 240_000;
const slackMs = 5_000;

/** Sends the POST. `progress.started` is `"unknown"` before it if an earlier POST may have started the run. */
async function sendOnce<Answer>(
  core: Core,
  { invocation, isMinted, seen, route }: ReadyRun,
  operation: Operation,
  invoke: Invoke<Answer>,
): Promise<Answer> {
  const { progress, signal } = operation;
  const taskId = invocation.body.id ?? undefined;
  const before = progress.started;
  let isOnItsWay = false;
  const timeoutMs = operation.options.timeoutMs ?? core.settings.timeoutMs ?? longestPostMs;
  const onState: OperationCall['onState'] = (state) => {
    // A later turn no longer waits for this one, so that the two would meet.
    if (state === 'sending' && operation.place?.isOvertaken) throw new ThreadBusyError(taskId, true);
    isOnItsWay = state === 'sending';
    operation.attend(isOnItsWay ? (timeoutMs || Number.POSITIVE_INFINITY) + slackMs : preparingMs);
    progress.started = isOnItsWay ? 'unknown' : before;
  };
  if (taskId !== undefined) operation.nameTask(taskId, !isMinted);
  if (taskId !== undefined && !isMinted) guardTurn(operation, seen, { sent: invocation.body.input.text });
  const breaker = core.batch?.startBreaker;
  // The stream of a run shows its end.
  const isStream = route !== undefined || (invoke as Invoke<unknown>) === invokeStream;
  const start = { reads: isStream ? 0 : 1, refuse: operation.giveUp };
  const beforeSend = createBeforeSend(operation);
  // The look at the thread's record has queued already.
  const priority = taskId === undefined || isMinted ? undefined : (): Purpose => 'finish';
  const call = { ...toCall(operation), taskId, onState, start, priority, beforeSend: beforeSend.check };
  try {
    const answer = await (breaker
      ? breaker.guard(call, (guarded) => invoke(core, invocation, guarded))
      : invoke(core, invocation, call));
    progress.started = true;
    return answer;
  } catch (error) {
    signal.throwIfAborted();
    if (beforeSend.refusal) throw beforeSend.refusal.error;
    // An unknown error, for example of the caller's middleware, leaves the outcome as open as the POST has made it.
    const isHostsOwn = isControlFlow(error);
    if (!isOnItsWay || isHostsOwn || (isXpanderError(error) && !mayHaveStarted(error))) progress.started = before;
    if (progress.started === false || isHostsOwn) throw error;
    throw new AmbiguousInvocationError(error, taskId, statusOf(error));
  }
}

/**
 * What identifies the turn of a run that has started, if other processes could send turns under its id.
 *
 * @param answer The task of the POST's own answer, or the one that was found after the answer was lost.
 */
export function toTurnText(run: ReadyRun, answer: Task | undefined, operation: Operation): TurnText | undefined {
  if (!run.isShared) return undefined;
  const text = { sent: run.invocation.body.input.text, answered: answer?.input?.text };
  guardTurn(operation, run.seen, text);
  return text;
}

/** From now on, an abandoned task is stopped only if its record shows this turn, whose end was not seen yet. */
function guardTurn(operation: Operation, seen: SeenEnd, text: TurnText): void {
  const { progress } = operation;
  operation.isOwnTurn = (task) => {
    if (seen.end !== undefined || finalStatus(task) !== undefined) return false;
    // A turn of files alone has no text to compare. Its record has none either.
    return showsTurn(task, text) || [task, progress.lastTask].every((one) => one && !one.input?.text);
  };
}

/** Whether a run may have started although the POST failed with this error. */
export function mayHaveStarted(error: unknown): boolean {
  if (error instanceof ConnectionError) return error.sent !== false;
  if (error instanceof TimeoutError) return true;
  return hasStatus(error) && isAmbiguous(error);
}

/**
 * Whether the status leaves it open. A gateway may give up on a request that is under way, and put a page of any status
 * in place of the answer. So a status below 500 rules a run out only if the API itself has sent it.
 */
function isAmbiguous(error: ApiError | ProtocolError): boolean {
  const { status, retryAfterMs } = error;
  const isOfApi = error instanceof ApiError;
  if (status === 429) return false;
  if (status === 503) return !isRejectedUnprocessed(status, retryAfterMs, isOfApi ? error.body : undefined);
  // A redirect was not followed, so the API has not seen the request.
  return isOfApi ? status >= 500 || status === 408 : !error.isRedirect;
}

function hasStatus(error: unknown): error is ApiError | ProtocolError {
  return error instanceof ApiError || error instanceof ProtocolError;
}

export function statusOf(error: unknown): number | undefined {
  return hasStatus(error) ? error.status : undefined;
}
