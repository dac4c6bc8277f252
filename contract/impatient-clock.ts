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
