import type { Agent, Clock, Xpander } from '@xpander/sdk';
import type { BatchProgress, RunDefaults } from '../batch/types.ts';
import type { BatchOrigin, Claim, OpenStore } from '../store/types.ts';
import type { StoreKeeper } from './store-keeper.ts';

/** What the calls of one open batch share. */
export interface BatchCore {
  readonly xpander: Xpander;
  readonly agentId: string;
  readonly name: string;
  readonly store: OpenStore;
  readonly clock: Clock;
  readonly defaults: RunDefaults;
}

/** The options of one `work`, checked and complete. */
export interface WorkPlan {
  readonly concurrency: number;
  readonly retryFailed: number;
  readonly drainMs: number;
  readonly signal: AbortSignal | undefined;
  readonly onProgress: ((progress: BatchProgress) => unknown) | undefined;
}

/** One `work` while it runs. */
export interface Session {
  readonly core: BatchCore;
  readonly agent: Agent;
  readonly plan: WorkPlan;
  readonly keeper: StoreKeeper;
  /** Aborted when nothing new may be sent any more. */
  readonly closing: AbortSignal;
  /** Aborted when running items are given back. */
  readonly over: AbortSignal;
  /** Resolves when it is known whether the batch is new to the API; at once for the item that shows it. */
  readonly learnOrigin: (claim: Claim) => Promise<BatchOrigin>;
  /** How often the API has answered an item as it should. Shows whether trouble is the item's own. */
  successes: number;
  settledHere: number;
  /** Ends the work: nothing new is sent. The first reason counts. */
  readonly close: (reason: Closing) => void;
  readonly noteChange: () => void;
}

/** Why a `work` ends early. */
export type Closing =
  | { readonly kind: 'aborted' }
  | { readonly kind: 'stopped'; readonly cause?: unknown }
  /** An error that concerns every item, such as a missing key. */
  | { readonly kind: 'error'; readonly error: unknown };
