import type { Session } from './types.ts';

/**
 * Lets one item after the other through, each until it calls `unlock` or ends.
 *
 * A store that is new to the batch may have lost what it knew. As long as that is open, only one item is under way that the
 * API has not accepted yet: if the API does not know that item, it cannot know a later one.
 */
export function createOriginLock(): Session['originLock'] {
  let tail: Promise<void> = Promise.resolve();
  return async (work) => {
    const before = tail;
    let unlock = (): void => undefined;
    tail = new Promise<void>((resolve) => {
      unlock = resolve;
    });
    await before;
    try {
      return await work(unlock);
    } finally {
      unlock();
    }
  };
}
