import type { Clock } from '../options/client-options.ts';

/** The longest time a timer can hold: beyond it, timers fire at once. */
const longestTimerMs = 2 ** 31 - 1;

/** The system's time, on a clock that never jumps: steps of the wall clock must not move deadlines. */
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

/** Calls back when the time is up, unless the timer is stopped before. */
export function startTimer(clock: Clock, ms: number, callback: () => void): () => void {
  // Nearly every timer is stopped, and to abort a sleep takes ten times as long as to clear the timer under it.
  if (clock === systemClock && ms <= longestTimerMs) {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  }
  const stopped = new AbortController();
  clock.sleep(ms, stopped.signal).then(callback, ignore);
  // Without a reason of ours, the runtime would make an error with a stack: more work than all the rest of a timer.
  return () => stopped.abort('stopped');
}

function ignore(): void {
  // The sleep was cancelled because the time no longer matters.
}
