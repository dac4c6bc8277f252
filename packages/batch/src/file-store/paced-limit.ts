import type { Clock, RateLimit, SharedRateLimit } from '@xpander/sdk';

/** How much of the limit may be sent at once after a time without requests. */
const burstShare = 0.03;

/** How much of the limit the client's own limiter sends at once, at most. */
const clientBurstShare = 0.2;

/**
 * A limit whose requests are evenly spaced, for a process that follows another one within the period.
 *
 * What that one has sent is not known, only that it kept the limit, with its bursts, until it ended `quietMs` ago. Without a
 * burst of its own, and after the time of one, this process stays within the limit together with it.
 */
export function createPacedLimit({ requests, perMs }: RateLimit, clock: Clock, quietMs: number): SharedRateLimit {
  const burst = Math.max(1, Math.floor(requests * burstShare));
  const stepMs = perMs / Math.max(1, requests - burst);
  const toleranceMs = stepMs * (burst - 1);
  const holdMs = Math.max(0, perMs * clientBurstShare - quietMs);
  let nextMs = clock.now() + holdMs + toleranceMs + stepMs;
  return {
    async take({ signal }) {
      const nowMs = clock.now();
      const dueMs = Math.max(nowMs, nextMs);
      nextMs = dueMs + stepMs;
      const waitMs = dueMs - toleranceMs - nowMs;
      if (waitMs > 0) await clock.sleep(waitMs, signal);
    },
    fallback: { requests, perMs },
  };
}
