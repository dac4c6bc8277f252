import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '@xpander/sdk';

const speed = 1_000;

/** A clock whose sleeps are a thousand times shorter than asked for, and which remembers what was asked. */
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

/** A clock on which pauses shorter than a second take no time, and every longer one is over after three of those. */
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
