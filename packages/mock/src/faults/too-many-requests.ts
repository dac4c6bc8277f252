import { MockConfigurationError } from '../configuration/configuration-error.ts';
import { oneOf, refuseUnknownMembers } from '../configuration/option-checks.ts';
import type { FailOptions, TooManyRequestsOptions } from './types.ts';

const LIMIT = 'Rate limit exceeded';
const BODIES: Readonly<Record<NonNullable<TooManyRequestsOptions['body']>, unknown>> = {
  nested: { detail: { detail: { detail: LIMIT } } },
  python: `429: {'detail': '${LIMIT}'}`,
  message: { message: LIMIT },
  error: { error: LIMIT },
  quota: { detail: { detail: { detail: 'You have used up the credits of your plan. Please upgrade.' } } },
};

/**
 * Makes a flavour of 429 for `mock.fail()`.
 *
 * @example
 * mock.fail({ operation: 'getTask', ...tooManyRequests({ retryAfterSeconds: 2 }), times: 3 });
 *
 * @throws MockConfigurationError for a flavour that does not exist.
 */
export function tooManyRequests(
  options: TooManyRequestsOptions = {},
): Pick<FailOptions, 'status' | 'body' | 'headers'> {
  refuseUnknownMembers('tooManyRequests()', options, ['body', 'retryAfterSeconds', 'resetAtSeconds']);
  const { body = 'nested', retryAfterSeconds, resetAtSeconds } = options;
  if (!Object.hasOwn(BODIES, body)) {
    throw new MockConfigurationError(`body of tooManyRequests() must be ${oneOf(Object.keys(BODIES))}; got "${body}".`);
  }
  const retryAfter = retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) };
  const reset = resetAtSeconds === undefined ? {} : rateHeaders(resetAtSeconds);
  return { status: 429, body: BODIES[body], headers: { ...retryAfter, ...reset } };
}

function rateHeaders(resetAtSeconds: number): Record<string, string> {
  return {
    'x-ratelimit-limit': '100',
    'x-ratelimit-remaining': '0',
    'x-ratelimit-reset': String(resetAtSeconds),
  };
}
