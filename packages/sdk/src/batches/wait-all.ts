import type { Operations } from '../api/operations.ts';
import type { Settings } from '../config/settings.ts';
import { checkCallOptions } from '../config/validate-options.ts';
import { checkId, isObject } from '../config/validators.ts';
import { defaultDeadlineMs } from '../core/operation.ts';
import type { CompletedSummary, CompletedTask, TaskRef } from '../models.ts';
import type { WaitAllOptions } from '../options/batch-options.ts';
import type { WaitOptions } from '../options/call-options.ts';
import { createWatch } from '../polling/wait-for-many.ts';
import type { WaitForEnd } from '../polling/wait-for-one.ts';
import { createHalt, isKeyRefused } from './circuit-breaker.ts';
import { summarized } from './task-summary.ts';
import { checkItems, rejecting, runBatch } from './worker-pool.ts';

/** How the wait for one task of many ended: with the task, or with its error. */
export type WaitOutcome<T = CompletedTask> =
  | { readonly id: string; readonly task: T; readonly error?: undefined }
  | { readonly id: string; readonly task?: undefined; readonly error: unknown };

/** Many tasks. A text is none: it would be taken for its letters. */
export type TaskRefs = (Iterable<TaskRef> | AsyncIterable<TaskRef>) & object;

/** Waits for many tasks. */
export interface WaitAll {
  (tasks: TaskRefs, options: WaitAllOptions & { detail: 'summary' }): AsyncIterable<WaitOutcome<CompletedSummary>>;
  (tasks: TaskRefs, options?: WaitAllOptions): AsyncIterable<WaitOutcome>;
}

/** The verb for one task, over another way to wait. */
export type WaitOver = (
  waitForEnd: WaitForEnd,
) => (task: TaskRef, options: WaitOptions, startedMs: number) => Promise<CompletedTask>;

/** The tasks are watched together, and each is one `wait` for the rest. */
export function createWaitAll(operations: Operations, settings: Settings, waitOver: WaitOver): WaitAll {
  const { clock } = settings;

  const waitAll = (tasks: TaskRefs, options: WaitAllOptions): AsyncIterable<WaitOutcome> => {
    checkItems('tasks', tasks);
    checkCallOptions(options, 'waitAll');
    const { detail, onProgress, onUpdate, signal, deadlineMs = defaultDeadlineMs, ...waitOptions } = options;
    const halt = createHalt(isKeyRefused);
    const guarded = { ...operations, getTask: halt.guard(operations.getTask) };
    const wait = waitOver(createWatch(guarded, settings, { ...waitOptions, detail }));
    const startedMs = clock.now();
    /** A task that is named more than once is watched once. */
    const settling = new Map<string, Promise<CompletedTask>>();

    const settle = (ref: TaskRef, id: string, itemSignal: AbortSignal): Promise<CompletedTask> => {
      const itemOptions = {
        ...waitOptions,
        signal: itemSignal,
        deadlineMs,
        onUpdate: onUpdate && ((task) => onUpdate(task, id)),
      } satisfies WaitOptions;
      const settled = wait(ref, itemOptions, startedMs);
      return detail === 'summary' ? summarized(settled) : settled;
    };

    return runBatch<TaskRef, WaitOutcome>({
      items: tasks,
      concurrency: Number.POSITIVE_INFINITY,
      signal,
      onProgress,
      work: async (ref, _, itemSignal) => {
        const given: unknown = isObject(ref) ? ref.id : ref;
        const id = typeof given === 'string' ? given : '';
        try {
          checkId('task', given);
          const task = settling.get(id) ?? settle(ref, id, itemSignal);
          settling.set(id, task);
          return { id, task: await task };
        } catch (error) {
          return { id, error };
        }
      },
    });
  };

  return (tasks: TaskRefs, options: WaitAllOptions = {}): AsyncIterable<never> => {
    try {
      return waitAll(tasks, options) as AsyncIterable<never>;
    } catch (error) {
      return rejecting(error);
    }
  };
}
