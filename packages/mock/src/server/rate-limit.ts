import type { Clock } from '../clock/types.ts';
import { httpError } from '../protocol/http-error.ts';
import { RATE_LIMIT_DETAIL, rateLimitHeaders } from '../protocol/rate-limit-answer.ts';
import type { RateLimit, RateLimitOptions } from './types.ts';

interface Window {
  readonly endsAt: number;
  used: number;
}

/** Creates a rate limit with fixed windows. The window of a key begins with its first request. */
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
    const remaining = Math.max(0, requests - window.used);
    const resetAtSeconds = Math.ceil(window.endsAt / 1_000);
    const headers = rateLimitHeaders({ limit: requests, remaining, resetAtSeconds });
    if (window.used > requests) throw httpError(429, RATE_LIMIT_DETAIL, headers);
    return headers;
  };
  return { count, reset: () => windows.clear() };
}
