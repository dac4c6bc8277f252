import type { Clock } from '../options.ts';
import { onAbort } from './abort.ts';

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
export async function withBudget<T>(
  { clock, signal, time }: Limits,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  if (signal?.aborted) throw signal.reason;
  const budget = new AbortController();
  const stopListening = signal && onAbort(signal, () => budget.abort(signal.reason));
  const stopTimer = time && time.ms > 0 ? startTimer(clock, time.ms, () => budget.abort(time.error())) : undefined;
  try {
    return await untilAborted(budget.signal, work);
  } finally {
    stopListening?.();
    stopTimer?.();
  }
}

/** Calls back when the time is up, unless the timer is stopped before. */
export function startTimer(clock: Clock, ms: number, callback: () => void): () => void {
  const stopped = new AbortController();
  clock.sleep(ms, stopped.signal).then(callback, ignore);
  // Without a reason of ours, the runtime would make an error with a stack: more work than all the rest of a timer.
  return () => stopped.abort('stopped');
}

/** What the work returns, or the signal's reason as soon as it aborts: also when the work's first step aborts it. */
function untilAborted<T>(signal: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  return Promise.race([aborted, work(signal)]);
}

function ignore(): void {
  // The sleep was cancelled because the time no longer matters.
}
