import { MockConfigurationError } from '../configuration/configuration-error.ts';
import { checkMilliseconds, oneOf, refuseUnknownMembers } from '../configuration/option-checks.ts';
import { operations } from '../protocol/api-description.ts';
import type { DropOptions, FailOptions, FaultPlace, FaultTarget, SlowOptions, StallOptions } from './types.ts';

const TARGET = ['operation', 'times', 'probability'];

const PLACES: readonly FaultPlace[] = ['before-request', 'after-accept', 'mid-body', 'mid-stream'];

const STREAMS: readonly string[] = operations.filter(({ isStream }) => isStream).map(({ name }) => name);

export function checkFail(options: FailOptions): void {
  checkTarget('fail()', options, ['status', 'body', 'contentType', 'headers', 'at']);
  const { status, at = 'before-request' } = options;
  if (!Number.isInteger(status) || status < 200 || status > 599) {
    throw new MockConfigurationError(`status of fail() must be an integer from 200 to 599; got ${String(status)}.`);
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
    throw new MockConfigurationError(`operation of ${where} must be ${oneOf(names)}; got "${operation}".`);
  }
  if (times !== undefined && times !== Number.POSITIVE_INFINITY && !(Number.isInteger(times) && times > 0)) {
    throw new MockConfigurationError(`times of ${where} must be an integer, 1 or more, or Infinity; got ${times}.`);
  }
  if (probability !== undefined && !(probability >= 0 && probability <= 1)) {
    throw new MockConfigurationError(`probability of ${where} must be from 0 to 1; got ${probability}.`);
  }
}

function checkStreamPlace(where: string, { operation, at, afterEvents }: DropOptions | StallOptions): void {
  checkPlace(where, at, PLACES);
  if (at === 'mid-stream' && !STREAMS.includes(operation)) {
    throw new MockConfigurationError(
      `at "mid-stream" of ${where} needs the operation ${oneOf(STREAMS)}; got "${operation}".`,
    );
  }
  checkCount(`afterEvents of ${where}`, afterEvents, 0);
}

function checkCount(where: string, value: number | undefined, least: number): void {
  if (value === undefined || (Number.isInteger(value) && value >= least)) return;
  throw new MockConfigurationError(`${where} must be an integer, ${least} or more; got ${value}.`);
}

function checkPlace(where: string, at: FaultPlace, places: readonly FaultPlace[]): void {
  if (!places.includes(at)) {
    throw new MockConfigurationError(`at of ${where} must be ${oneOf(places)}; got "${at}".`);
  }
}
