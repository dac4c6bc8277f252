/** Pending sleeps, ordered by due time. Its time moves only when `wakeNext` is called. */
export interface SleepQueue {
  now(): number;
  /** Resolves when `wakeNext` reaches `now() + ms`. A sleep of `Infinity` ends only when its signal is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  hasNext(): boolean;
  /** Moves the time to the earliest due time and ends the sleep that was called first for it. */
  wakeNext(): void;
}

interface Sleeper {
  readonly dueAt: number;
  wake(): void;
}

export function createSleepQueue(startAt: number): SleepQueue {
  // Ordered by due time; equal due times keep the order of the calls.
  const sleepers: Sleeper[] = [];
  let currentTime = startAt;

  const add = (sleeper: Sleeper): void => {
    let [from, to] = [0, sleepers.length];
    while (from < to) {
      const middle = (from + to) >>> 1;
      if ((sleepers[middle] as Sleeper).dueAt > sleeper.dueAt) to = middle;
      else from = middle + 1;
    }
    sleepers.splice(from, 0, sleeper);
  };

  return {
    now: () => currentTime,
    hasNext: () => sleepers[0] !== undefined && Number.isFinite(sleepers[0].dueAt),
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason);
        const cancel = (): void => {
          sleepers.splice(sleepers.indexOf(sleeper), 1);
          reject(signal?.reason);
        };
        const wake = (): void => {
          signal?.removeEventListener('abort', cancel);
          resolve();
        };
        const sleeper: Sleeper = { dueAt: currentTime + ms, wake };
        add(sleeper);
        signal?.addEventListener('abort', cancel, { once: true });
      }),
    wakeNext: () => {
      const next = sleepers[0];
      if (next === undefined || !Number.isFinite(next.dueAt)) return;
      sleepers.shift();
      currentTime = next.dueAt;
      next.wake();
    },
  };
}
