import { isApiErrorBody } from './error-body.ts';

/** Longest pause between two attempts. If the server asks for a longer one, the call is not retried. */
export const longestPauseMs = 60_000;

/** The part of an answer that arrives before its body. */
type Head = Pick<Response, 'status' | 'headers'>;

/**
 * How long the response asks to wait, in milliseconds; `undefined` if it does not ask.
 *
 * `X-RateLimit-Reset` counts after a 429 only. Other responses may carry it too, but are not about the rate.
 */
export function readRetryAfterMs(response: Head, nowMs: number): number | undefined {
  return (
    readPause(response, 'retry-after', nowMs) ?? (response.status === 429 ? readReset(response, nowMs) : undefined)
  );
}

/**
 * How long the server will reject requests, in milliseconds: after a 429, or when the answer states that no requests
 * remain. `undefined` if it is not known.
 */
export function readPauseMs(response: Head, nowMs: number): number | undefined {
  if (response.status === 429) return readRetryAfterMs(response, nowMs);
  const isLast = valuesOf(response, 'x-ratelimit-remaining').some((value) => parseNumber(value) === 0);
  return isLast ? readReset(response, nowMs) : undefined;
}

/** What the limit headers of an answer state, as far as they are plausible. */
export function readLimitHeaders(
  response: Head,
  nowMs: number,
): {
  readonly limit: number | undefined;
  readonly remaining: number | undefined;
  readonly resetMs: number | undefined;
} {
  // Most servers send none.
  if (!response.headers.has('x-ratelimit-remaining'))
    return { limit: undefined, remaining: undefined, resetMs: undefined };
  const smallest = (name: string): number | undefined => {
    const numbers = valuesOf(response, name).flatMap((value) => parseNumber(value) ?? []);
    return numbers.length === 0 ? undefined : Math.min(...numbers);
  };
  const resetMs = readReset(response, nowMs);
  return { limit: smallest('x-ratelimit-limit'), remaining: smallest('x-ratelimit-remaining'), resetMs };
}

const rateHeaders = ['retry-after', 'x-ratelimit-limit', 'x-ratelimit-remaining', 'x-ratelimit-reset'];

/**
 * Whether a 429 is about a plan or credit and not about the rate, so that waiting does not help (openapi/FACTS.md#a6,
 * #f30).
 */
export function isQuota(response: Head, detail: string | undefined): boolean {
  if (response.status !== 429 || rateHeaders.some((name) => response.headers.has(name))) return false;
  const text = detail ?? '';
  if (/\brate.?limit|too many requests|per (?:second|minute|hour)\b/i.test(text)) return false;
  return /\b(plans?|credits?|quota|billing|subscription|upgrade|payment)\b/i.test(text);
}

/**
 * Whether a 503 rejected the request before it was processed: it states when to retry, or it has the API's own format.
 *
 * A 503 without either may come from a gateway that gave up on a request under way.
 */
export function isRejectedUnprocessed(status: number, retryAfterMs: number | undefined, body: unknown): boolean {
  return status === 503 && (retryAfterMs !== undefined || isApiErrorBody(body));
}

/** A reset that has passed does not ask for a retry at once. */
function readReset(response: Head, nowMs: number): number | undefined {
  return readPause(response, 'x-ratelimit-reset', nowMs) || undefined;
}

/** A longer pause is not plausible: the value probably has another unit. */
const longestPlausibleMs = 24 * 3_600_000;

/**
 * The pause that a header states, in milliseconds from now: the longest one, if a proxy has added a value of its own.
 *
 * An instant is compared with the response's own `Date`, so that a wrong clock on either side does not matter.
 */
function readPause(response: Head, name: string, nowMs: number): number | undefined {
  const [date = ''] = valuesOf(response, 'date');
  const serverNowMs = parseDate(date) ?? nowMs;
  const pauses = valuesOf(response, name).map((value) => toPauseMs(value, serverNowMs));
  const plausible = pauses.filter((ms) => ms >= 0 && ms <= longestPlausibleMs);
  return plausible.length === 0 ? undefined : Math.max(...plausible);
}

/** The values of a header that may occur more than once. The comma of a date separates none. */
function valuesOf({ headers }: Head, name: string): string[] {
  return (headers.get(name) ?? '').split(/,(?! *\d+[ -][a-z])/i);
}

/**
 * `Retry-After` is a number of seconds or a date, `X-RateLimit-Reset` an instant in seconds (openapi/FACTS.md#a7). Other
 * servers send an instant in milliseconds, or put an instant into the first or seconds from now into the second.
 */
function toPauseMs(value: string, serverNowMs: number): number {
  const number = parseNumber(value);
  // A date that has passed asks for no pause.
  if (number === undefined) return Math.max(0, (parseDate(value) ?? Number.NaN) - serverNowMs);
  if (number < firstInstant) return number * 1000;
  return (number < firstInstant * 1000 ? number * 1000 : number) - serverNowMs;
}

/** A larger number is an instant. Since the epoch, this many seconds had passed in 1973. */
const firstInstant = 100_000_000;

function parseNumber(value: string): number | undefined {
  return /^\s*\d{1,15}(\.\d+)?\s*$/.test(value) ? Number(value) : undefined;
}

/** Requires the name of the day at the start, as in HTTP dates. `Date.parse` alone accepts almost any text. */
function parseDate(value: string): number | undefined {
  if (!/^\s*[A-Za-z]{3,9},? /.test(value)) return undefined;
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : date;
}
