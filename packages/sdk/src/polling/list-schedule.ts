/** When a task was last heard of, and how much later a look at it alone would be due. */
export interface Known {
  readonly knownMs: number;
  readonly delayMs: number;
}

/** Decides when one more sweep is worth its requests. */
export interface SweepPace {
  nextMs(tasks: readonly Known[], nowMs: number): number;
  /** Whether the list tells enough for its tasks to wait for the next sweep. */
  isGood(): boolean;
  /** Takes note of a sweep: how many pages were read, and of how many of its tasks it told something. */
  swept(nowMs: number, reads: number, told: number, tasks: number): void;
}

/** The shortest pause between two sweeps, unless the caller wants single tasks to be looked at more often. */
const shortestPauseMs = 1_500;
const longestPauseMs = 60_000;
/** What is due sooner is so because it is new, not because the caller wants to know soon. */
const shortestDelayMs = 50;

/**
 * The best interval between looks at a task grows with one over the square root of how likely it is to end. That
 * likelihood adds up over tasks, and a sweep is one look at all of them: n tasks that are each due every d are swept
 * every d/√n, and every d·√(p/n) when a sweep takes p pages.
 */
export function createSweepPace(): SweepPace {
  let sweptMs = Number.NEGATIVE_INFINITY;
  let pages = 1;
  /** How many sweeps in a row told less than single looks would have. */
  let poor = 0;

  return {
    isGood: () => poor === 0,
    nextMs(tasks, nowMs) {
      if (poor > 0) return sweptMs + Math.min(longestPauseMs, shortestPauseMs * 2 ** poor);
      const delays = tasks.map(({ delayMs }) => delayMs).filter((delayMs) => delayMs >= shortestDelayMs);
      const pauseMs = Math.min(shortestPauseMs, earliest(delays));
      const firstMs = earliest(tasks.map(({ knownMs, delayMs }) => knownMs + Math.min(delayMs, pauseMs)));
      return Math.max(firstMs, sweptMs + pauseMs, worthMs(tasks, pages, nowMs));
    },
    swept(nowMs, reads, told, tasks) {
      sweptMs = nowMs;
      pages = reads;
      poor = told < Math.min(tasks, 2 * reads) ? poor + 1 : 0;
    },
  };
}

/** The least of any number of times; a call takes only so many arguments. */
export function earliest(times: readonly number[]): number {
  return times.reduce((least, ms) => Math.min(least, ms), Number.POSITIVE_INFINITY);
}

/** When the squares of what the tasks have waited, each as a part of its delay, add up to the number of pages. */
function worthMs(tasks: readonly Known[], pages: number, nowMs: number): number {
  let [square, linear, constant] = [0, 0, -pages];
  for (const { knownMs, delayMs } of tasks) {
    const waitedMs = nowMs - knownMs;
    square += 1 / delayMs ** 2;
    linear += waitedMs / delayMs ** 2;
    constant += (waitedMs / delayMs) ** 2;
  }
  if (constant >= 0) return nowMs;
  return nowMs + (Math.sqrt(linear ** 2 - square * constant) - linear) / square;
}
