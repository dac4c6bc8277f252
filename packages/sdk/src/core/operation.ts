import type { OperationCall } from '../api/operations.ts';
import { withBudget } from '../async/with-timeout.ts';
import { DeadlineError } from '../errors/run-errors.ts';
import { attachTask } from '../errors/xpander-error.ts';
import type { Task } from '../models.ts';
import type { RequestOptions } from '../options/call-options.ts';
import type { Clock } from '../options/client-options.ts';

/** How far an operation has come: what a `DeadlineError` will tell. */
export interface Progress {
  /** `"unknown"` while a POST is on its way. */
  started: boolean | 'unknown';
  taskId: string | undefined;
  lastTask: Task | undefined;
  /** The trouble that keeps the operation from going on, while it lasts. */
  trouble: unknown;
}

/** A verb at work: its signal aborts when the caller's does or when the deadline passes. */
export interface Operation {
  readonly signal: AbortSignal;
  readonly progress: Progress;
  /** Calls back with the task's id as soon as there is one. */
  onTask(listener: (taskId: string) => void): void;
  /** What is left of the deadline; `Infinity` when there is none. */
  remainingMs(): number;
  /** Ends the operation as its deadline would, when nothing can happen before it. */
  giveUp(): never;
}

export interface OperationLimits {
  readonly signal?: AbortSignal | undefined;
  readonly deadlineMs?: number | undefined;
  /** When the deadline began to run, if not now. */
  readonly startedMs?: number;
  /** Told the task's id, as soon as there is one. */
  readonly onTask?: ((taskId: string) => void) | undefined;
  /** Called at the end of an operation that may have started a run whose id nobody knows, with its error, if any. */
  readonly onLost?: ((error?: unknown) => void) | undefined;
  /** Called when the caller's abort or the deadline leaves a task behind. */
  readonly onAbandon?: ((taskId: string, reason: unknown) => void) | undefined;
}

/** Ten minutes: long enough for most runs, short enough to be noticed. */
export const defaultDeadlineMs = 600_000;

/** Runs a whole operation within its deadline and under the caller's signal. Errors carry the task's id, once it has one. */
export async function withDeadline<T>(
  clock: Clock,
  limits: OperationLimits,
  work: (operation: Operation) => Promise<T>,
): Promise<T> {
  const { signal, deadlineMs: limitMs = defaultDeadlineMs, startedMs = clock.now() } = limits;
  const listeners = limits.onTask === undefined ? [] : [limits.onTask];
  const progress = createProgress(listeners);
  const onTask = (listener: (taskId: string) => void): void => {
    listeners.push(listener);
  };
  const onLimit = (): DeadlineError => new DeadlineError(limitMs, { ...progress, cause: progress.trouble });
  const remainingMs = (): number => (limitMs === 0 ? Number.POSITIVE_INFINITY : startedMs + limitMs - clock.now());
  const giveUp = (): never => {
    throw onLimit();
  };
  try {
    const ms = limitMs === 0 ? 0 : Math.max(1, remainingMs());
    const done = await withBudget({ clock, signal, time: { ms, error: onLimit } }, (operationSignal) =>
      work({ signal: operationSignal, progress, onTask, remainingMs, giveUp }),
    );
    if (isLost(progress)) limits.onLost?.();
    return done;
  } catch (error) {
    const { started, taskId, lastTask } = progress;
    const hasTask = started !== false && taskId !== undefined;
    if (hasTask && (signal?.aborted || error instanceof DeadlineError)) limits.onAbandon?.(taskId, error);
    if (hasTask && !signal?.aborted) attachTask(error, taskId, lastTask);
    if (isLost(progress)) limits.onLost?.(error);
    throw error;
  }
}

/** Whether a run may be under way that nobody can find. */
function isLost({ started, taskId }: Progress): boolean {
  return started !== false && taskId === undefined;
}

function createProgress(listeners: readonly ((taskId: string) => void)[]): Progress {
  let taskId: string | undefined;
  return {
    started: false,
    lastTask: undefined,
    trouble: undefined,
    get taskId() {
      return taskId;
    },
    set taskId(id) {
      const isNew = id !== undefined && id !== taskId;
      taskId = id;
      if (isNew) for (const listener of listeners) listener(id);
    },
  };
}

/** How an operation makes its calls: in its own time, as the caller's options say. */
export function toCall(
  { signal, remainingMs }: Operation,
  { timeoutMs, maxRetries, headers }: RequestOptions,
): OperationCall {
  return { signal, remainingMs, timeoutMs, maxRetries, headers };
}
