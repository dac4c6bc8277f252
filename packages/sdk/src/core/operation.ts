import { stopTask } from '../api/operations.ts';
import type { OperationCall } from '../api/types.ts';
import { ignore } from '../async/ignore.ts';
import { withTimeout } from '../async/with-timeout.ts';
import { DeadlineError } from '../errors/deadline-error.ts';
import { attachTask } from '../errors/xpander-error.ts';
import type { RequestOptions, StreamOptions } from '../options/call-options.ts';
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
  const toError = (): DeadlineError => new DeadlineError(limitMs, { ...progress, cause: progress.trouble });
  const giveUp = (): never => {
    throw toError();
  };
  const time = { ms: limitMs === 0 ? 0 : Math.max(1, remainingMs()), error: toError };
  try {
    return await withTimeout({ clock, signal, time }, (operationSignal) =>
      work({ options, signal: operationSignal, progress, remainingMs, giveUp, ...createNaming(progress) }),
    );
  } catch (error) {
    const { started, taskId, lastTask } = progress;
    if (started === false || taskId === undefined) throw error;
    if (signal?.aborted || error instanceof DeadlineError) abandon(core, options, taskId, error);
    if (!signal?.aborted) attachTask(error, taskId, lastTask);
    throw error;
  }
}

/** The settings of a request that an operation makes. */
export function toCall({ signal, remainingMs, options: { timeoutMs, maxRetries, headers } }: Operation): OperationCall {
  return { signal, remainingMs, timeoutMs, maxRetries, headers };
}

type Naming = Pick<Operation, 'nameTask' | 'noteTask' | 'onTaskId'>;

/** Tells listeners under which id the operation's task is known, and when the server has confirmed it. */
function createNaming(progress: Progress): Naming {
  const listeners: ((taskId: string, isConfirmed: boolean) => void)[] = [];
  const nameTask: Naming['nameTask'] = (taskId, isConfirmed) => {
    progress.taskId = taskId;
    for (const listener of listeners) listener(taskId, isConfirmed);
  };
  return {
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
}

/** Sends one stop, if the caller asked for it. The call that the stop belongs to has already ended, so its result is ignored. */
function abandon(
  core: Core,
  { onAbandon, headers }: RequestOptions & StreamOptions,
  taskId: string,
  reason: unknown,
): void {
  if (onAbandon !== 'stop' || reason === leftLoop) return;
  stopTask(core, taskId, { headers, maxRetries: 0, timeoutMs: stopTimeoutMs }).catch(ignore);
}
