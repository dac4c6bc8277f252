import type { AgentRequest, Task } from '../models.ts';
import type { InvokeOptions, RunOptions, WaitOptions } from './call-options.ts';

/** The progress of a batch. */
export interface BatchProgress {
  /** The number of items that were started. */
  readonly started: number;
  /** The number of items with an outcome. Items that an error of the whole batch kept from starting count too. */
  readonly settled: number;
  /** The number of items whose outcome is an error. */
  readonly failed: number;
  /** The number of all items, once it is known: at once for an array, otherwise when the input has ended. */
  readonly total?: number;
}

/** Options that `runMany` and `tasks.waitAll` have in common. */
export interface BatchOptions {
  /**
   * What an outcome contains: the whole `"task"`, which takes one request for each, or the `"summary"` that the list of
   * tasks shows. The task of a `TaskFailedError` is then a summary as well. A task whose thread had earlier turns is
   * read all the same, because its row may still show the end of an earlier turn.
   *
   * @defaultValue "task"
   */
  detail?: 'task' | 'summary' | undefined;
  /** Called when an item starts and when it has an outcome. If it throws, the loop rejects; started tasks go on. */
  onProgress?: ((progress: BatchProgress) => void) | ((progress: BatchProgress) => Promise<void>) | undefined;
}

/** Options of `runMany`. `deadlineMs` applies to each item separately. */
export interface ManyOptions extends Omit<RunOptions, 'onUpdate' | 'since' | 'once' | 'onEvent'>, BatchOptions {
  /**
   * Returns the key of a request, so that a batch that is started again runs the agent once for each request. See
   * {@link InvokeOptions.once}. If it throws, or returns something else than a key, the error becomes the item's outcome.
   */
  once?: ((request: AgentRequest, index: number) => string) | undefined;
  /**
   * How many items may be under way or have an outcome that the loop has not read yet.
   *
   * @defaultValue 10
   */
  concurrency?: number | undefined;
  /**
   * Called with each changed snapshot of an item's task, starting with the one that the invocation returned. A returned
   * promise is awaited. If the callback throws, the error becomes the item's outcome; the task goes on.
   */
  onUpdate?: ((task: Task, index: number) => void) | ((task: Task, index: number) => Promise<void>) | undefined;
}

/** Options of `tasks.waitAll`. `deadlineMs` counts from the call, for all tasks. */
export interface WaitAllOptions extends Omit<WaitOptions, 'onUpdate' | 'since'>, BatchOptions {
  /**
   * Called with each changed snapshot of a task. A returned promise is awaited. If the callback throws, the error
   * becomes the task's outcome; the task goes on.
   */
  onUpdate?: ((task: Task, id: string) => void) | ((task: Task, id: string) => Promise<void>) | undefined;
}
