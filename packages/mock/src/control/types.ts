import type { OperationName } from '../protocol/models.ts';

/** Assertions and queries about the requests that the mock has received. */
export interface Inspection {
  /** The requests to one operation, oldest first, as far as they are kept. */
  requestsTo(operation: OperationName): readonly RecordedRequest[];
  /**
   * Passes if each operation has received exactly this number of requests, and every other operation none.
   *
   * @throws AssertionError of `node:assert` that lists the requests.
   */
  expectRequests(counts: Readonly<Partial<Record<OperationName, number>>>): void;
  /**
   * Passes if every fault with a limit has reached it.
   *
   * @throws AssertionError of `node:assert` that names the unused faults.
   */
  expectNoFaultsLeft(): void;
}

/** A request that the mock has received, as plain data. */
export interface RecordedRequest {
  readonly method: string;
  /** The path without the query. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** By lower-case name. `x-api-key` and `authorization` are masked as `***`. */
  readonly headers: Readonly<Record<string, string>>;
  /** The parsed JSON, the text if it is not JSON, or `undefined` without a body. */
  readonly body: unknown;
  /** When it arrived, in epoch milliseconds of the mock's clock. */
  readonly at: number;
}

/** The requests that have arrived. */
export interface RequestLog {
  /** The latest requests, oldest first. */
  readonly kept: readonly RecordedRequest[];
  /** Adds a request whose body is `text`. */
  add(request: Request, text: string, at: number): void;
  /** How many requests to each operation have arrived, those that are not kept included. */
  counts(): Record<string, number>;
  clear(): void;
}

/** Makes reads lag behind writes. */
export interface LagControls {
  /** For `forMs` after each further turn of a thread, reads return the previous turn. `0` ends the lag. */
  staleReads(options: { forMs: number }): void;
  /** For `ms` after a task was created, reads answer 404. `0` ends the lag. */
  notFoundFor(options: { ms: number }): void;
}

/** Controls a task from outside the API, as a person would. */
export interface MockTask {
  /** Resumes a paused task. */
  resume(): void;
  /** Rejects a paused task, which ends as `failed`. */
  reject(): void;
  /** Ends the task as `stopped`. Does nothing if it has ended. */
  stop(): void;
}
