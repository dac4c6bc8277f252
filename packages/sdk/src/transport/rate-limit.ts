import type { Clock, RateLimit } from '../options.ts';
import type { Send } from './outgoing.ts';

/** How much of the budget may be spent at once. */
const burstShare = 0.2;

/**
 * Spreads requests so that no span of `perMs` holds more than `requests` of them.
 *
 * A fifth of the budget may be spent at once; the rest flows evenly. Every attempt counts, repeated ones too.
 */
export function withRateLimit(next: Send, limit: RateLimit | undefined, clock: Clock): Send {
  if (limit === undefined) return next;
  const burst = Math.max(1, Math.floor(limit.requests * burstShare));
  const intervalMs = limit.perMs / Math.max(1, limit.requests - burst);
  /** When the budget will be whole again. */
  let wholeAtMs = Number.NEGATIVE_INFINITY;

  return async (outgoing, call) => {
    const nowMs = clock.now();
    const earliestMs = Math.max(wholeAtMs, nowMs) - intervalMs * (burst - 1);
    wholeAtMs = Math.max(wholeAtMs, nowMs) + intervalMs;
    if (earliestMs > nowMs) await clock.sleep(earliestMs - nowMs, call.signal);
    return next(outgoing, call);
  };
}
