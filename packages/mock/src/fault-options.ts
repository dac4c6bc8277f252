import { checkMilliseconds, MockConfigurationError, oneOf, refuseUnknownMembers } from './configuration-error.ts';
import type { OperationName } from './models.ts';
import { operations } from './specification.ts';

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
 * it), after the run has begun, or in the middle of the answer's body.
 */
export type FaultPlace = 'before-request' | 'after-accept' | 'mid-body';

/** A connection that breaks. */
export interface DropOptions extends FaultTarget {
  at: FaultPlace;
}

/** A connection that is silent for a while and then goes on. */
export interface StallOptions extends FaultTarget {
  at: FaultPlace;
  /** Milliseconds on the mock's clock. */
  forMs: number;
}

const TARGET = ['operation', 'times', 'probability'];
const PLACES: readonly FaultPlace[] = ['before-request', 'after-accept', 'mid-body'];

export function checkFail(options: FailOptions): void {
  refuseUnknownMembers('fail()', options, [...TARGET, 'status', 'body', 'contentType', 'headers', 'at']);
  checkTarget('fail()', options);
  const { status, at = 'before-request' } = options;
  if (!Number.isInteger(status) || status < 200 || status > 599) {
    throw new MockConfigurationError(`fail() needs a status of 200 to 599; got ${String(status)}.`);
  }
  checkPlace('fail()', at, ['before-request', 'after-accept']);
}

export function checkDrop(options: DropOptions): void {
  refuseUnknownMembers('drop()', options, [...TARGET, 'at']);
  checkTarget('drop()', options);
  checkPlace('drop()', options.at, PLACES);
}

export function checkStall(options: StallOptions): void {
  refuseUnknownMembers('stall()', options, [...TARGET, 'at', 'forMs']);
  checkTarget('stall()', options);
  checkPlace('stall()', options.at, PLACES);
  checkMilliseconds('forMs of stall()', options.forMs);
}

function checkTarget(where: string, { operation, times, probability }: FaultTarget): void {
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

function checkPlace(where: string, at: FaultPlace, places: readonly FaultPlace[]): void {
  if (!places.includes(at)) {
    throw new MockConfigurationError(`${where} has no place "${at}"; at must be ${oneOf(places)}.`);
  }
}
