/** How far the list of tasks is believed where it shows that a task goes on. */
export interface Trust {
  /** Whether it is believed at all. */
  isGood(): boolean;
  /** How long it is believed of one task, before the task itself is asked. */
  forMs(): number;
  /** The list has told an end. */
  told(): void;
  /** The list still showed a task as running that had ended. */
  missed(): void;
}

const shortestMs = 60_000;
const longestMs = 30 * 60_000;

/** A minute for a start, and more for each end that the list has told. One miss may be a coincidence, two are not. */
export function createTrust(): Trust {
  let ends = 0;
  let misses = 0;
  return {
    isGood: () => misses <= 1 + ends / 10,
    forMs: () => Math.min(longestMs, Math.max(shortestMs, (shortestMs * ends) / (1 + misses) ** 2)),
    told: () => {
      ends += 1;
    },
    missed: () => {
      misses += 1;
    },
  };
}
