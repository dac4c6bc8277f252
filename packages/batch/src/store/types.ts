import type { AgentRequest, Clock, RateLimit, SharedRateLimit } from '@xpander/sdk';
import type { BatchResult, StopReason } from '../batch/types.ts';

/** Where a batch is kept: `fileStore()`, `postgresStore()` or `redisStore()`. */
export interface BatchStore {
  /**
   * Opens the batch, and creates what it needs if it is new. A batch is found by its name and agent.
   *
   * @throws ConfigurationError if the place belongs to another batch or another agent.
   */
  open(batch: BatchIdentity): Promise<OpenStore>;
}

/** What a batch is found by. */
export interface BatchIdentity {
  readonly name: string;
  readonly agentId: string;
}

/** An item as it is added. It is plain JSON. */
export interface NewItem {
  /** Unique in the batch. 1 to 512 characters of any kind. */
  readonly key: string;
  /** The position in its input, from 0. */
  readonly index: number;
  readonly request: AgentRequest;
  /** The id of the thread that the request continues (`request.id`). Items of one thread run in the order of their adding. */
  readonly threadId?: string | undefined;
  /** 16 hexadecimal digits that differ if the request differs. */
  readonly hash: string;
  /** Where the item stands, for messages: the line of its file, or its position from 1 in any other input. */
  readonly line: number;
  readonly file?: string | undefined;
}

/** What `add` has done. */
export interface AddSummary {
  /** The items that were new. */
  readonly added: number;
  /** The items that the batch had already. */
  readonly known: number;
}

/** What is known of the time before the batch came into this store. */
export type BatchOrigin =
  /** Nothing yet. The engine runs items one after the other, and looks for each first, until it knows. */
  | 'unknown'
  /** The API knew no task of the batch. An item that was never claimed has never run. */
  | 'new'
  /** The API knew a task of the batch, so that the store has lost what it knew. Every item is looked for. */
  | 'seen';

/**
 * The right to run one item, for as long as its lease lasts. Only the latest claim of an item is valid.
 *
 * A store may add members of its own. The engine hands the very object back.
 */
export interface Claim {
  readonly key: string;
  readonly index: number;
  readonly request: AgentRequest;
  readonly threadId?: string | undefined;
  /** How many attempts of this item are over, because `retryFailed` has reopened it. 0 at first. */
  readonly retry: number;
  /**
   * True only if no earlier claim of this item can have sent a request: it was never claimed, or each claim was released
   * with `sent: false`.
   */
  readonly isFirst: boolean;
  /**
   * For how long from now "not found" does not count, in milliseconds, because a request of an earlier claim may still
   * arrive: the lease after the last `check` or sign of life of that claim, minus what has passed. If `origin` is `seen`, the
   * lease after the batch came into this store counts as well. Otherwise 0 if `isFirst`.
   */
  readonly graceMs: number;
  readonly origin: BatchOrigin;
  /** Whether this is the item that was added first. The store hands it out before all others. */
  readonly isOpener: boolean;
  /** The latest settled result of the same thread in this batch, for items of a thread. */
  readonly previous?: BatchResult | undefined;
  /** Aborted as soon as the store finds that the claim is lost: its lease has run out, or the item is gone. */
  readonly lost: AbortSignal;
}

/** How many items the batch has, and what is known about it. */
export interface StoreStatus {
  readonly waiting: number;
  readonly running: number;
  readonly completed: number;
  /** Settled with anything else than `completed`. */
  readonly failed: number;
  /** How many were settled in the last minute, in the store's own time. */
  readonly perMinute: number;
  readonly origin: BatchOrigin;
  /** Why nothing is started at the moment. */
  readonly stop: StopReason | undefined;
}

/** How the worker of this process runs. */
export interface WorkTerms {
  readonly concurrency: number;
  /** Settled items that failed and have fewer retries than this are waiting again, with one retry more. */
  readonly retryFailed: number;
}

/**
 * An open batch in its store. The engine sits on top and knows no database.
 *
 * Every promise that rejects with a `ConfigurationError` or `BatchLockedError` ends the work. Any other rejection means
 * that the store is away: the engine asks again, with a growing pause, and starts nothing meanwhile.
 * Time is the store's own (`now()` of PostgreSQL, `TIME` of Redis), never this process's.
 */
export interface OpenStore {
  /** How long a request that was sent may take to arrive, in milliseconds: the lease, or `graceMs` of a file. */
  readonly graceMs: number;

  /**
   * Adds what is new, in the order of the input, and leaves what is there. All or nothing, as far as the store can: an
   * error of the iteration is rethrown, and then nothing of this call is added.
   *
   * Two calls at once, in one process or in several, add each item once.
   *
   * The keys of one call are different: the engine refuses an input with a key twice.
   *
   * @throws BatchInputError (`changedItem`) if a key that the batch has comes with another `hash`. A store may accept another request for an item that was never claimed.
   */
  add(items: AsyncIterable<NewItem>): Promise<AddSummary>;

  /**
   * Called before the first `claim` of a `work`. Removes a stop reason other than `cancelled`, and reopens failed items
   * (not those that are `paused`). A reopened item keeps its result until the new one replaces it.
   */
  begin(terms: WorkTerms): Promise<void>;

  /**
   * Claims up to `most` items. The engine calls it only with free places, and again as soon as it has returned.
   *
   * Resolves with at least one claim as soon as there is one. Resolves with none when the batch is settled, stopped, or
   * `signal` aborts, and may do so after about a second of waiting for news. It never rejects because of `signal`, and a
   * claim that was made is returned even if `signal` has aborted.
   *
   * - An item of a thread is claimed only when all earlier items of the thread are settled, in whatever process.
   * - From here until `settle` or `release`, the store keeps the claim alive on its own (a timer), and aborts `claim.lost`
   *   when it finds that it could not. A claim whose lease has run out is waiting again.
   * - An item is never given up, however often its workers died.
   */
  claim(most: number, signal: AbortSignal): Promise<readonly Claim[]>;

  /**
   * The fence, called right before the socket: renews the lease in the store, in one atomic step with the check that this
   * claim is still the latest one. Resolves with false if it is not. Nothing is sent if it is false, or if it rejects.
   */
  check(claim: Claim): Promise<boolean>;

  /**
   * Stores the result and completes the item: result first or both at once, so that a crash in between loses nothing. A
   * second result of the same key and retry changes nothing. Resolves with false if the claim was lost, in which case the
   * worker that has it now stores the same run.
   *
   * The engine repeats the call while it rejects, so it must be safe to repeat.
   */
  settle(claim: Claim, result: BatchResult): Promise<boolean>;

  /**
   * Gives a claim back at once: the item is waiting again. With `sent: false` its next claim is as first as this one was.
   * With `sent: true` a request may still be on its way: `isFirst` is false, and `graceMs` counts from now.
   */
  release(claim: Claim, how: { readonly sent: boolean }): Promise<void>;

  /** Stops the batch in every process: `claim` returns nothing until `begin`. `cancelled` stays for good. The first reason stays. */
  stop(reason: StopReason): Promise<void>;

  /**
   * Records what the API said about the opener: `new` when it has accepted it, `seen` when its task was found, or when that
   * stays open. `seen` replaces `new`, never the other way round.
   */
  noteOrigin(origin: 'new' | 'seen'): Promise<void>;

  /** Counts the items of the whole batch by their state. */
  status(): Promise<StoreStatus>;

  /** The items that are claimed at the moment, in any process: for `cancel({ stopRunning: true })`. */
  running(): AsyncIterable<Pick<Claim, 'key' | 'retry' | 'threadId'>>;

  /** Each key once, with its latest result, in the order of settling. Never holds all of them in memory. */
  results(): AsyncIterable<BatchResult>;

  /**
   * One limit for all processes that work on this store with the same numbers, counted in the store's time. `undefined` if
   * the client's own limit is exact, because no other process can have sent anything within the period.
   *
   * @param clock The client's time, for pauses.
   */
  sharedLimit(limit: RateLimit, clock: Clock): Promise<SharedRateLimit | undefined>;

  /** Ends timers and connections that the store has opened itself. Claims that are left count as released. */
  close(): Promise<void>;
}
