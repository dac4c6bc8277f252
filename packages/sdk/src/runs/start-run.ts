import type { Invocation, OperationCall } from '../api/types.ts';
import { toCall } from '../core/operation.ts';
import type { Core, Operation } from '../core/types.ts';
import { ApiError } from '../errors/api-error.ts';
import { AmbiguousInvocationError } from '../errors/run-errors.ts';
import { ConnectionError, ProtocolError, TimeoutError } from '../errors/transport-errors.ts';
import { isXpanderError } from '../errors/xpander-error.ts';
import { isRejectedUnprocessed } from '../transport/retry-after.ts';
import { recoverRun } from './recover-run.ts';
import type { ReadyRun, StartedRun } from './types.ts';

/** One of the three operations that start a run: `invokeSync`, `invokeAsync` or `invokeStream`. */
type Invoke<Answer> = (core: Core, invocation: Invocation, call: OperationCall) => Promise<Answer>;

/**
 * Starts a run with one POST.
 *
 * The transport repeats the POST only while the server cannot have acted. If it may have, `onAmbiguous` decides: throw,
 * look for the run, or look for it and then send the POST once more under the same id.
 *
 * @throws AmbiguousInvocationError when the run may have started although the POST failed.
 */
export async function startRun<Answer>(
  core: Core,
  run: ReadyRun,
  operation: Operation,
  invoke: Invoke<Answer>,
): Promise<StartedRun<Answer>> {
  const { onAmbiguous = 'throw' } = operation.options;
  try {
    return { answer: await sendOnce(core, run, operation, invoke) };
  } catch (error) {
    const hasId = (run.invocation.body.id ?? undefined) !== undefined;
    if (!(error instanceof AmbiguousInvocationError) || onAmbiguous === 'throw' || !hasId) throw error;
    const found = await recoverRun(core, run, operation);
    if (found !== undefined) return { found: operation.noteTask(found) };
    if (onAmbiguous === 'adopt' || !run.isMinted) throw error;
    return { answer: await sendOnce(core, run, operation, invoke) };
  }
}

/** Sends the POST. `progress.started` is `"unknown"` before it if an earlier POST may have started the run. */
async function sendOnce<Answer>(
  core: Core,
  { invocation, isMinted }: ReadyRun,
  operation: Operation,
  invoke: Invoke<Answer>,
): Promise<Answer> {
  const { progress, signal } = operation;
  const taskId = invocation.body.id ?? undefined;
  const before = progress.started;
  let isOnItsWay = false;
  const onState: OperationCall['onState'] = (state) => {
    isOnItsWay = state === 'sending';
    progress.started = isOnItsWay ? 'unknown' : before;
  };
  if (taskId !== undefined) operation.nameTask(taskId, !isMinted);
  const breaker = core.batch?.startBreaker;
  const call = { ...toCall(operation), taskId, onState };
  try {
    const answer = await (breaker
      ? breaker.guard(call, (guarded) => invoke(core, invocation, guarded))
      : invoke(core, invocation, call));
    progress.started = true;
    return answer;
  } catch (error) {
    signal.throwIfAborted();
    // An unknown error, for example of the caller's middleware, leaves the outcome as open as the POST has made it.
    if (!isOnItsWay || (isXpanderError(error) && !mayHaveStarted(error))) progress.started = before;
    if (progress.started === false) throw error;
    throw new AmbiguousInvocationError(error, taskId, statusOf(error));
  }
}

/** Whether a run may have started although the POST failed with this error. */
function mayHaveStarted(error: unknown): boolean {
  if (error instanceof ConnectionError) return error.sent !== false;
  if (error instanceof TimeoutError) return true;
  // A redirect was not followed, so the API has not seen the request.
  if (error instanceof ProtocolError) return !error.isRedirect;
  return error instanceof ApiError && isAmbiguous(error);
}

/** The server, or a gateway in front of it, gave up on a request that was under way. */
function isAmbiguous({ status, retryAfterMs, body }: ApiError): boolean {
  if (status === 503) return !isRejectedUnprocessed(status, retryAfterMs, body);
  return status >= 500 || status === 408;
}

function statusOf(error: unknown): number | undefined {
  return error instanceof ApiError || error instanceof ProtocolError ? error.status : undefined;
}
