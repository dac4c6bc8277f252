import { checkedDelay } from './checked-delay.ts';
import { createSleepQueue, type SleepQueue } from './sleep-queue.ts';
import type { Clock, WorkTracker } from './types.ts';

/** The start of every virtual clock: 2026-01-01T00:00:00Z. */
export const VIRTUAL_EPOCH_MS: number = Date.UTC(2026, 0, 1);

/**
 * How many turns must pass without a change before time moves. A chain of promises ends within one turn. The other
 * turns are for code that waits for the event loop.
 */
const QUIET_TURNS = 8;

interface VirtualClockOptions {
  workTracker: WorkTracker;
  /** Waits for one turn of the channel that clients use to reach the mock, such as the event loop. */
  turn: () => Promise<unknown>;
}

/**
 * Creates a clock that stands still while any tracked work is busy, and otherwise jumps to the next due time.
 *
 * Sleeps end one at a time, by due time and then by the order of the calls. The work that one of them starts is over
 * before the next one ends. An idle clock holds no timer.
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
