/** Longest pause the server may ask for that is worth sleeping through. */
export const longestPauseMs = 60_000;

/** What says how an answer is to be taken, before its body. */
type Head = Pick<Response, 'status' | 'headers'>;

/**
 * How long the response asks to wait, in milliseconds, or `undefined` when it does not say.
 *
 * `Retry-After` counts in seconds or names a date; `X-RateLimit-Reset` names a second since the epoch
 * (openapi/FACTS.md#a7). Dates are read against the response's own `Date`, so that a wrong clock on either side does
 * not matter.
 */
export function readRetryAfterMs(response: Head, nowMs: number): number | undefined {
  const { headers } = response;
  const serverNowMs = parseDate(headers.get('date')) ?? nowMs;
  return parseRetryAfter(headers.get('retry-after'), serverNowMs) ?? readReset(response, serverNowMs);
}

/** A window that is longer than this is none: a reset in other units than seconds. */
const longestWindowMs = 24 * 3_600_000;

/**
 * For how long the server will turn requests away: it has just done so, or says that this was the last it takes for
 * now.
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
 * Whether a 429 is about a plan or credit, not about the rate: then waiting does not help (openapi/FACTS.md#a6, #f30).
 */
export function isQuota(response: Head, detail: string | undefined): boolean {
  if (response.status !== 429 || rateHeaders.some((name) => response.headers.has(name))) return false;
  const text = detail ?? '';
  if (/\brate.?limit|too many requests|per (?:second|minute|hour)\b/i.test(text)) return false;
  return /\b(plans?|credits?|quota|billing|subscription|upgrade|payment)\b/i.test(text);
}

/**
 * Whether a 503 turned the request away at the door: it says when to come back, or speaks the API's own format.
 *
 * A bare one may come from a gateway that gave up on a request under way.
 */
export function isTurnedAway(status: number, retryAfterMs: number | undefined, body: unknown): boolean {
  return status === 503 && (retryAfterMs !== undefined || (typeof body === 'object' && body !== null));
}

function parseRetryAfter(value: string | null, serverNowMs: number): number | undefined {
  if (value === null) return undefined;
  const seconds = parseSeconds(value);
  if (seconds !== undefined) return seconds * 1000;
  const date = parseDate(value);
  return date === undefined ? undefined : Math.max(0, date - serverNowMs);
}

/** Only a 429 waits for the reset: other responses may carry the header too, and are not about the rate. */
function readReset(response: Head, serverNowMs: number): number | undefined {
  return response.status === 429 ? parseReset(response, serverNowMs) : undefined;
}

function parseReset(response: Head, serverNowMs: number): number | undefined {
  const seconds = parseSeconds(response.headers.get('x-ratelimit-reset') ?? '');
  if (seconds === undefined) return undefined;
  // Some servers count the seconds from now.
  const ms = seconds < longestDelta ? seconds * 1000 : seconds * 1000 - serverNowMs;
  // A reset in the past is no wish to be asked again at once.
  return ms > 0 ? ms : undefined;
}

/** Seconds since the epoch passed this number in 1973. */
const longestDelta = 100_000_000;

function parseSeconds(value: string): number | undefined {
  return /^\s*\d{1,15}(\.\d+)?\s*$/.test(value) ? Number(value) : undefined;
}

/** HTTP dates start with the day's name; `Date.parse` alone would take almost anything. */
function parseDate(value: string | null): number | undefined {
  if (value === null || !/^\s*[A-Za-z]{3,9},? /.test(value)) return undefined;
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : date;
}
