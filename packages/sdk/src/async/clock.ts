import type { Clock } from '../options/client-options.ts';
import { ignore } from './ignore.ts';

/** The longest delay of a timer. A longer one fires at once. */
const longestTimerMs = 2 ** 31 - 1;

/** The system's time on a monotonic clock, so that a change of the wall clock does not move deadlines. */
export const systemClock: Clock = {
  now: () => performance.timeOrigin + performance.now(),
  async sleep(ms, signal) {
    for (let leftMs = ms; leftMs > 0; leftMs -= longestTimerMs) {
      await sleepOnce(Math.min(leftMs, longestTimerMs), signal);
    }
  },
};

function sleepOnce(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const onAbort = (): void => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    }, ms);
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}

/** Calls back after `ms` milliseconds, unless the timer is stopped first. */
export function startTimer(clock: Clock, ms: number, callback: () => void): () => void {
  // Nearly every timer is stopped, and aborting a sleep costs ten times as much as clearing its timer.
  if (clock === systemClock && ms <= longestTimerMs) {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  }
  const stopped = new AbortController();
  clock.sleep(ms, stopped.signal).then(callback, ignore);
  // Without a reason, the runtime would create an error with a stack, which costs more than the timer itself.
  return () => stopped.abort('stopped');
}
