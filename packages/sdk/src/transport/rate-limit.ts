import { onAbort } from '../async/abort.ts';
import { ignore } from '../async/ignore.ts';
import type { Settings } from '../config/types.ts';
import { readPauseMs } from './retry-after.ts';
import { createSlidingWindow, unlimited } from './sliding-window.ts';
import type { Answer, Call, Priority, RateLimiter } from './types.ts';

/** Sends an attempt when the budget allows it. Every attempt counts, repeated ones too. */
export async function withinLimit(limiter: RateLimiter, call: Call, send: () => Promise<Answer>): Promise<Answer> {
  if (call.signal?.aborted) throw call.signal.reason;
  if (limiter.mustQueue(call)) await limiter.queue(call);
  const answer = await send();
  limiter.note(answer);
  return answer;
}

/**
 * When the budget is short: a read that brings a finished result goes first, because it frees a place; then new runs;
 * then reads of the list, which answer for many tasks; then all other reads.
 */
const ranks: Readonly<Record<Priority, number>> = { finish: 0, start: 1, scan: 2, look: 3 };

interface Waiter {
  readonly call: Call;
  readonly enter: () => void;
}

/**
 * Spreads requests so that no span of `perMs` holds more than `requests` of them, and sends the most useful ones first.
 *
 * With or without a budget: once the server says that its limit is used up, polls wait for its next window.
 */
export function createRateLimiter({ rateLimit, clock }: Settings): RateLimiter {
  const allowance = rateLimit === undefined ? unlimited : createSlidingWindow(rateLimit);
  const waiters = new Set<Waiter>();
  let pollsFromMs = Number.NEGATIVE_INFINITY;
  let alarm: AbortController | undefined;

  /** Admits every waiter whose time has come, and sets the alarm for the next one. */
  const admit = (): void => {
    alarm?.abort();
    while (waiters.size > 0) {
      const nowMs = clock.now();
      const first = firstOf(waiters, nowMs >= pollsFromMs);
      const readyMs = first === undefined ? pollsFromMs : allowance.readyMs(nowMs);
      if (readyMs > nowMs) {
        alarm = new AbortController();
        // Rejects when the alarm is set anew.
        void clock.sleep(readyMs - nowMs, alarm.signal).then(admit, ignore);
        return;
      }
      if (first === undefined) continue;
      allowance.take(nowMs);
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

/** The waiter with the best rank; of several, the one that came first. */
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
