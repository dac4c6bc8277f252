import type { Settings } from '../config/types.ts';
import { readPauseMs } from './retry-after.ts';
import { createSlidingWindow, unlimitedWindow } from './sliding-window.ts';
import type { Answer, Call, Priority, RateLimiter } from './types.ts';

/** Sends an attempt as soon as the rate limit allows it. Every attempt counts, retries too. */
export async function withinLimit(limiter: RateLimiter, call: Call, send: () => Promise<Answer>): Promise<Answer> {
  if (call.signal?.aborted) throw call.signal.reason;
  if (limiter.mustQueue(call)) await limiter.queue(call);
  const answer = await send();
  limiter.note(answer);
  return answer;
}

/**
 * The order of requests that queue: requests that fetch a finished result go first, because they free a slot. New runs
 * follow, then reads of the list, which tell about many tasks, then all other reads.
 */
const ranks: Readonly<Record<Priority, number>> = { finish: 0, start: 1, scan: 2, look: 3 };

/** A call that waits to be sent. Each one wakes by a timer of its own: some runtimes forbid one request to wake another. */
interface Waiter {
  readonly call: Call;
  /** When it checks again. A waiter that is much later has vanished together with its request. */
  wakeMs: number;
}

/** The longest pause of a call that is behind others: they may leave the queue. */
const longestPauseMs = 1_000;
/** Calls far behind pause longer, so that thousands of them do not all check each second. */
const pausePerCallAheadMs = 5;
/** More calls ahead are not counted: each check would cost as much as there are calls. */
const mostCounted = 1_000;
/** Every call that queues reports at least this often that it still does. */
const longestUncheckedMs = 60_000;
/** A waiter whose turn it is has this much time to wake. */
const graceMs = 5_000;

/**
 * Spreads requests so that no period of `perMs` contains more than `requests` of them, and orders those that queue.
 *
 * Once the server states that its own limit is used up, polls wait until it accepts requests again, even if the client
 * has no rate limit.
 */
export function createRateLimiter({ rateLimit, clock }: Settings): RateLimiter {
  const slidingWindow = rateLimit === undefined ? unlimitedWindow : createSlidingWindow(rateLimit);
  const waiters = new Set<Waiter>();
  let pollsFromMs = Number.NEGATIVE_INFINITY;

  /** How long a waiter has to wait before it may be sent, or before it checks again. */
  const pauseOf = (waiter: Waiter, nowMs: number): number => {
    const arePollsAllowed = nowMs >= pollsFromMs;
    if (waiter.call.priority !== undefined && !arePollsAllowed) return pollsFromMs - nowMs;
    const ahead = countAhead(waiters, waiter, { nowMs, arePollsAllowed });
    const pauseMs = slidingWindow.readyMs(nowMs, ahead) - nowMs;
    if (ahead === 0 || pauseMs <= 0) return pauseMs;
    // Behind others, the time is an estimate. Halving it approaches the right one in a few checks.
    return Math.max(1, Math.min(pauseMs / 2, Math.max(longestPauseMs, ahead * pausePerCallAheadMs)));
  };

  return {
    mustQueue: ({ priority }) => rateLimit !== undefined || (priority !== undefined && clock.now() < pollsFromMs),
    async queue(call) {
      const waiter: Waiter = { call, wakeMs: clock.now() };
      waiters.add(waiter);
      try {
        for (;;) {
          const nowMs = clock.now();
          const pauseMs = pauseOf(waiter, nowMs);
          if (pauseMs <= 0) break;
          call.onState?.('queueing');
          const untilCheckMs = Math.min(pauseMs, longestUncheckedMs);
          waiter.wakeMs = nowMs + untilCheckMs;
          await clock.sleep(untilCheckMs, call.signal);
        }
        slidingWindow.take(clock.now());
      } finally {
        waiters.delete(waiter);
      }
    },
    note: (answer) => {
      const nowMs = clock.now();
      pollsFromMs = Math.max(pollsFromMs, nowMs + (readPauseMs(answer, nowMs) ?? 0));
    },
  };
}

/** How many calls go before this one, if not too many: those with a better rank, and earlier ones with the same rank. */
function countAhead(
  waiters: Iterable<Waiter>,
  waiter: Waiter,
  { nowMs, arePollsAllowed }: { readonly nowMs: number; readonly arePollsAllowed: boolean },
): number {
  const own = rankOf(waiter.call);
  let ahead = 0;
  let isEarlier = true;
  for (const other of waiters) {
    if (ahead === mostCounted) break;
    if (other === waiter) isEarlier = false;
    const isWaiting = other.wakeMs + graceMs >= nowMs && (arePollsAllowed || other.call.priority === undefined);
    const rank = rankOf(other.call);
    if (isWaiting && (rank < own || (rank === own && isEarlier))) ahead += 1;
  }
  return ahead;
}

function rankOf({ priority, method }: Call): number {
  return ranks[priority?.() ?? (method === 'GET' ? 'look' : 'start')];
}
