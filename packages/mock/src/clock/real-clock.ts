import { checkedDelay } from './checked-delay.ts';
import type { Clock } from './types.ts';

/** The longest delay of a platform timer. A longer one would fire at once. */
const MAX_TIMER_MS = 2_147_483_647;

/** Creates a clock that uses the platform's time: `Date.now` and `setTimeout`. */
export function createRealClock(): Clock {
  return { now: () => Date.now(), sleep: realSleep };
}

function realSleep(ms: number, signal?: AbortSignal): Promise<void> {
  const dueAt = performance.now() + checkedDelay(ms);
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    let timer: ReturnType<typeof setTimeout>;
    const cancel = (): void => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const tick = (): void => {
      const remainingMs = dueAt - performance.now();
      if (remainingMs > 0) {
        timer = setTimeout(tick, Math.min(Math.ceil(remainingMs), MAX_TIMER_MS));
        return;
      }
      signal?.removeEventListener('abort', cancel);
      resolve();
    };
    signal?.addEventListener('abort', cancel, { once: true });
    tick();
  });
}
