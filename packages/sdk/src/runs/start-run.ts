import type { Invocation, OperationCall, Operations } from '../api/operations.ts';
import { type Operation, toCall } from '../core/operation.ts';
import { ApiError } from '../errors/api-error.ts';
import { AmbiguousInvocationError } from '../errors/run-errors.ts';
import { ConnectionError, ProtocolError, TimeoutError } from '../errors/transport-errors.ts';
import { isXpanderError } from '../errors/xpander-error.ts';
import type { Task } from '../models.ts';
import type { InvokeOptions } from '../options/call-options.ts';
import type { Clock } from '../options/client-options.ts';
import type { EndMark } from '../tasks/end-detection.ts';
import { isTurnedAway } from '../transport/retry-after.ts';
import { probe } from './recover-run.ts';

/** One of the operations that start a run: it is answered with a task, or with a stream of events. */
export type Post<Answer = Task> = (invocation: Invocation, call: OperationCall) => Promise<Answer>;

/** What is to be started, and what is known of its thread. */
export interface Start<Answer = Task> {
  readonly post: Post<Answer>;
  readonly invocation: Invocation;
  /** Whether the id was made for this call, so that nothing else can stand under it. */
  readonly isMinted: boolean;
  /** The ends of earlier turns of the thread. */
  readonly earlier: readonly EndMark[];
}

/** A run that has started: the answer to its POST, or the task that was found when the answer was lost. */
export type Started<Answer> =
  | { readonly answer: Answer; readonly found?: undefined }
  | { readonly found: Task; readonly answer?: undefined };

export type StartRun = <Answer>(
  what: Start<Answer>,
  options: InvokeOptions,
  operation: Operation,
) => Promise<Started<Answer>>;

/**
 * Starts a run with one POST.
 *
 * The transport repeats the POST only while the server cannot have acted. When it may have, `onAmbiguous` decides:
 * throw, look for the run, or look for it and then send the POST once more under the same id.
 *
 * @throws AmbiguousInvocationError when the run may have started although the POST failed.
 */
export function createStart(operations: Operations, clock: Clock): StartRun {
  return async (what, options, operation) => {
    const { onAmbiguous = 'throw' } = options;
    const { body } = what.invocation;
    const id = body.id ?? undefined;
    try {
      return { answer: await send(what, options, operation, false) };
    } catch (error) {
      if (!(error instanceof AmbiguousInvocationError) || onAmbiguous === 'throw' || id === undefined) throw error;
      const found = await probe(id, body.input.text, what.earlier, operations, clock, options, operation);
      if (found !== undefined) return { found: noteTask(operation, found) };
      if (onAmbiguous === 'adopt' || !what.isMinted) throw error;
      return { answer: await send(what, options, operation, 'unknown') };
    }
  };
}

/** Sends the POST. `before` tells whether a run may have been started by an earlier one. */
async function send<Answer>(
  { post, invocation }: Start<Answer>,
  options: InvokeOptions,
  operation: Operation,
  before: false | 'unknown',
): Promise<Answer> {
  const { progress, signal } = operation;
  const taskId = invocation.body.id ?? undefined;
  let isOnItsWay = false;
  const onState: OperationCall['onState'] = (state) => {
    isOnItsWay = state === 'sending';
    progress.started = isOnItsWay ? 'unknown' : before;
  };
  progress.taskId = taskId;
  try {
    const answer = await post(invocation, { ...toCall(operation, options), taskId, onState });
    progress.started = true;
    return answer;
  } catch (error) {
    signal.throwIfAborted();
    // What we do not know, such as an error of the caller's middleware, leaves it as open as the POST had made it.
    if (!isOnItsWay || (isXpanderError(error) && !mayHaveStarted(error))) progress.started = before;
    if (progress.started === false) throw error;
    throw new AmbiguousInvocationError(error, taskId, statusOf(error));
  }
}

/** Notes which task the operation is about, as soon as that is known. */
export function noteTask({ progress }: Operation, task: Task): Task {
  Object.assign(progress, { started: true, taskId: task.id, lastTask: task });
  return task;
}

/** Whether a run may have started although the POST failed with this. */
function mayHaveStarted(error: unknown): boolean {
  if (error instanceof ConnectionError) return error.sent !== false;
  if (error instanceof TimeoutError) return true;
  // A redirect was not followed, so that the API never saw the request.
  if (error instanceof ProtocolError) return !error.isRedirect;
  return error instanceof ApiError && isAmbiguous(error);
}

/** The server, or a gateway before it, gave up on a request that was under way. */
function isAmbiguous({ status, retryAfterMs, body }: ApiError): boolean {
  if (status === 503) return !isTurnedAway(status, retryAfterMs, body);
  return status >= 500 || status === 408;
}

function statusOf(error: unknown): number | undefined {
  return error instanceof ApiError || error instanceof ProtocolError ? error.status : undefined;
}
