import { createMockXpander } from '@xpander/mock';
import type { Clock } from '../src/index.ts';

/** Waits for the next turn of the event loop. */
export const nextTurn = (): Promise<void> => new Promise(setImmediate);

/** A virtual clock: it jumps to the next timer as soon as all work waits for timers. */
export function virtualClock(): Clock {
  return createMockXpander().clock;
}

export interface PauseSkippingClock extends Clock {
  /** Lets time pass until the next time limit expires. */
  expireNextLimit(): void;
  /** How much time has passed by `expireNextLimit`. */
  expiredMs(): number;
  /** How many time limits are pending. */
  pendingLimits(): number;
  /** How much time is left until the next limit; `Infinity` if there is none. */
  leftMs(): number;
}

/**
 * A clock for real requests, which take real time. Pauses elapse at once. A time limit expires only when a pause outlasts
 * it, or by `expireNextLimit`. `onPause` is awaited before each pause.
 *
 * Sleeps shorter than `shortestLimitMs` are pauses between requests; longer ones are time limits.
 */
export function pauseSkippingClock(
  onPause: () => Promise<void> = async () => undefined,
  shortestLimitMs = 60_000,
): PauseSkippingClock {
  const limits = new Set<{ readonly dueMs: number; readonly expire: () => void }>();
  let nowMs = Date.UTC(2026, 10, 20);
  let expiredMs = 0;
  const nextLimit = () => [...limits].reduce((first, limit) => (limit.dueMs < first.dueMs ? limit : first), never);
  const expire = (limit: typeof never): void => {
    nowMs = limit.dueMs;
    limits.delete(limit);
    limit.expire();
  };

  const sleepLong = (ms: number, signal: AbortSignal | undefined): Promise<void> =>
    new Promise((resolve, reject) => {
      const limit = { dueMs: nowMs + ms, expire: resolve };
      limits.add(limit);
      const cancel = (): void => {
        limits.delete(limit);
        reject(signal?.reason);
      };
      signal?.addEventListener('abort', cancel, { once: true });
    });

  return {
    now: () => nowMs,
    expiredMs: () => expiredMs,
    pendingLimits: () => limits.size,
    leftMs: () => nextLimit().dueMs - nowMs,
    expireNextLimit() {
      const limit = nextLimit();
      if (limit === never) throw new Error('No time limit is pending');
      expiredMs += limit.dueMs - nowMs;
      expire(limit);
    },
    async sleep(ms, signal) {
      signal?.throwIfAborted();
      if (ms >= shortestLimitMs) return sleepLong(ms, signal);
      await onPause();
      const untilMs = nowMs + ms;
      for (let limit = nextLimit(); limit.dueMs <= untilMs; limit = nextLimit()) {
        expire(limit);
        await nextTurn();
        signal?.throwIfAborted();
      }
      nowMs = untilMs;
    },
  };
}

const never = { dueMs: Number.POSITIVE_INFINITY, expire: (): void => undefined };

/** A virtual clock that moves in ticks, so that one step wakes thousands of sleepers. */
export function tickingClock(tickMs = 100, turnsBetween = 5): Clock & { sleeping(): number } {
  const sleepers = new Set<{ readonly dueMs: number; readonly wake: () => void }>();
  let nowMs = 0;
  let isTicking = false;
  const tick = async (): Promise<void> => {
    isTicking = true;
    while (sleepers.size > 0) {
      for (let turn = 0; turn < turnsBetween; turn += 1) await nextTurn();
      let firstMs = Number.POSITIVE_INFINITY;
      for (const { dueMs } of sleepers) firstMs = Math.min(firstMs, dueMs);
      if (firstMs < Number.POSITIVE_INFINITY) nowMs = Math.max(nowMs, Math.ceil(firstMs / tickMs) * tickMs);
      for (const sleeper of sleepers) if (sleeper.dueMs <= nowMs) sleeper.wake();
    }
    isTicking = false;
  };
  return {
    now: () => nowMs,
    sleeping: () => sleepers.size,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        const leave = (): void => {
          sleepers.delete(sleeper);
          signal?.removeEventListener('abort', cancel);
        };
        const cancel = (): void => {
          leave();
          reject(signal?.reason);
        };
        const wake = (): void => {
          leave();
          resolve();
        };
        const sleeper = { dueMs: nowMs + ms, wake };
        sleepers.add(sleeper);
        signal?.addEventListener('abort', cancel, { once: true });
        if (!isTicking) void tick();
      }),
  };
}

/** A clock on which no time passes, with the number of pending sleeps. */
export function stillClock(): Clock & { sleeping(): number } {
  let sleeping = 0;
  return {
    now: () => Date.UTC(2026, 10, 20),
    sleeping: () => sleeping,
    sleep: (_, signal) =>
      new Promise((_, reject) => {
        sleeping += 1;
        const leave = (): void => {
          sleeping -= 1;
          reject(signal?.reason);
        };
        signal?.addEventListener('abort', leave, { once: true });
      }),
  };
}
