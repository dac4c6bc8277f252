import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '@xpander/sdk';

const speed = 1_000;

/** A clock whose sleeps are a thousand times shorter than requested. It records the requested times. */
export function createImpatientClock(): Clock & { readonly sleeps: readonly number[] } {
  const sleeps: number[] = [];
  return {
    sleeps,
    now: () => Date.now(),
    async sleep(ms, signal) {
      sleeps.push(ms);
      await delay(ms / speed, undefined, signal && { signal }).catch(() => {
        throw signal?.reason;
      });
    },
  };
}

/** A clock on which sleeps below one second take no time. Longer sleeps end after three short ones. */
export function createClockOfThreePauses(): Clock {
  const over = new AbortController();
  let pauses = 0;
  return {
    now: () => Date.now(),
    async sleep(ms) {
      if (ms >= 1_000) {
        await once(over.signal, 'abort');
        return;
      }
      pauses += 1;
      if (pauses === 3) over.abort();
    },
  };
}
