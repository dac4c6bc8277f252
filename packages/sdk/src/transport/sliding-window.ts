import type { RateLimit } from '../options/client-options.ts';

/** When the next request may be sent within a budget. */
export interface Allowance {
  readyMs(nowMs: number): number;
  /** Notes that a request is sent. */
  take(nowMs: number): void;
}

/** How much of the budget may be spent at once. */
const burstShare = 0.2;

/**
 * Lets no span of `perMs` hold more than `requests`, spends a fifth of them at once where it is asked for, and the whole
 * of them in the long run.
 *
 * A bucket that is filled evenly would have to be filled by a fifth less to keep the promise after a burst. This one
 * knows what was sent, and is filled as fast as will not make it run dry before earlier requests are out of the span.
 */
export function createAllowance({ requests, perMs }: RateLimit): Allowance {
  const most = Math.floor(requests);
  const burst = Math.max(1, Math.floor(most * burstShare));
  /** When requests were sent that still count, the oldest first. */
  const sent: number[] = [];
  let saved = burst;
  let savedAtMs = 0;

  /** The shortest pause that can be kept up: what is left must last until each of those that count is out. */
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
    // Sums of fractions may miss the whole by less than any clock can tell.
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

/** Everything may be sent at once. */
export const unlimited: Allowance = { readyMs: (nowMs) => nowMs, take: () => undefined };
