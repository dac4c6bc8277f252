import type { Clock } from '../options/client-options.ts';
import { onAbort } from './abort.ts';
import { startTimer } from './clock.ts';

/** What may end a piece of work early. */
export interface Limits {
  readonly clock: Clock;
  /** The caller's signal. */
  readonly signal: AbortSignal | undefined;
  /** The time limit, and the error to reject with when it passes. `0` milliseconds means no limit. */
  readonly time?: { readonly ms: number; readonly error: () => Error };
}

/**
 * Runs work under a signal that aborts with the caller's signal or when the time limit passes, whichever is first.
 *
 * `work` must not throw synchronously. Either one rejects at once with its own reason, also when the work ignores its signal. No listener and no timer is left
 * behind on any exit.
 */
export function withTimeout<T>({ clock, signal, time }: Limits, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const own = new AbortController();
  const timeMs = time?.ms ?? 0;
  if (signal === undefined && timeMs <= 0) return work(own.signal);
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const end = (reason: unknown): void => {
      leave();
      // Reject before the work notices the abort: its own error would not be the reason.
      reject(reason);
      own.abort(reason);
    };
    const stopListening = signal && onAbort(signal, () => end(signal.reason));
    const stopTimer = time && timeMs > 0 ? startTimer(clock, timeMs, () => end(time.error())) : undefined;
    const leave = (): void => {
      stopListening?.();
      stopTimer?.();
    };
    work(own.signal).then(
      (value) => {
        leave();
        resolve(value);
      },
      (error) => {
        leave();
        reject(error);
      },
    );
  });
}
