/**
 * Time as the mock and its clients see it.
 *
 * Give the same clock to the client (`new Xpander({ fetch: mock.fetch, clock: mock.clock })`) and a test of minutes
 * runs in milliseconds.
 */
export interface Clock {
  /** The current instant, in epoch milliseconds. */
  now(): number;
  /** Resolves after `ms` milliseconds; rejects with `signal.reason` as soon as `signal` is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** Who is working right now, so that virtual time can stand still until everyone waits for it. */
export interface WorkTracker {
  /** True while every piece of work in flight only waits. */
  isIdle(): boolean;
  /** Counts `work` as busy until it settles, or until `signal` gives it up. */
  track<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T>;
  /** Does not count the surrounding `run` as busy while it waits for `wait`. */
  whileWaiting<T>(wait: () => Promise<T>): Promise<T>;
  /** Sets the one listener that hears when work starts, waits or ends. */
  onChange(listener: () => void): void;
}
