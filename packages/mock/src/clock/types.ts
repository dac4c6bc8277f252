/**
 * The time of the mock and of its clients.
 *
 * When the client uses the same clock (`new Xpander({ fetch: mock.fetch, clock: mock.clock })`), a test that covers
 * minutes runs in milliseconds.
 */
export interface Clock {
  /** The current instant, in epoch milliseconds. */
  now(): number;
  /** Resolves after `ms` milliseconds; rejects with `signal.reason` as soon as `signal` is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** Counts the work in flight. Virtual time moves only while all of it waits. */
export interface WorkTracker {
  /** Returns true while no tracked work is busy: all of it waits, or there is none. */
  isIdle(): boolean;
  /** Counts `work` as busy until it settles or `signal` is aborted. */
  track<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T>;
  /** Stops counting the surrounding `track` as busy until `wait` settles. */
  whileWaiting<T>(wait: () => Promise<T>): Promise<T>;
  /** Sets the listener, of which there is one. It is called when work waits, resumes or ends. */
  onChange(listener: () => void): void;
}
