import type { Clock } from './options.ts';

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
