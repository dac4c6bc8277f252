import type { Clock, RateLimit, SharedRateLimit } from '@xpander/sdk';

/** How much of the limit may be sent at once, after a time without requests. */
const burstShare = 0.03;

/**
 * A limit whose requests are evenly spaced, for a process that follows another one within the period.
 *
 * It starts without a burst, as if the process before had just used it. However much that one has sent, both together stay
 * within the limit (the generic cell rate algorithm: one line of arrival times for both).
 */
export function createPacedLimit({ requests, perMs }: RateLimit, clock: Clock): SharedRateLimit {
  const burst = Math.max(1, Math.floor(requests * burstShare));
  const stepMs = perMs / Math.max(1, requests - burst);
  const toleranceMs = stepMs * (burst - 1);
  let nextMs = clock.now() + toleranceMs + stepMs;
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
