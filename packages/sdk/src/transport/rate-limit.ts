import { onAbort } from '../async/abort.ts';
import type { Clock, RateLimit } from '../options/client-options.ts';
import { readPauseMs } from './retry-after.ts';
import { createAllowance, unlimited } from './sliding-window.ts';
import type { Call, Priority, Send } from './types.ts';

/**
 * Who goes first when the budget is short: whoever brings a result home, so that a place becomes free, then new work,
 * then reads that answer for many tasks, then all other reads.
 */
const ranks: Readonly<Record<Priority, number>> = { finish: 0, start: 1, sweep: 2, look: 3 };

interface Waiter {
  readonly call: Call;
  readonly enter: () => void;
}

/**
 * Spreads requests so that no span of `perMs` holds more than `requests` of them, and lets the most useful go first.
 *
 * Every attempt counts, repeated ones too. With or without a budget: once the server says that nothing is left, looks
 * at running tasks wait for its next window.
 */
export function withRateLimit(next: Send, limit: RateLimit | undefined, clock: Clock): Send {
  const allowance = limit === undefined ? unlimited : createAllowance(limit);
  const queue = new Set<Waiter>();
  let pollsFromMs = Number.NEGATIVE_INFINITY;
  let alarm: AbortController | undefined;

  /** Lets in everyone whose time has come, and sets the alarm for the next. */
  const admit = (): void => {
    alarm?.abort();
    while (queue.size > 0) {
      const nowMs = clock.now();
      const first = firstOf(queue, nowMs >= pollsFromMs);
      const readyMs = first === undefined ? pollsFromMs : allowance.readyMs(nowMs);
      if (readyMs > nowMs) {
        alarm = new AbortController();
        void clock.sleep(readyMs - nowMs, alarm.signal).then(admit, ignore);
        return;
      }
      if (first === undefined) continue;
      allowance.take(nowMs);
      queue.delete(first);
      first.enter();
    }
  };

  const enter = (call: Call): Promise<void> =>
    new Promise((resolve, reject) => {
      const { signal } = call;
      const stopListening =
        signal &&
        onAbort(signal, () => {
          queue.delete(waiter);
          reject(signal.reason);
          admit();
        });
      const waiter: Waiter = {
        call,
        enter: () => {
          stopListening?.();
          resolve();
        },
      };
      queue.add(waiter);
      admit();
    });

  return async (outgoing, call) => {
    if (call.signal?.aborted) throw call.signal.reason;
    // Where nobody has to wait there is no order to keep.
    if (limit !== undefined || (call.priority !== undefined && clock.now() < pollsFromMs)) await enter(call);
    const response = await next(outgoing, call);
    const nowMs = clock.now();
    pollsFromMs = Math.max(pollsFromMs, nowMs + (readPauseMs(response, nowMs) ?? 0));
    return response;
  };
}

/** Of those who are wanted most, the one who came first. */
function firstOf(queue: Iterable<Waiter>, arePollsAllowed: boolean): Waiter | undefined {
  let first: { readonly waiter: Waiter; readonly rank: number } | undefined;
  for (const waiter of queue) {
    const { priority, method } = waiter.call;
    if (priority !== undefined && !arePollsAllowed) continue;
    const rank = ranks[priority?.() ?? (method === 'GET' ? 'look' : 'start')];
    if (first === undefined || rank < first.rank) first = { waiter, rank };
  }
  return first?.waiter;
}

function ignore(): void {
  // The alarm was set anew.
}
