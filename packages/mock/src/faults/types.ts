import type { OperationName } from '../protocol/models.ts';

/** Which requests a fault hits. */
export interface FaultTarget {
  /** The `operationId` in the API description, such as `getTask`. */
  operation: OperationName;
  /** How many requests are hit, then no more. Default 1, or with `probability` no limit; `Infinity` is allowed. */
  times?: number | undefined;
  /** The share of requests that are hit, 0 to 1, by a fixed sequence of random numbers. Default 1. */
  probability?: number | undefined;
}

/** An answer instead of the agent's. */
export interface FailOptions extends FaultTarget {
  /** 200 to 599. */
  status: number;
  /** A text is sent as it is, anything else as JSON. Default: what the API or its gateway says with that status. */
  body?: unknown;
  /** Default: `application/json`, or `text/plain` for a text. */
  contentType?: string | undefined;
  /** Further headers, such as `retry-after`. */
  headers?: Readonly<Record<string, string>> | undefined;
  /**
   * `before-request`: nothing is run. `after-accept`: the run has begun, as when a gateway loses patience.
   * Default `before-request`.
   */
  at?: 'before-request' | 'after-accept' | undefined;
}

/**
 * Where a connection breaks or stalls: before the request arrives (nothing is run, and `mock.requests` does not show
 * it), after the run has begun, in the middle of the answer's body (of a stream: inside an event), or between two events
 * of a stream.
 */
export type FaultPlace = 'before-request' | 'after-accept' | 'mid-body' | 'mid-stream';

/** Where in a stream something happens. */
export interface StreamPlace {
  /**
   * Behind how many events of a stream. Default: behind the first `chunk`. In any case no later than before
   * `task_finished`.
   */
  afterEvents?: number | undefined;
}

/** A connection that breaks. */
export interface DropOptions extends FaultTarget, StreamPlace {
  at: FaultPlace;
}

/** A connection that is silent for a while and then goes on. */
export interface StallOptions extends FaultTarget, StreamPlace {
  at: FaultPlace;
  /** Milliseconds on the mock's clock. */
  forMs: number;
}

/** A body that trickles. */
export interface SlowOptions extends FaultTarget {
  /** How many bytes come at a time. Default 16. */
  bytes?: number | undefined;
  /** Milliseconds between them, on the mock's clock. */
  everyMs: number;
}

/** A 429 as it has been seen, or is known from clients' code (api-facts A6, A7). */
export interface TooManyRequestsOptions {
  /**
   * The body: `nested` in three `detail`s, a `python` text, under `message`, under `error`, or `quota`, which speaks of
   * the plan. Default `nested`.
   */
  body?: 'nested' | 'python' | 'message' | 'error' | 'quota' | undefined;
  /** Seconds for a `retry-after` header. Default: no such header. */
  retryAfterSeconds?: number | undefined;
  /** Epoch seconds for `x-ratelimit-*` headers that say nothing is left until then. Default: no such headers. */
  resetAtSeconds?: number | undefined;
}

/**
 * A point every request passes; `arrival` is right after `before-request`, when the request has been noted, and `body`
 * is where the answer's body begins.
 */
export type Checkpoint = FaultPlace | 'arrival' | 'body';

/** What happens to a request. */
export interface Fault {
  readonly operation: OperationName;
  readonly at: Checkpoint;
  /** Behind how many events of a stream; `undefined` is behind the first chunk. */
  readonly afterEvents: number | undefined;
  /** How fast the body comes. */
  readonly trickle: { readonly bytes: number; readonly everyMs: number } | undefined;
  /** Throws what ends the request, or waits. */
  readonly apply: (signal: AbortSignal) => Promise<void>;
}

/** The faults waiting for their requests, oldest first. */
export interface Faults {
  fail(options: FailOptions): void;
  drop(options: DropOptions): void;
  stall(options: StallOptions): void;
  slow(options: SlowOptions): void;
  /** The faults that wait for requests at a checkpoint. */
  pendingAt(operation: OperationName, at: Checkpoint): readonly Fault[];
  /** Whether the fault hits this request. If so, it is used up by one. */
  consume(fault: Fault): boolean;
  /** Applies the faults that are due at a checkpoint, one after the other. */
  applyAt(operation: OperationName, at: Checkpoint, signal: AbortSignal): Promise<void>;
  /** The faults with a limit that it has not reached, by name. */
  unused(): readonly string[];
  clear(): void;
}
