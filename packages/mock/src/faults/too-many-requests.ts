import { MockConfigurationError } from '../configuration/configuration-error.ts';
import { oneOf, refuseUnknownMembers } from '../configuration/option-checks.ts';
import { RATE_LIMIT_DETAIL, RATE_LIMIT_MESSAGE, rateLimitHeaders } from '../protocol/rate-limit-answer.ts';
import type { FailOptions, TooManyRequestsOptions } from './types.ts';

const BODIES: Readonly<Record<NonNullable<TooManyRequestsOptions['body']>, unknown>> = {
  nested: { detail: RATE_LIMIT_DETAIL },
  python: `429: {'detail': '${RATE_LIMIT_MESSAGE}'}`,
  message: { message: RATE_LIMIT_MESSAGE },
  error: { error: RATE_LIMIT_MESSAGE },
  quota: { detail: { detail: { detail: 'You have used up the credits of your plan. Please upgrade.' } } },
};

/**
 * Makes one of several 429 answers for `mock.fail()`.
 *
 * @example
 * mock.fail({ operation: 'getTask', ...tooManyRequests({ retryAfterSeconds: 2 }), times: 3 });
 *
 * @throws MockConfigurationError for an unknown option or body.
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
  const reset = resetAtSeconds === undefined ? {} : rateLimitHeaders({ limit: 100, remaining: 0, resetAtSeconds });
  return { status: 429, body: BODIES[body], headers: { ...retryAfter, ...reset } };
}
