import type { BatchInputError, BatchLockedError, BatchStoppedError, BatchStoreError } from '@xpander/batch';
import {
  type AmbiguousInvocationError,
  type ApiError,
  type ConfigurationError,
  type ConnectionError,
  type DeadlineError,
  isXpanderError,
  type OutputError,
  type ProtocolError,
  type StreamInterruptedError,
  type TaskFailedError,
  type TaskPausedError,
  type ThreadBusyError,
  type TimeoutError,
  type TurnReplacedError,
} from '@xpander/sdk';
import { formatDuration } from '../text/format-duration.ts';
import { describeApiError } from './describe-api-error.ts';
import { describeBatchError } from './describe-batch-error.ts';
import { describeConfigurationError } from './describe-configuration-error.ts';
import { exitCodes } from './exit-codes.ts';
import { commandLine } from './shell-quote.ts';
import type { Failure, FailureContext } from './types.ts';

type SdkError =
  | BatchInputError
  | BatchLockedError
  | BatchStoppedError
  | BatchStoreError
  | AmbiguousInvocationError
  | ApiError
  | ConfigurationError
  | ConnectionError
  | DeadlineError
  | OutputError
  | ProtocolError
  | StreamInterruptedError
  | TaskFailedError
  | TaskPausedError
  | ThreadBusyError
  | TimeoutError
  | TurnReplacedError;

/** Describes what a call has thrown: in the words of the command line, with its exit code and the command that goes on. */
export function describeFailure(error: unknown, context: FailureContext = {}): Failure {
  if (isXpanderError(error)) return describeSdkError(error as SdkError, context);
  const message = error instanceof Error ? error.message : String(error);
  return { code: 'unexpected', exitCode: exitCodes.unexpected, message };
}

function describeSdkError(error: SdkError, context: FailureContext): Failure {
  switch (error.code) {
    case 'task_failed':
      return describeEnd(error);
    case 'task_paused':
      return describePause(error);
    case 'deadline':
      return describeDeadline(error);
    case 'ambiguous_invocation':
    case 'stream_interrupted':
      return describeAmbiguity(error, context);
    case 'turn_replaced':
      return {
        code: error.code,
        exitCode: exitCodes.ambiguous,
        message: `Thread ${error.threadId} shows another turn than the one that this command sent, so its answer cannot be read.`,
        taskId: error.taskId,
        next: commandLine('thread', error.threadId),
      };
    case 'output':
      return {
        code: error.code,
        exitCode: exitCodes.failed,
        message: `Task ${error.taskId} completed, but its result does not fit --json-schema.`,
        taskId: error.taskId,
        next: commandLine('tasks', 'get', error.taskId, '--json'),
      };
    case 'configuration':
      return describeConfigurationError(error, context);
    case 'batch_input':
    case 'batch_locked':
    case 'batch_stopped':
    case 'batch_store':
      return describeBatchError(error, context);
    case 'connection':
    case 'timeout':
    case 'protocol':
      return describeNetwork(error);
    case 'thread_busy':
      return { code: error.code, exitCode: exitCodes.unexpected, message: 'The thread is busy with another turn.' };
    default:
      return describeApiError(error, context);
  }
}

function describeEnd({ code, status, taskId, message }: TaskFailedError): Failure {
  return {
    code,
    exitCode: status === 'stopped' ? exitCodes.stopped : exitCodes.failed,
    message: message.replace('; `error.task.result` may say why', '.'),
    taskId,
    next: commandLine('thread', taskId),
  };
}

function describePause({ code, taskId, hitlRequest, authUrl }: TaskPausedError): Failure {
  return {
    code,
    exitCode: exitCodes.paused,
    message: `Task ${taskId} is paused and waits for ${whatIsNeeded(hitlRequest, authUrl)}.`,
    taskId,
    next: commandLine('tasks', 'wait', taskId, '--on-paused', 'wait'),
  };
}

/** What a paused task waits for. */
export function whatIsNeeded(hitlRequest: TaskPausedError['hitlRequest'], authUrl: string | null | undefined): string {
  if (authUrl) return `a person to log in at ${authUrl}`;
  const about = hitlRequest?.title ?? hitlRequest?.description ?? hitlRequest?.wait_node_id;
  return `a person to approve it${about ? ` (${about})` : ''}`;
}

function describeDeadline(error: DeadlineError): Failure {
  const { code, taskId, deadlineMs, started, lastTask } = error;
  const gaveUp = `Gave up after ${formatDuration(deadlineMs)}`;
  const base = { code, exitCode: exitCodes.deadline, taskId, retryAfterMs: retryAfterOf(error) };
  const why = error.cause instanceof Error ? ` The last trouble: ${error.cause.message}.` : '';
  if (taskId === undefined || started === false)
    return { ...base, message: `${gaveUp}, before anything was started.${why}` };
  if (started === 'unknown') {
    const message = `${gaveUp}: the run may have started as task ${taskId}, but no answer confirmed it.${why}`;
    return { ...base, message, next: commandLine('tasks', 'get', taskId) };
  }
  const state = lastTask?.status ? ` (last seen ${lastTask.status})` : '';
  return {
    ...base,
    message: `${gaveUp}: task ${taskId} goes on${state}.${why}`,
    next: commandLine('tasks', 'wait', taskId),
  };
}

function describeAmbiguity(
  error: AmbiguousInvocationError | StreamInterruptedError,
  { agentId }: FailureContext,
): Failure {
  const { code, taskId, cause } = error;
  const why = cause instanceof Error ? `: ${describeFailure(cause).message}` : '.';
  return {
    code,
    exitCode: exitCodes.ambiguous,
    message: `The run may have started${taskId ? ` as task ${taskId}` : ''}, so the request was not sent again${why}`,
    taskId,
    retryAfterMs: retryAfterOf(error),
    next: taskId
      ? commandLine('tasks', 'get', taskId)
      : commandLine('tasks', 'list', ...(agentId ? ['--agent', agentId] : [])),
  };
}

function describeNetwork(error: ConnectionError | TimeoutError | ProtocolError): Failure {
  const { code, taskId } = error;
  return {
    code,
    exitCode: exitCodes.network,
    message: networkMessage(error),
    taskId,
    retryAfterMs: retryAfterOf(error),
    next: taskId ? commandLine('tasks', 'wait', taskId) : commandLine('doctor'),
  };
}

function networkMessage(error: ConnectionError | TimeoutError | ProtocolError): string {
  if (error.code === 'timeout') return `No complete answer within ${formatDuration(error.timeoutMs)}.`;
  if (error.code === 'connection') return `${error.message.replace(/\.$/, '')}.`;
  const { status, isRedirect } = error;
  if (isRedirect)
    return `The server answered with a redirect (status ${status}), which is not followed. Check XPANDER_API_URL.`;
  return `The answer (status ${status}) is not the API's own: a gateway, a proxy or another server sent it.`;
}

/** How long the server asks to wait, in the error or in what caused it. */
export function retryAfterOf(error: unknown): number | undefined {
  for (let at = error, depth = 0; typeof at === 'object' && at !== null && depth < 4; depth += 1) {
    const { retryAfterMs, cause } = at as { retryAfterMs?: unknown; cause?: unknown };
    if (typeof retryAfterMs === 'number') return retryAfterMs;
    at = cause;
  }
  return undefined;
}
