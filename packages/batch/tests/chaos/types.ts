import type { BatchStore } from '../../src/index.ts';

/** A store under test, in the harness. */
export interface ChaosStore {
  readonly name: string;
  /** How many processes work at the same time. */
  readonly processes: number;
  /** Why the store cannot be tested on this machine; `undefined` if it can. */
  missing(): Promise<string | undefined>;
  start(leaseMs: number): Promise<RunningStore>;
}

/** A store that runs, with what can be done to it. */
export interface RunningStore {
  /** Plain JSON, from which a worker opens the store: see `StoreModule`. */
  readonly spec: StoreSpec;
  /** Kills the server without warning, and starts it again after this time. `undefined` if there is no server. */
  readonly restart: ((awayMs: number) => Promise<void>) | undefined;
  /** Loses everything. */
  empty(): Promise<void>;
  /** The disk of its data. `undefined` without the right to mount one. */
  readonly disk: Fillable | undefined;
  /** The memory of a store that keeps its data there. */
  readonly memory: Fillable | undefined;
  close(): Promise<void>;
}

/** Something that can be full. */
export interface Fillable {
  fill(): void | Promise<void>;
  free(): void | Promise<void>;
}

export interface StoreSpec {
  /** The URL of a module that is a `StoreModule`. */
  readonly module: string;
  readonly [option: string]: unknown;
}

/** What a worker imports. */
export interface StoreModule {
  openStore(spec: StoreSpec): BatchStore;
}

/** The places where a worker kills itself. */
export const crashPoints = ['claimed', 'fenced', 'sent', 'accepted', 'settled', 'stored'] as const;
export type CrashPoint = (typeof crashPoints)[number];

/** What a worker process is told. */
export interface WorkerTerms {
  readonly url: string;
  readonly spec: StoreSpec;
  readonly items: number;
  readonly concurrency: number;
  readonly limit: { readonly requests: number; readonly perMs: number };
  readonly drainMs: number;
  /** Kills or freezes itself there, with this probability. */
  readonly crash?:
    | { readonly at: CrashPoint; readonly share: number; readonly signal: 'SIGKILL' | 'SIGSTOP' }
    | undefined;
}
