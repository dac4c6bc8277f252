import type { Invocation, OperationCall } from '../api/operations.ts';
import { ApiError } from '../errors/api-error.ts';
import { AmbiguousInvocationError } from '../errors/run-errors.ts';
import { ConnectionError, ProtocolError, TimeoutError } from '../errors/transport-errors.ts';
import type { Task } from '../models.ts';
import type { InvokeOptions } from '../options.ts';
import { type Operation, toCall } from './operation.ts';

/** One of the operations that start a run. */
export type Post = (invocation: Invocation, call: OperationCall) => Promise<Task>;

/**
 * Starts a run with one POST.
 *
 * The transport repeats it only while the server cannot have acted. When it may have, the POST is never repeated.
 *
 * @throws AmbiguousInvocationError when the run may have started although the POST failed.
 */
export async function start(
  post: Post,
  invocation: Invocation,
  options: InvokeOptions,
  operation: Operation,
): Promise<Task> {
  const { progress, signal } = operation;
  const taskId = invocation.body.id ?? undefined;
  const onState: OperationCall['onState'] = (state) => {
    progress.started = state === 'sending' ? 'unknown' : false;
  };
  progress.taskId = taskId;
  try {
    const task = await post(invocation, { ...toCall(operation, options), taskId, onState });
    Object.assign(progress, { started: true, taskId: task.id, lastTask: task });
    return task;
  } catch (error) {
    signal.throwIfAborted();
    if (!mayHaveStarted(error)) {
      progress.started = false;
      throw error;
    }
    throw new AmbiguousInvocationError(error, taskId, error.status);
  }
}

/** Whether a run may have started although the POST failed with this. */
function mayHaveStarted(error: unknown): error is Error & { status?: number } {
  if (error instanceof ConnectionError) return error.sent !== false;
  if (error instanceof TimeoutError) return true;
  // A redirect was not followed, so that the API never saw the request.
  if (error instanceof ProtocolError) return error.status < 300;
  return error instanceof ApiError && isAmbiguous(error);
}

/** The server, or a gateway before it, gave up on a request that was under way. */
function isAmbiguous({ status, retryAfterMs, body }: ApiError): boolean {
  if (status !== 503) return status >= 500 || status === 408;
  // Turned away at the door: it says when to come back, or speaks the API's own format.
  return retryAfterMs === undefined && typeof body !== 'object';
}
