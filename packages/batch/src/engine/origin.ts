import type { BatchOrigin, Claim } from '../store/types.ts';
import type { StoreKeeper } from './store-keeper.ts';
import type { BatchCore } from './types.ts';

const shortestPauseMs = 20;
const longestPauseMs = 500;

/**
 * Waits until it is known whether the batch is new to the API. `unknown` only for the opener, or when the work closes.
 *
 * A store that is new to the batch may have lost what it knew. The opener is sent before all others: if the API does not
 * know it, it cannot know a later one. As long as that is open, the others wait. A lease without an answer, because the
 * opener's process has died or the API is down, means that each item is looked for before it is sent.
 */
export function createOriginWatch(
  { store, clock }: BatchCore,
  keeper: StoreKeeper,
  closing: AbortSignal,
): (claim: Claim) => Promise<BatchOrigin> {
  let watching: Promise<BatchOrigin> | undefined;

  const watch = async (): Promise<BatchOrigin> => {
    const untilMs = clock.now() + store.graceMs;
    for (let pauseMs = shortestPauseMs; ; pauseMs = Math.min(longestPauseMs, pauseMs * 2)) {
      const { origin } = await keeper.ask(() => store.status());
      if (origin !== 'unknown' || closing.aborted) return origin;
      if (clock.now() >= untilMs) {
        await keeper.ask(() => store.noteOrigin('seen'));
        return 'seen';
      }
      await clock.sleep(pauseMs, closing).catch(() => undefined);
    }
  };

  return async (claim) => {
    if (claim.origin !== 'unknown' || claim.isOpener) return claim.origin;
    watching ??= watch().finally(() => {
      watching = undefined;
    });
    return watching;
  };
}
