import { onAbort } from '../async/abort.ts';
import { ignore } from '../async/ignore.ts';
import type { AwaitedTask, Core, Operation, TaskGroup } from '../core/types.ts';
import type { Task } from '../models.ts';
import { createHorizon, readTaskList } from './list-scan.ts';
import { createListSchedule, createListTrust, earliest } from './list-schedule.ts';
import { createPolledTask } from './polled-task.ts';
import type { PolledTask, WatchBoard } from './types.ts';

/** Waits for the tasks of all plain calls of a client. */
export function createWatching(core: Core): TaskGroup {
  const board: WatchBoard = {
    tasks: new Map(),
    plan: undefined,
    schedule: createListSchedule(),
    trust: createListTrust(),
    horizon: createHorizon(),
    latest: undefined,
    scanning: undefined,
    scans: 0,
    checkedMs: Number.NEGATIVE_INFINITY,
  };
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
  const task = createPolledTask({ core, options: {}, trust: board.trust, changed: ignore }, awaited, operation);
  const stopListening = onAbort(operation.signal, task.leave);
  let learned = board.scans;
  try {
    for (;;) {
      const nowMs = clock.now();
      board.tasks.set(task, nowMs);
      const end = await Promise.race([task.end, task.idle()]);
      if (end !== undefined) return end;
      const { latest } = board;
      if (latest !== undefined && latest.number > learned) {
        learned = latest.number;
        task.learn(latest.scan, latest.startedMs, latest.completeMs);
        continue;
      }
      forgetVanished(board, nowMs);
      const due = findDue(board, task, nowMs);
      if (due === 'read') task.ask();
      else if (due === 'scan') void scan(core, board, own.signal);
      else await Promise.race([task.end, clock.sleep(due - nowMs, operation.signal)]);
    }
  } finally {
    stopListening();
    board.tasks.delete(task);
    own.abort();
  }
}

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

/** How long a plan holds, so that thousands of waits that wake together need only one. */
const planMs = 100;

function planScan(board: WatchBoard, nowMs: number): NonNullable<WatchBoard['plan']> {
  const { plan, scans } = board;
  if (plan !== undefined && plan.scans === scans && nowMs - plan.madeMs < planMs && board.tasks.has(plan.newest))
    return plan;
  const tasks = [...board.tasks.keys()];
  const listed = tasks.filter((one) => !one.isBusy && !one.isFinishing && !one.isUnlisted);
  const next = { madeMs: nowMs, scans, newest: tasks.at(-1) as PolledTask, nextScanMs: board.schedule.nextMs(listed) };
  board.plan = next;
  return next;
}

/** How much later another wait reads the list if the newest one does not. */
const deputyMs = 250;

/** The shortest pause before a wait looks whether another one's read of the list has arrived. */
const shortestGlanceMs = 20;
/** Many waits look less often, so that looking costs as little for all of them. */
const glanceMsPerTask = 2;
const longestGlanceMs = 1_000;

function nextGlanceMs({ scanning, tasks }: WatchBoard, nowMs: number): number {
  const longestMs = Math.min(longestGlanceMs, Math.max(100, tasks.size * glanceMsPerTask));
  return nowMs + Math.min(longestMs, Math.max(shortestGlanceMs, (nowMs - (scanning?.startedMs ?? nowMs)) / 4));
}

/** A list that takes longer than this to answer is not waited for. */
const patienceMs = 5_000;
/** A wait that reads the list for all reports at least this often while it queues, and its request takes no longer. */
const queueingMs = 65_000;
const readingMs = 95_000;

/** A wait that has done nothing for this long has vanished. If it has only queued for long, it comes back. */
const vanishedMs = 10 * 60_000;

/** A wait that has vanished together with its request must not keep the others from reading the list. */
function forgetVanished(board: WatchBoard, nowMs: number): void {
  if (board.scanning !== undefined && nowMs > board.scanning.aliveUntilMs) board.scanning = undefined;
}

/** Reads the list for all waits of the board. */
async function scan(core: Core, board: WatchBoard, signal: AbortSignal): Promise<void> {
  const { clock } = core.settings;
  const startedMs = clock.now();
  const scanning = { startedMs, patienceEndsMs: Number.POSITIVE_INFINITY, aliveUntilMs: startedMs + queueingMs };
  board.scanning = scanning;
  board.scans += 1;
  for (const [task, activeMs] of board.tasks) if (startedMs - activeMs > vanishedMs) board.tasks.delete(task);
  const targets = [...board.tasks.keys()];
  const found = await readTaskList(core, targets, {
    number: board.scans,
    signal,
    onState: (state) => {
      const nowMs = clock.now();
      scanning.aliveUntilMs = nowMs + (state === 'sending' ? readingMs : queueingMs);
      if (state === 'sending') scanning.patienceEndsMs = nowMs + patienceMs;
    },
  }).catch(ignore);
  if (board.scanning === scanning) board.scanning = undefined;
  if (signal.aborted) return;
  const told = found === undefined ? 0 : targets.filter((task) => task.isToldBy(found)).length;
  board.schedule.scanned(clock.now(), found?.pages ?? 1, board.trust.isGood() ? told : 0, targets.length);
  if (found === undefined) return;
  const completeMs = board.horizon.of(found, startedMs);
  board.horizon.passed(found, clock.now());
  board.latest = { scan: found, number: board.scans, startedMs, completeMs };
}
