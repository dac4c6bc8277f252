import { createSleepQueue, type SleepQueue } from './sleep-queue.ts';
import type { WorkTracker } from './work-tracker.ts';

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

/** Where every virtual clock starts: 2026-01-01T00:00:00Z. */
export const VIRTUAL_EPOCH_MS: number = Date.UTC(2026, 0, 1);

/** Longest delay a platform timer takes; a longer one would fire at once. */
const MAX_TIMER_MS = 2_147_483_647;

/**
 * How many turns must pass without anything happening before time moves on. Promise chains end
 * within one turn; the rest is for code that itself passes through the event loop.
 */
const QUIET_TURNS = 8;

interface VirtualClockOptions {
  workTracker: WorkTracker;
  /** Waits for one turn of whatever the clients use to reach the mock, such as the event loop. */
  turn: () => Promise<unknown>;
}

/**
 * A clock that jumps to the next due time when nobody works any more, and stands still otherwise.
 *
 * Sleepers wake one at a time, in the order of their due times and then of their calls; each one's consequences are
 * over before the next wakes. An idle clock holds no timer.
 */
export function createVirtualClock({ workTracker, turn }: VirtualClockOptions): Clock {
  const sleepQueue = createSleepQueue(VIRTUAL_EPOCH_MS);
  let changes = 0;
  let isMoving = false;

  const noticeChange = (): void => {
    changes += 1;
    if (!isMoving && canMove(sleepQueue, workTracker)) void move();
  };
  const untilQuiet = async (): Promise<void> => {
    let seen = changes;
    for (let quietTurns = 0; quietTurns < QUIET_TURNS; quietTurns++) {
      await turn();
      if (changes === seen) continue;
      seen = changes;
      quietTurns = -1;
    }
  };
  const move = async (): Promise<void> => {
    isMoving = true;
    while (canMove(sleepQueue, workTracker)) {
      await untilQuiet();
      if (workTracker.isIdle()) sleepQueue.wakeNext();
    }
    isMoving = false;
  };

  workTracker.onChange(noticeChange);
  return {
    now: () => sleepQueue.now(),
    sleep: (ms, signal) =>
      workTracker.whileWaiting(() => {
        const slept = sleepQueue.sleep(checkedDelay(ms), signal);
        noticeChange();
        return slept;
      }),
  };
}

function canMove(sleepQueue: SleepQueue, workTracker: WorkTracker): boolean {
  return sleepQueue.hasNext() && workTracker.isIdle();
}

/** The platform's time: `Date.now` and `setTimeout`. */
export function createRealClock(): Clock {
  return { now: () => Date.now(), sleep: realSleep };
}

function realSleep(ms: number, signal?: AbortSignal): Promise<void> {
  const dueAt = performance.now() + checkedDelay(ms);
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    let timer: ReturnType<typeof setTimeout>;
    const cancel = (): void => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const tick = (): void => {
      const remainingMs = dueAt - performance.now();
      if (remainingMs > 0) {
        timer = setTimeout(tick, Math.min(Math.ceil(remainingMs), MAX_TIMER_MS));
        return;
      }
      signal?.removeEventListener('abort', cancel);
      resolve();
    };
    signal?.addEventListener('abort', cancel, { once: true });
    tick();
  });
}

function checkedDelay(ms: number): number {
  if (typeof ms !== 'number' || Number.isNaN(ms)) {
    throw new TypeError(`clock.sleep() takes a number of milliseconds; got ${String(ms)}.`);
  }
  return Math.max(0, ms);
}
