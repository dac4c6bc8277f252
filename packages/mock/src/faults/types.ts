import type { OperationName } from '../protocol/models.ts';

/** Which requests a fault hits. */
export interface FaultTarget {
  /** The `operationId` in the API description, such as `getTask`. */
  operation: OperationName;
  /** The number of requests to hit; `Infinity` is no limit. Default 1, or no limit if `probability` is given. */
  times?: number | undefined;
  /** The share of requests to hit, 0 to 1, by a fixed pseudo-random sequence. Default 1. */
  probability?: number | undefined;
}

/** An answer in place of the API's. */
export interface FailOptions extends FaultTarget {
  /** 200 to 599. */
  status: number;
  /** A string is sent unchanged, anything else as JSON. Default: what the API or its gateway sends with the status. */
  body?: unknown;
  /** Default: `text/plain` for a string, `application/json` for any other body. */
  contentType?: string | undefined;
  /** Additional headers, such as `retry-after`. */
  headers?: Readonly<Record<string, string>> | undefined;
  /**
   * `before-request`: no run starts. `after-accept`: the run has started, as when a gateway times out.
   * Default `before-request`.
   */
  at?: 'before-request' | 'after-accept' | undefined;
}

/**
 * Where a connection breaks or stalls: before the request arrives (no run starts, and `mock.requests` does not list
 * it), after the run has started, in the middle of the body (in a stream: inside an event), or between two events of a
 * stream.
 */
export type FaultPlace = 'before-request' | 'after-accept' | 'mid-body' | 'mid-stream';

/** The place of a fault in a stream. */
export interface StreamPlace {
  /**
   * The number of events before the fault. Default: the fault follows the first `chunk`. It comes before
   * `task_finished` in any case.
   */
  afterEvents?: number | undefined;
}

/** A connection that breaks. */
export interface DropOptions extends FaultTarget, StreamPlace {
  at: FaultPlace;
}

/** A connection that is silent for a while and then continues. */
export interface StallOptions extends FaultTarget, StreamPlace {
  at: FaultPlace;
  /** Milliseconds on the mock's clock. */
  forMs: number;
}

/** A body that arrives slowly. */
export interface SlowOptions extends FaultTarget {
  /** Bytes per piece. Default 16. */
  bytes?: number | undefined;
  /** Milliseconds before each piece, on the mock's clock. */
  everyMs: number;
}

/** The two forms of a 429: as it was seen, and as the code of clients knows it. */
export interface TooManyRequestsOptions {
  /**
   * The form of the body. `nested`: the message in three levels of `detail`. `python`: the text of a Python dictionary.
   * `message`, `error`: the message under that name. `quota`: the plan is used up. Default `nested`.
   */
  body?: 'nested' | 'python' | 'message' | 'error' | 'quota' | undefined;
  /** The value of the `retry-after` header, in seconds. Default: no such header. */
  retryAfterSeconds?: number | undefined;
  /** The end of the window in epoch seconds, for `x-ratelimit-*` headers with 0 remaining. Default: no such headers. */
  resetAtSeconds?: number | undefined;
}

/**
 * A point that every request passes. `arrival` follows `before-request`, after the request has been recorded. `body` is
 * the start of the answer's body.
 */
export type Checkpoint = FaultPlace | 'arrival' | 'body';

/** A fault that can be applied to a request. */
export interface Fault {
  readonly operation: OperationName;
  readonly at: Checkpoint;
  /** The number of events of a stream before the fault; `undefined` is after the first chunk. */
  readonly afterEvents: number | undefined;
  /** The size and the interval of the body's pieces. */
  readonly trickle: { readonly bytes: number; readonly everyMs: number } | undefined;
  /** Waits, or throws the error that ends the request. */
  readonly apply: (signal: AbortSignal) => Promise<void>;
}

/** The faults of one mock, oldest first. */
export interface Faults {
  fail(options: FailOptions): void;
  drop(options: DropOptions): void;
  stall(options: StallOptions): void;
  slow(options: SlowOptions): void;
  /** The unused faults of an operation at a checkpoint. */
  pendingAt(operation: OperationName, at: Checkpoint): readonly Fault[];
  /** Decides whether the fault hits a request. A hit counts towards the fault's limit. */
  consume(fault: Fault): boolean;
  /** Applies the faults of a checkpoint to one request, one after the other. */
  applyAt(operation: OperationName, at: Checkpoint, signal: AbortSignal): Promise<void>;
  /** The names of the faults that have not reached their limit. */
  unused(): readonly string[];
  clear(): void;
}
