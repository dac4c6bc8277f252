import type { Task } from '../models.ts';
import type { RunOptions, WaitOptions } from './call-options.ts';

/** How far a batch has come. */
export interface BatchProgress {
  /** How many items were begun. */
  readonly started: number;
  /** How many have an outcome: those that were never begun because of an error that concerns all, too. */
  readonly settled: number;
  /** How many of those have an error. */
  readonly failed: number;
  /** How many there are, once that is known: at once for an array, otherwise when the input has ended. */
  readonly total?: number;
}

/** What the verbs over many tasks have in common. */
export interface BatchOptions {
  /**
   * What an outcome brings: the whole `"task"`, which takes a request for each, or the `"summary"` that the list shows,
   * on errors too. Not for earlier turns of a thread to be told apart: those are read all the same.
   *
   * @defaultValue "task"
   */
  detail?: 'task' | 'summary' | undefined;
  /** Called whenever an item is begun or has its outcome. An error ends the loop; what runs goes on. */
  onProgress?: ((progress: BatchProgress) => void) | undefined;
}

/** What running an agent many times takes. The deadline counts for each item by itself. */
export interface ManyOptions extends Omit<RunOptions, 'onUpdate' | 'since'>, BatchOptions {
  /**
   * How many items may be under way, or have an outcome that nobody has read.
   *
   * @defaultValue 10
   */
  concurrency?: number | undefined;
  /**
   * Called with each changed snapshot of an item's task, first of all the one the invocation returned. A promise it
   * returns is awaited. An error becomes the item's outcome; the task goes on.
   */
  onUpdate?: ((task: Task, index: number) => void) | undefined;
}

/** How to wait for many tasks. The deadline counts from the call. */
export interface WaitAllOptions extends Omit<WaitOptions, 'onUpdate' | 'since'>, BatchOptions {
  /** Called with each changed snapshot of a task. A promise it returns is awaited. An error becomes the task's outcome. */
  onUpdate?: ((task: Task, id: string) => void) | undefined;
}
