import type { Clock } from '../options/client-options.ts';
import { ignore } from './ignore.ts';

/** The longest delay of a timer. A longer one fires at once. */
const longestTimerMs = 2 ** 31 - 1;

let firstMs: number | undefined;
let latestMs = 0;
let setBackMs = 0;

/** Some hosts have no `performance.timeOrigin`, and some no `performance`. The wall clock then replaces what is missing. */
function readNow(): number {
  const { performance } = globalThis as { performance?: { timeOrigin?: number; now(): number } };
  if (performance === undefined) {
    // The result goes on from where it was when the wall clock is set back.
    setBackMs = Math.max(setBackMs, latestMs - Date.now());
    latestMs = Date.now() + setBackMs;
    return latestMs;
  }
  const elapsedMs = performance.now();
  firstMs ??= Date.now() - elapsedMs;
  return (performance.timeOrigin ?? firstMs) + elapsedMs;
}

/** The system's time on a monotonic clock, so that a change of the wall clock does not move deadlines. */
export const systemClock: Clock = {
  now: readNow,
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
