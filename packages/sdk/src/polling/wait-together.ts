import { onAbort } from '../async/abort.ts';
import { ignore } from '../async/ignore.ts';
import type { AwaitedTask, Core, Operation, TaskGroup } from '../core/types.ts';
import type { Task } from '../models.ts';
import { earliest } from './list-schedule.ts';
import { createPolledTask } from './polled-task.ts';
import type { PolledTask, WatchBoard } from './types.ts';
import { createWatchBoard, forgetVanished, planScan, scanForAll } from './watch-board.ts';

/** Waits for the tasks of all plain calls of a client. */
export function createWatching(core: Core): TaskGroup {
  const board = createWatchBoard();
  return { wait: (awaited, operation) => waitTogether(core, board, awaited, operation) };
}

/**
 * Waits for a task together with the client's other waits: one read of the list tells about all of them.
 *
 * What the waits share is plain data. Each one has timers and requests of its own, and looks at that data when it wakes,
 * because some runtimes forbid one request to wake another. The wait that finds the list due reads it for all.
 */
async function waitTogether(core: Core, board: WatchBoard, awaited: AwaitedTask, operation: Operation): Promise<Task> {
  const { clock } = core.settings;
  const own = new AbortController();
  let learned = board.scans;
  const catchUp = (): boolean => {
    const { latest } = board;
    if (latest === undefined || latest.number <= learned) return false;
    learned = latest.number;
    task.learn(latest.scan, latest.startedMs, latest.completeMs);
    return true;
  };
  /** While all waits queue for reads of their own, because the list has told too little, it is still tried again. */
  const glance = (): void => {
    board.tasks.set(task, clock.now());
    catchUp();
    forgetVanished(board, clock.now());
    const isIdle = board.tasks.size > 1 && board.scanning === undefined;
    if (isIdle && !board.schedule.isUseful() && board.schedule.nextMs([]) <= clock.now())
      void scanForAll(core, board, own.signal);
  };
  const group = { core, options: {}, trust: board.trust, changed: ignore, glance };
  const task = createPolledTask(group, awaited, operation);
  const stopListening = onAbort(operation.signal, task.leave);
  try {
    for (;;) {
      board.tasks.set(task, clock.now());
      const end = await Promise.race([task.end, task.idle()]);
      if (end !== undefined) return end;
      const nowMs = clock.now();
      if (catchUp()) continue;
      forgetVanished(board, nowMs);
      const due = findDue(board, task, nowMs);
      if (due === 'read') task.ask();
      else if (due === 'scan') void scanForAll(core, board, own.signal);
      else await Promise.race([task.end, clock.sleep(due - nowMs, operation.signal)]);
    }
  } finally {
    stopListening();
    board.tasks.delete(task);
    own.abort();
  }
}

/** How much later another wait reads the list if the newest one does not. */
const deputyMs = 250;

/** The pause between two tasks whose records are read although the list shows them. */
const checkPauseMs = 1_000;

/** What this task has to do now, or when it has to look again. */
function findDue(board: WatchBoard, task: PolledTask, nowMs: number): 'read' | 'scan' | number {
  const { schedule, scanning } = board;
  const lastReadMs = task.lastReadMs();
  if (lastReadMs <= nowMs && task.askedMs < lastReadMs) return 'read';
  const ownMs = task.knownMs + task.delayMs;
  const needsRead = task.isFinishing || task.isUnlisted || lastReadMs <= nowMs;
  const canScan = board.tasks.size > 1;
  const isListGood = canScan && schedule.isUseful() && nowMs < (scanning?.patienceEndsMs ?? Number.POSITIVE_INFINITY);
  const checkMs = Math.max(task.trustedUntilMs(), board.checkedMs + checkPauseMs);
  if ((isListGood && !needsRead ? checkMs : ownMs) <= nowMs) {
    if (isListGood && !needsRead) board.checkedMs = nowMs;
    return 'read';
  }
  const soonestMs = earliest([ownMs, lastReadMs].filter((ms) => ms > nowMs));
  if (!canScan) return soonestMs;
  if (scanning !== undefined) return Math.min(soonestMs, nextGlanceMs(board, nowMs));
  const { newest, nextScanMs } = planScan(board, nowMs);
  // The newest wait reads the list: it is the last one to end, and a read that queues ends with its wait.
  const scanMs = nextScanMs + (newest === task ? 0 : deputyMs);
  return scanMs <= nowMs ? 'scan' : Math.min(soonestMs, scanMs);
}

/** The shortest pause before a wait looks whether another one's read of the list has arrived. */
const shortestGlanceMs = 20;
/** Many waits look less often, so that looking costs as little for all of them. */
const glanceMsPerTask = 2;
const longestGlanceMs = 1_000;

function nextGlanceMs({ scanning, tasks }: WatchBoard, nowMs: number): number {
  const longestMs = Math.min(longestGlanceMs, Math.max(100, tasks.size * glanceMsPerTask));
  return nowMs + Math.min(longestMs, Math.max(shortestGlanceMs, (nowMs - (scanning?.startedMs ?? nowMs)) / 4));
}
