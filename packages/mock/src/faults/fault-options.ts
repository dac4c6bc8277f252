import {
  checkMilliseconds,
  MockConfigurationError,
  oneOf,
  refuseUnknownMembers,
} from '../configuration/configuration-error.ts';
import { operations } from '../protocol/api-description.ts';
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

const TARGET = ['operation', 'times', 'probability'];
const PLACES: readonly FaultPlace[] = ['before-request', 'after-accept', 'mid-body', 'mid-stream'];
const STREAMS: readonly string[] = operations.filter(({ isStream }) => isStream).map(({ name }) => name);

export function checkFail(options: FailOptions): void {
  checkTarget('fail()', options, ['status', 'body', 'contentType', 'headers', 'at']);
  const { status, at = 'before-request' } = options;
  if (!Number.isInteger(status) || status < 200 || status > 599) {
    throw new MockConfigurationError(`fail() needs a status of 200 to 599; got ${String(status)}.`);
  }
  checkPlace('fail()', at, ['before-request', 'after-accept']);
}

export function checkDrop(options: DropOptions): void {
  checkTarget('drop()', options, ['at', 'afterEvents']);
  checkStreamPlace('drop()', options);
}

export function checkStall(options: StallOptions): void {
  checkTarget('stall()', options, ['at', 'forMs', 'afterEvents']);
  checkStreamPlace('stall()', options);
  checkMilliseconds('forMs of stall()', options.forMs);
}

export function checkSlow(options: SlowOptions): void {
  checkTarget('slow()', options, ['bytes', 'everyMs']);
  checkMilliseconds('everyMs of slow()', options.everyMs);
  checkCount('bytes of slow()', options.bytes, 1);
}

function checkTarget(where: string, options: FaultTarget, further: readonly string[]): void {
  refuseUnknownMembers(where, options, [...TARGET, ...further]);
  const { operation, times, probability } = options;
  const names = operations.map(({ name }) => name);
  if (!names.includes(operation)) {
    throw new MockConfigurationError(`${where} knows no operation "${operation}"; use ${oneOf(names)}.`);
  }
  if (times !== undefined && times !== Number.POSITIVE_INFINITY && !(Number.isInteger(times) && times > 0)) {
    throw new MockConfigurationError(`times of ${where} must be a whole number from 1, or Infinity; got ${times}.`);
  }
  if (probability !== undefined && !(probability >= 0 && probability <= 1)) {
    throw new MockConfigurationError(`probability of ${where} must be from 0 to 1; got ${probability}.`);
  }
}

function checkStreamPlace(where: string, { operation, at, afterEvents }: DropOptions | StallOptions): void {
  checkPlace(where, at, PLACES);
  if (at === 'mid-stream' && !STREAMS.includes(operation)) {
    throw new MockConfigurationError(`at "mid-stream" of ${where} is for ${oneOf(STREAMS)}, not "${operation}".`);
  }
  checkCount(`afterEvents of ${where}`, afterEvents, 0);
}

function checkCount(where: string, value: number | undefined, least: number): void {
  if (value === undefined || (Number.isInteger(value) && value >= least)) return;
  throw new MockConfigurationError(`${where} must be a whole number from ${least}; got ${value}.`);
}

function checkPlace(where: string, at: FaultPlace, places: readonly FaultPlace[]): void {
  if (!places.includes(at)) {
    throw new MockConfigurationError(`${where} has no place "${at}"; at must be ${oneOf(places)}.`);
  }
}
