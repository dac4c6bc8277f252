import type { AgentDefaults, AgentRequest, RateLimit, Xpander } from '@xpander/sdk';
import type { AddSummary, BatchStore } from '../store/types.ts';

/** One entry of an input: a text, a request, or a request with a key of its own. */
export type BatchItem = AgentRequest | { readonly key?: string | undefined; readonly request: AgentRequest };

/** What `add` takes: an array, a generator, a stream, or `jsonl()`, `csv()` and `textLines()`. */
export type BatchItems = (Iterable<BatchItem> | AsyncIterable<BatchItem>) & object;

/** Options of `openBatch`. */
export interface BatchOptions {
  /** The client whose key and base URL are used. */
  readonly xpander: Xpander;
  /** The agent that runs every item. */
  readonly agentId: string;
  /**
   * The name of the batch, 1 to 200 characters. It is part of every task's id: the same name, agent and key stand for the
   * same run for ever, also if the store is lost. A batch that is to run again takes another name.
   */
  readonly name: string;
  /** Where items and results are kept: `fileStore()`, `postgresStore()` or `redisStore()`. */
  readonly store: BatchStore;
  /** Options of every run, such as `version` and `user`. @defaultValue `{ via: "stream", deadlineMs: 0 }` */
  readonly defaults?: RunDefaults | undefined;
}

/** The options of a run that make sense for every item of a batch. */
export type RunDefaults = Pick<
  AgentDefaults,
  'version' | 'user' | 'headers' | 'timeoutMs' | 'maxRetries' | 'onPaused' | 'deadlineMs' | 'pollIntervalMs' | 'via'
>;

/** Options of `work`. */
export interface WorkOptions {
  /** How many items this process runs at the same time. @defaultValue 10 */
  readonly concurrency?: number | undefined;
  /**
   * The most requests in a period, for all processes that work on the store with the same numbers.
   *
   * @defaultValue the client's own limit
   */
  readonly rateLimit?: RateLimit | undefined;
  /**
   * How many further attempts an item gets after a failed run. Each has a task id of its own. Items that failed in an
   * earlier `work` with fewer attempts are run again. Paused items are not. @defaultValue 0
   */
  readonly retryFailed?: number | undefined;
  /**
   * Ends the work: nothing new is started, running items get `drainMs`, and the rest is given back at once. `work` then
   * resolves with what was done. Abort it on SIGTERM.
   */
  readonly signal?: AbortSignal | undefined;
  /** How long running items may take to end once the work is stopped, in milliseconds. @defaultValue 30_000 */
  readonly drainMs?: number | undefined;
  /** Called at most once a second with the progress of the whole batch, and at the end. What it throws is ignored. */
  readonly onProgress?: ((progress: BatchProgress) => void) | ((progress: BatchProgress) => Promise<void>) | undefined;
}

/** The progress of a batch, over all processes. */
export interface BatchProgress {
  readonly waiting: number;
  readonly running: number;
  readonly completed: number;
  /** Settled with any status but `completed`. */
  readonly failed: number;
  /** How many items were settled in the last minute. */
  readonly perMinute: number;
  /** How long the rest takes at this pace, in milliseconds. `undefined` while nothing was settled in the last minute. */
  readonly etaMs: number | undefined;
  /** Why the store cannot be reached or written at the moment. Nothing is started meanwhile. */
  readonly storeError?: string | undefined;
  /** The tasks that have ended and whose results could not be stored yet. Each can be read by its id. */
  readonly unsavedTaskIds?: readonly string[] | undefined;
}

/** Why a batch does not go on. */
export interface StopReason {
  /** `cancelled` is for good. After the others, `work` goes on. `not_found`: the API does not know the agent. */
  readonly code: 'unauthorized' | 'forbidden' | 'quota_exceeded' | 'not_found' | 'cancelled';
  readonly message: string;
}

/** What `work` has done. */
export interface BatchSummary {
  /** Settled in the whole batch. */
  readonly completed: number;
  readonly failed: number;
  /** Still to be run, or running in other processes. 0 if the batch is settled. */
  readonly left: number;
  /** How many results this call has stored. */
  readonly settledHere: number;
  /** Why `work` ended before the batch did. `undefined` if the batch is settled. */
  readonly stopped: 'aborted' | 'cancelled' | undefined;
}

/** The outcome of an item. Plain JSON: a line of the output file is one of these. */
export interface BatchResult {
  readonly key: string;
  /** The position of the item in its input, from 0. */
  readonly index: number;
  readonly taskId: string;
  /** The status of the task: `completed`, `failed`, `error`, `stopped` or `paused`. `error` also if no task was started. */
  readonly status: string;
  /** The task's result, if it is `completed`. */
  readonly result?: string | undefined;
  /** Why there is no result. */
  readonly error?: ItemError | undefined;
  /** How many runs the item took: 1, and one for each retry. */
  readonly attempts: number;
  /** When the run started and ended, as ISO 8601. */
  readonly startedAt: string;
  readonly finishedAt: string;
}

/** Why an item has no result. */
export interface ItemError {
  readonly name: string;
  /** The code of the SDK's error, such as `task_failed`. */
  readonly code: string;
  readonly message: string;
}

/** An open batch. */
export interface Batch {
  /**
   * Adds items. Adding an input again adds only what is new. The key of an item is its own, otherwise its position.
   *
   * @throws BatchInputError if a key stands twice, if the input cannot be read, or if it has changed since it was added.
   */
  add(items: BatchItems): Promise<AddSummary>;
  /**
   * Runs what is left, until the whole batch is settled. Call it in as many processes as the store allows.
   *
   * @throws BatchStoppedError if the key is rejected (401, 403), the quota is used up or the agent does not exist. Nothing is
   * marked failed then, and `work` goes on when the reason is gone.
   * @throws BatchStoreError if results are left that could not be stored when `signal` ended the work. It names the tasks.
   */
  work(options?: WorkOptions): Promise<BatchSummary>;
  /** The outcome of each key once, in the order of settling. */
  results(): AsyncIterable<BatchResult>;
  /** Counts the items of the whole batch by their state. Needs no lock, so another process may watch. */
  progress(): Promise<BatchProgress>;
  /**
   * Ends the batch for good, in every process: what waits is never started. Running items settle as they end, or with
   * `stopRunning` are stopped.
   */
  cancel(options?: { readonly stopRunning?: boolean | undefined }): Promise<void>;
  /** Releases the store. A `work` that runs is aborted first. */
  close(): Promise<void>;
}
