import type { RateLimit } from '../options/client-options.ts';

/** When the next request may be sent within a budget. */
export interface Allowance {
  readyMs(nowMs: number): number;
  /** Counts a request that is sent now. */
  take(nowMs: number): void;
}

/** The share of the budget that may be used at once. */
const burstShare = 0.2;

/**
 * Keeps every span of `perMs` at no more than `requests`, allows bursts of a fifth of them, and uses the whole budget in
 * the long run.
 *
 * A bucket that refills evenly would have to refill a fifth slower to keep the limit after a burst. This one remembers
 * when requests were sent, and refills as fast as it can without running dry before earlier requests leave the span.
 */
export function createSlidingWindow({ requests, perMs }: RateLimit): Allowance {
  const most = Math.floor(requests);
  const burst = Math.max(1, Math.floor(most * burstShare));
  /** The send times that still count, oldest first. */
  const sent: number[] = [];
  let saved = burst;
  let savedAtMs = 0;

  /** The shortest sustainable pause: the remaining requests must last until each counted one has left the span. */
  const intervalMs = (nowMs: number): number => {
    const left = most - sent.length;
    return sent.reduce(
      (longest, sentMs, index) => Math.max(longest, (sentMs + perMs - nowMs) / (left + index)),
      perMs / most,
    );
  };

  const readyMs = (nowMs: number): number => {
    while (sent[0] !== undefined && sent[0] + perMs <= nowMs) sent.shift();
    if (sent[0] !== undefined && sent.length >= most) return sent[0] + perMs;
    const pauseMs = intervalMs(nowMs);
    saved = Math.min(burst, saved + (nowMs - savedAtMs) / pauseMs);
    savedAtMs = nowMs;
    // Rounding of fractions may miss the whole by less than a clock resolves.
    return saved > 1 - 1e-9 ? nowMs : nowMs + (1 - saved) * pauseMs;
  };

  return {
    readyMs,
    take: (nowMs) => {
      sent.push(nowMs);
      saved -= 1;
    },
  };
}

/** No limit: every request may be sent at once. */
export const unlimited: Allowance = { readyMs: (nowMs) => nowMs, take: () => undefined };
