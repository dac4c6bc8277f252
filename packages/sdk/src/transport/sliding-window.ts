import type { RateLimit } from '../options/client-options.ts';

/** Decides when the next request may be sent within a rate limit. */
export interface SlidingWindow {
  /** When a request may be sent that goes after `ahead` others. */
  readyMs(nowMs: number, ahead: number): number;
  /** Counts a request that is sent now. */
  take(nowMs: number): void;
}

/** The share of the requests that may be sent at once. */
const burstShare = 0.2;

/**
 * Allows at most `requests` in every period of `perMs`, and bursts of a fifth of them. In the long run, all `requests`
 * of each period can be used.
 *
 * A bucket that refills evenly would have to refill a fifth slower to keep the limit after a burst. This one remembers
 * when requests were sent. It refills as fast as it can without running out before earlier requests leave the period.
 */
export function createSlidingWindow({ requests, perMs }: RateLimit): SlidingWindow {
  const most = Math.floor(requests);
  const burst = Math.max(1, Math.floor(most * burstShare));
  /** The send times that still count, oldest first. */
  const sent: number[] = [];
  let saved = burst;
  let savedAtMs = 0;

  /** The shortest sustainable pause: the remaining requests must last until each counted one has left the period. */
  const intervalMs = (nowMs: number): number => {
    const left = most - sent.length;
    return sent.reduce(
      (longest, sentMs, index) => Math.max(longest, (sentMs + perMs - nowMs) / (left + index)),
      perMs / most,
    );
  };

  const readyMs = (nowMs: number, ahead: number): number => {
    while (sent[0] !== undefined && sent[0] + perMs <= nowMs) sent.shift();
    const freeingMs = sent[Math.min(sent.length - 1, sent.length + ahead - most)];
    if (freeingMs !== undefined) return freeingMs + perMs;
    const pauseMs = intervalMs(nowMs);
    saved = Math.min(burst, saved + (nowMs - savedAtMs) / pauseMs);
    savedAtMs = nowMs;
    // Rounding may leave the sum of fractions just below 1, by less time than a clock resolves.
    return saved > ahead + 1 - 1e-9 ? nowMs : nowMs + (ahead + 1 - saved) * pauseMs;
  };

  return {
    readyMs,
    take: (nowMs) => {
      sent.push(nowMs);
      saved -= 1;
    },
  };
}

/** A window without a limit: every request may be sent at once. */
export const unlimitedWindow: SlidingWindow = { readyMs: (nowMs) => nowMs, take: () => undefined };
