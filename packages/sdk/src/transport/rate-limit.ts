import { onAbort } from '../async/abort.ts';
import { ignore } from '../async/ignore.ts';
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

interface Waiter {
  readonly call: Call;
  readonly enter: () => void;
}

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
  let alarm: AbortController | undefined;

  /** Lets all calls go on that may be sent now, and sets the alarm for the next one. */
  const admit = (): void => {
    alarm?.abort();
    while (waiters.size > 0) {
      const nowMs = clock.now();
      const first = firstOf(waiters, nowMs >= pollsFromMs);
      const readyMs = first === undefined ? pollsFromMs : slidingWindow.readyMs(nowMs);
      if (readyMs > nowMs) {
        alarm = new AbortController();
        // The sleep rejects when the alarm is set anew.
        void clock.sleep(readyMs - nowMs, alarm.signal).then(admit, ignore);
        return;
      }
      if (first === undefined) continue;
      slidingWindow.take(nowMs);
      waiters.delete(first);
      first.enter();
    }
  };

  return {
    mustQueue: ({ priority }) => rateLimit !== undefined || (priority !== undefined && clock.now() < pollsFromMs),
    queue: (call) =>
      new Promise((resolve, reject) => {
        const { signal } = call;
        const leave = (): void => {
          waiters.delete(waiter);
          reject(signal?.reason);
          admit();
        };
        const stopListening = signal && onAbort(signal, leave);
        const waiter: Waiter = {
          call,
          enter: () => {
            stopListening?.();
            resolve();
          },
        };
        waiters.add(waiter);
        admit();
      }),
    note: (answer) => {
      const nowMs = clock.now();
      pollsFromMs = Math.max(pollsFromMs, nowMs + (readPauseMs(answer, nowMs) ?? 0));
    },
  };
}

/** The call to send next: of those with the best rank, the one that queued first. */
function firstOf(waiters: Iterable<Waiter>, arePollsAllowed: boolean): Waiter | undefined {
  let first: { readonly waiter: Waiter; readonly rank: number } | undefined;
  for (const waiter of waiters) {
    const { priority, method } = waiter.call;
    if (priority !== undefined && !arePollsAllowed) continue;
    const rank = ranks[priority?.() ?? (method === 'GET' ? 'look' : 'start')];
    if (first === undefined || rank < first.rank) first = { waiter, rank };
  }
  return first?.waiter;
}
