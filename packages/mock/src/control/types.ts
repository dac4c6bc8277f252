import type { OperationName } from '../protocol/models.ts';

/** Questions a test asks about what the mock was sent. */
export interface Inspection {
  /** The requests to one operation, oldest first. */
  requestsTo(operation: OperationName): readonly RecordedRequest[];
  /**
   * Passes when exactly so many requests were sent to each operation, and none to any other.
   *
   * @throws AssertionError of `node:assert` that shows what was sent instead.
   */
  expectRequests(counts: Readonly<Partial<Record<OperationName, number>>>): void;
  /**
   * Passes when every fault with a limit has struck as often as it was to.
   *
   * @throws AssertionError of `node:assert` that names the others.
   */
  expectNoFaultsLeft(): void;
}

/** A request the mock has received; plain data. */
export interface RecordedRequest {
  readonly method: string;
  /** The path without the query. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** By lower-case name; `x-api-key` and `authorization` are masked as `***`. */
  readonly headers: Readonly<Record<string, string>>;
  /** The parsed JSON, the text if it is none, or `undefined` without a body. */
  readonly body: unknown;
  /** When it arrived, in epoch milliseconds of the mock's clock. */
  readonly at: number;
}

/** How far reads lag behind. */
export interface LagControls {
  /** For `forMs` after each further turn of a thread, reads show the task as the turn before left it. `0` ends this. */
  staleReads(options: { forMs: number }): void;
  /** For `ms` after a task was made, reads do not find it. `0` ends this. */
  notFoundFor(options: { ms: number }): void;
}

/** What people do to a task from outside the API. */
export interface MockTask {
  /** Says yes to a paused task: it goes on. */
  resume(): void;
  /** Says no to a paused task: it ends as `failed`. */
  reject(): void;
  /** Ends the task as `stopped`; does nothing when it has ended already. */
  stop(): void;
}
