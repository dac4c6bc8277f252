import type { RateLimit } from '../options/client-options.ts';
import { createSlidingWindow } from './sliding-window.ts';
import type { TokenSource } from './types.ts';

/** A limit that the caller has stated. When the server refuses requests nevertheless, its pause counts as well. */
export function createFixedLimit({ requests, perMs }: RateLimit): TokenSource {
  const window = createSlidingWindow({ requests, perMs });
  let pausedUntilMs = Number.NEGATIVE_INFINITY;
  return {
    isLimited: () => true,
    readyMs: (nowMs, ahead) => Math.max(window.readyMs(nowMs, ahead), pausedUntilMs),
    take: window.take,
    settle: window.settle,
    note: (_, { pauseMs = 0 }, nowMs) => {
      pausedUntilMs = Math.max(pausedUntilMs, nowMs + pauseMs);
    },
    spacingMs: () => perMs / requests,
    pausedMs: (nowMs) => pausedUntilMs - nowMs,
    reserve: () => 0,
    left: (nowMs) => (nowMs < pausedUntilMs ? 0 : window.left(nowMs)),
    stated: () => describeLimit(Math.floor(requests), perMs),
  };
}

export function describeLimit(requests: number, perMs: number): string {
  return `${requests} requests per ${perMs / 1_000} s`;
}
