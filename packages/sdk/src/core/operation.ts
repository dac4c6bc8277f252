import { getTask, stopTask } from '../api/operations.ts';
import type { OperationCall } from '../api/types.ts';
import { withTimeout } from '../async/with-timeout.ts';
import { DeadlineError } from '../errors/deadline-error.ts';
import { attachTask } from '../errors/xpander-error.ts';
import type { StreamOptions } from '../options/call-options.ts';
import type { Clock } from '../options/client-options.ts';
import type { Core, Operation, Progress } from './types.ts';

/** Ten minutes: long enough for most runs, short enough to be noticed. */
export const defaultDeadlineMs = 600_000;

/** The abort reason when a caller leaves a loop. Leaving is no abort by the caller, and stops no task. */
export const leftLoop: unique symbol = Symbol('left');

/** The time limit of the single request that stops an abandoned task. */
const stopTimeoutMs = 10_000;

/** The options of an operation, and when its deadline began to run, if not at the call. */
export type OperationOptions = StreamOptions & { readonly startedMs?: number | undefined };

/** Runs a whole operation within its deadline and under the caller's signal. Its errors carry the task's id, once there is one. */
export async function withDeadline<T>(
  core: Core,
  options: OperationOptions,
  work: (operation: Operation) => Promise<T>,
): Promise<T> {
  const { clock } = core.settings;
  const { signal, deadlineMs: limitMs = defaultDeadlineMs, startedMs = clock.now() } = options;
  const progress: Progress = { started: false, taskId: undefined, lastTask: undefined, trouble: undefined };
  const remainingMs = (): number => (limitMs === 0 ? Number.POSITIVE_INFINITY : startedMs + limitMs - clock.now());
  const toError = (reason?: string): DeadlineError =>
    new DeadlineError(limitMs, { ...progress, cause: progress.trouble, reason });
  const giveUp: Operation['giveUp'] = (reason) => {
    throw toError(reason);
  };
  const operation = createOperation(clock, { options, progress, remainingMs, giveUp });
  const time = { ms: limitMs === 0 ? 0 : Math.max(1, remainingMs()), error: () => toError() };
  try {
    return await withTimeout({ clock, signal, time }, (operationSignal) =>
      work(Object.assign(operation, { signal: operationSignal })),
    );
  } catch (error) {
    const { started, taskId, lastTask } = progress;
    if (started === false || taskId === undefined) throw error;
    if (signal?.aborted || error instanceof DeadlineError) void abandon(core, operation, taskId, error);
    if (!signal?.aborted) attachTask(error, taskId, lastTask);
    throw error;
  }
}

/**
 * How long a turn may take to act again when it prepares a request: longer than any pause between two attempts, and than
 * the time limit of one.
 */
export const preparingMs = 120_000;

/** The settings of a request that an operation makes. However long the request has to wait, the operation attends to it. */
export function toCall({ signal, remainingMs, attend, options }: Operation): OperationCall {
  const { timeoutMs, maxRetries, headers } = options;
  return { signal, remainingMs, timeoutMs, maxRetries, headers, onState: () => attend(preparingMs) };
}

type Started = Pick<Operation, 'options' | 'progress' | 'remainingMs' | 'giveUp'>;

function createOperation(clock: Clock, started: Started): Omit<Operation, 'signal'> {
  const { progress } = started;
  const listeners: ((taskId: string, isConfirmed: boolean) => void)[] = [];
  const nameTask: Operation['nameTask'] = (taskId, isConfirmed) => {
    progress.taskId = taskId;
    for (const listener of listeners) listener(taskId, isConfirmed);
  };
  const operation: Omit<Operation, 'signal'> = {
    ...started,
    isOwnTurn: undefined,
    isJoined: false,
    place: undefined,
    attend: (ms) => {
      if (operation.place) operation.place.attendedUntilMs = clock.now() + ms;
    },
    nameTask,
    noteTask: (task) => {
      progress.started = true;
      progress.lastTask = task;
      nameTask(task.id, true);
      return task;
    },
    onTaskId: (listener) => {
      listeners.push(listener);
    },
  };
  return operation;
}

/**
 * Stops the task that a call leaves behind, if the caller asked for it. The call has already ended, so the result is
 * ignored. Where other turns could run under the same id, the stop is sent only if the record shows this call's turn. A
 * run that was found by its key is left to the caller that started it.
 */
async function abandon(
  core: Core,
  { options, isOwnTurn, isJoined }: Omit<Operation, 'signal'>,
  taskId: string,
  reason: unknown,
): Promise<void> {
  if (options.onAbandon !== 'stop' || isJoined || reason === leftLoop) return;
  const call = { headers: options.headers, maxRetries: 0, timeoutMs: stopTimeoutMs };
  try {
    if (isOwnTurn === undefined || isOwnTurn(await getTask(core, taskId, call))) await stopTask(core, taskId, call);
  } catch {
    // The stop is sent once, without a promise that it arrives.
  }
}
