import type { ListSchedule, ListTrust } from './types.ts';

/** The shortest pause between two scans, unless the caller polls single tasks more often than that. */
const shortestPauseMs = 1_500;
const longestPauseMs = 60_000;
/** A shorter delay means that a task is new, not that the caller wants to know sooner. */
const shortestDelayMs = 50;

/**
 * The best interval between polls of one task is inversely proportional to the square root of its rate of ending. Rates
 * add up over tasks, and one scan polls all of them: with the delay `d` of each task, a scan of `p` pages is due
 * `√(p / Σ 1/d²)` after the last one. For n tasks with the same delay that is `d·√(p/n)`.
 */
export function createListSchedule(): ListSchedule {
  let scannedMs = Number.NEGATIVE_INFINITY;
  let lastPages = 1;
  /** The number of scans in a row that told less than polls of single tasks would have. */
  let useless = 0;

  return {
    isUseful: () => useless === 0,
    nextMs(tasks) {
      // A list that told too little is tried again, also for tasks that it did not show.
      if (useless > 0) return scannedMs + Math.min(longestPauseMs, shortestPauseMs * 2 ** useless);
      if (tasks.length === 0) return Number.POSITIVE_INFINITY;
      const delays = tasks.map(({ delayMs }) => delayMs).filter((delayMs) => delayMs >= shortestDelayMs);
      const pauseMs = Math.min(shortestPauseMs, earliest(delays));
      const firstMs = earliest(tasks.map(({ knownMs, delayMs }) => knownMs + Math.min(delayMs, pauseMs)));
      const urgency = tasks.reduce((sum, { delayMs }) => sum + 1 / delayMs ** 2, 0);
      return Math.max(firstMs, scannedMs + Math.max(pauseMs, Math.sqrt(lastPages / urgency)));
    },
    scanned(nowMs, pages, told, tasks) {
      scannedMs = nowMs;
      lastPages = pages;
      useless = told < Math.min(tasks, 2 * pages) ? useless + 1 : 0;
    },
  };
}

/** The earliest of any number of times. `Math.min` takes only a limited number of arguments. */
export function earliest(times: readonly number[]): number {
  return times.reduce((least, ms) => Math.min(least, ms), Number.POSITIVE_INFINITY);
}

const shortestTrustMs = 60_000;
const longestTrustMs = 30 * 60_000;

/** The trust starts at a minute, and grows with each end that the list shows. One miss may be chance; two are not. */
export function createListTrust(): ListTrust {
  let ends = 0;
  let misses = 0;
  return {
    isGood: () => misses <= 1 + ends / 10,
    forMs: () => Math.min(longestTrustMs, Math.max(shortestTrustMs, (shortestTrustMs * ends) / (1 + misses) ** 2)),
    confirmed: () => {
      ends += 1;
    },
    missed: () => {
      misses += 1;
    },
  };
}
