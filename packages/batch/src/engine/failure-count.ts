import type { Session } from './types.ts';

/** After so many failures, each with successes of other items in between, the trouble is the item's own. */
const mostBesideSuccesses = 5;
/** After so many failures of its start, each after a read that the API has answered, it is too. That takes half an hour. */
const mostBesideReads = 20;
const firstPauseMs = 1_000;
const longestPauseMs = 60_000;

/** Tells an item that cannot be run from an outage, which concerns all items and is waited out. */
export interface FailureCount {
  /** Counts a failure, and tells whether the item is to blame. `isAnswered`: the API has answered a read before. */
  isOwn(isAnswered: boolean): boolean;
  /** The pause before the next attempt. */
  pauseMs(): number;
}

export function createFailureCount(session: Session): FailureCount {
  let inRow = 0;
  let besideReads = 0;
  let besideSuccesses = 0;
  let successes = session.successes;
  return {
    isOwn(isAnswered) {
      inRow += 1;
      if (isAnswered) besideReads += 1;
      if (session.successes !== successes) besideSuccesses += 1;
      successes = session.successes;
      return besideSuccesses >= mostBesideSuccesses || besideReads >= mostBesideReads;
    },
    pauseMs: () => Math.min(longestPauseMs, firstPauseMs * 2 ** (inRow - 1)) * (0.5 + Math.random() / 2),
  };
}
