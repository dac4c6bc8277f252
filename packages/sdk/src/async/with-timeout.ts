import type { Clock } from '../options/client-options.ts';
import { onAbort } from './abort.ts';
import { startTimer } from './clock.ts';

/** What may end a piece of work before it is done. */
export interface Limits {
  readonly clock: Clock;
  /** The caller's signal. */
  readonly signal: AbortSignal | undefined;
  /** How long it may take, and what running out of time is to be called. `0` milliseconds means no limit. */
  readonly time?: { readonly ms: number; readonly error: () => Error };
}

/**
 * Runs work under a signal that aborts with the caller's or when the time is up, whichever is first.
 *
 * Either ends the call at once, also when the work ignores its signal, and rejects with the very reason. Nothing is
 * left behind on any exit: no listener on the caller's signal, no timer.
 */
export function withBudget<T>({ clock, signal, time }: Limits, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const budget = new AbortController();
    const end = (reason: unknown): void => {
      leave();
      // Before the work hears of it: what it throws then is not the reason.
      reject(reason);
      budget.abort(reason);
    };
    const stopListening = signal && onAbort(signal, () => end(signal.reason));
    const stopTimer = time && time.ms > 0 ? startTimer(clock, time.ms, () => end(time.error())) : undefined;
    const leave = (): void => {
      stopListening?.();
      stopTimer?.();
    };
    const run = async (): Promise<T> => {
      try {
        return await work(budget.signal);
      } finally {
        leave();
      }
    };
    run().then(resolve, reject);
  });
}
