import type { Clock } from '../clock/clock.ts';
import { httpError } from '../protocol/http-error.ts';

/** How many requests one key may send in each window of `perMs` milliseconds. */
export interface RateLimitOptions {
  requests: number;
  perMs: number;
}

/** Counts requests. */
export interface RateLimit {
  /**
   * Counts one request of `key` and returns the headers that say what is left.
   *
   * @throws HttpError 429 when nothing is left.
   */
  count(key: string): Record<string, string>;
  reset(): void;
}

interface Window {
  readonly endsAt: number;
  used: number;
}

/** Creates a limit of fixed windows; a key's window begins with its first request. */
export function createRateLimit({ requests, perMs }: RateLimitOptions, clock: Clock): RateLimit {
  const windows = new Map<string, Window>();

  const currentWindow = (key: string): Window => {
    const window = windows.get(key);
    if (window !== undefined && clock.now() < window.endsAt) return window;
    const opened = { endsAt: clock.now() + perMs, used: 0 };
    windows.set(key, opened);
    return opened;
  };

  const count = (key: string): Record<string, string> => {
    const window = currentWindow(key);
    window.used += 1;
    const headers = {
      'x-ratelimit-limit': String(requests),
      'x-ratelimit-remaining': String(Math.max(0, requests - window.used)),
      'x-ratelimit-reset': String(Math.ceil(window.endsAt / 1_000)),
    };
    if (window.used > requests) throw httpError(429, { detail: { detail: 'Rate limit exceeded' } }, headers);
    return headers;
  };
  return { count, reset: () => windows.clear() };
}
