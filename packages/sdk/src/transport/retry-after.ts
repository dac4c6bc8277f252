/** Longest pause between two attempts. If the server asks for a longer one, the call is not retried. */
export const longestPauseMs = 60_000;

/** The part of an answer that arrives before its body. */
type Head = Pick<Response, 'status' | 'headers'>;

/**
 * How long the response asks to wait, in milliseconds; `undefined` if it does not ask.
 *
 * `Retry-After` is a number of seconds or a date. `X-RateLimit-Reset` is in seconds since the epoch
 * (openapi/FACTS.md#a7). Dates are compared with the response's own `Date`, so that a wrong clock on either side does
 * not matter.
 */
export function readRetryAfterMs(response: Head, nowMs: number): number | undefined {
  const { headers } = response;
  const serverNowMs = parseDate(headers.get('date')) ?? nowMs;
  return parseRetryAfter(headers.get('retry-after'), serverNowMs) ?? readReset(response, serverNowMs);
}

/** A longer window is not plausible: the reset is probably not in seconds. */
const longestWindowMs = 24 * 3_600_000;

/**
 * How long the server will reject requests, in milliseconds: after a 429, or when the answer states that no requests
 * remain. `undefined` if it is not known.
 */
export function readPauseMs(response: Head, nowMs: number): number | undefined {
  const isLast = parseSeconds(response.headers.get('x-ratelimit-remaining') ?? '') === 0;
  const pauseMs =
    response.status === 429
      ? readRetryAfterMs(response, nowMs)
      : isLast && parseReset(response, parseDate(response.headers.get('date')) ?? nowMs);
  return pauseMs && pauseMs <= longestWindowMs ? pauseMs : undefined;
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
  return status === 503 && (retryAfterMs !== undefined || (typeof body === 'object' && body !== null));
}

function parseRetryAfter(value: string | null, serverNowMs: number): number | undefined {
  if (value === null) return undefined;
  const seconds = parseSeconds(value);
  if (seconds !== undefined) return seconds * 1000;
  const date = parseDate(value);
  return date === undefined ? undefined : Math.max(0, date - serverNowMs);
}

/** Reads the reset of a 429 only. Other responses may carry the header too, but are not about the rate. */
function readReset(response: Head, serverNowMs: number): number | undefined {
  return response.status === 429 ? parseReset(response, serverNowMs) : undefined;
}

function parseReset(response: Head, serverNowMs: number): number | undefined {
  const seconds = parseSeconds(response.headers.get('x-ratelimit-reset') ?? '');
  if (seconds === undefined) return undefined;
  // Some servers count the seconds from now.
  const ms = seconds < longestDelta ? seconds * 1000 : seconds * 1000 - serverNowMs;
  // A reset in the past does not ask for a retry at once.
  return ms > 0 ? ms : undefined;
}

/** A larger number counts seconds since the epoch, which passed this one in 1973. */
const longestDelta = 100_000_000;

function parseSeconds(value: string): number | undefined {
  return /^\s*\d{1,15}(\.\d+)?\s*$/.test(value) ? Number(value) : undefined;
}

/** Requires the name of the day at the start, as in HTTP dates. `Date.parse` alone accepts almost any text. */
function parseDate(value: string | null): number | undefined {
  if (value === null || !/^\s*[A-Za-z]{3,9},? /.test(value)) return undefined;
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : date;
}
