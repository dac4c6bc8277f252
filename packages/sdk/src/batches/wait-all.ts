import { rejectingIterable } from '../async/result-queue.ts';
import { checkCallOptions } from '../config/validate-options.ts';
import { idOf } from '../core/awaited-task.ts';
import { defaultDeadlineMs, type OperationOptions } from '../core/operation.ts';
import type { Core } from '../core/types.ts';
import { addCaller, captureCaller } from '../errors/caller-trace.ts';
import { isControlFlow } from '../errors/control-flow.ts';
import type { CompletedTask, TaskRef } from '../models.ts';
import type { WaitAllOptions } from '../options/batch-options.ts';
import { createTaskGroup } from '../polling/wait-for-many.ts';
import { waitForTask } from '../verbs/wait.ts';
import { createCircuitBreaker, isKeyRefused } from './circuit-breaker.ts';
import { summarized } from './task-summary.ts';
import type { TaskRefs, WaitOutcome } from './types.ts';
import { checkItems, runPool, toError } from './worker-pool.ts';

/** Waits for many tasks. A bad option does not throw at the call: the loop rejects. */
export function waitForAll(core: Core, tasks: TaskRefs, options: WaitAllOptions): AsyncIterable<WaitOutcome> {
  try {
    return startPool(core, tasks, options);
  } catch (error) {
    return rejectingIterable(error);
  }
}

/** Each item is one `tasks.wait`. The tasks are waited for together. */
function startPool(core: Core, tasks: TaskRefs, options: WaitAllOptions): AsyncIterable<WaitOutcome> {
  checkItems('tasks', tasks);
  checkCallOptions(options, 'waitAll');
  core.settings.apiKey.require();
  const { detail, onProgress, onUpdate, signal, deadlineMs = defaultDeadlineMs, ...waitOptions } = options;
  const caller = captureCaller(waitForAll);
  const readBreaker = createCircuitBreaker(isKeyRefused);
  const guardedCore: Core = { ...core, batch: { readBreaker } };
  const group = createTaskGroup(guardedCore, { ...waitOptions, detail });
  const batchCore: Core = { ...core, batch: { readBreaker, group } };
  const startedMs = core.settings.clock.now();
  /** The wait for each id, so that a task that is named more than once is polled once. */
  const waits = new Map<string, Promise<CompletedTask>>();

  const waitForItem = (ref: TaskRef, id: string, itemSignal: AbortSignal): Promise<CompletedTask> => {
    const itemOptions: OperationOptions = {
      ...waitOptions,
      signal: itemSignal,
      deadlineMs,
      onUpdate: onUpdate && ((task) => onUpdate(task, id)),
      startedMs,
    };
    const settling = waitForTask(batchCore, ref, itemOptions);
    return detail === 'summary' ? summarized(settling) : settling;
  };

  return runPool<TaskRef, WaitOutcome>({
    items: tasks,
    concurrency: Number.POSITIVE_INFINITY,
    signal,
    onProgress,
    work: async (ref, _, itemSignal) => {
      let id = '';
      try {
        id = idOf(ref);
        const task = waits.get(id) ?? waitForItem(ref, id, itemSignal);
        waits.set(id, task);
        return { id, task: await task };
      } catch (error) {
        if (isControlFlow(error)) throw error;
        return { id, error: toError(addCaller(error, caller)) };
      }
    },
  });
}
