import { ignore } from '../async/ignore.ts';
import type { Core } from '../core/types.ts';
import { createHorizon, readTaskList } from './list-scan.ts';
import { createListSchedule, createListTrust } from './list-schedule.ts';
import type { PolledTask, WatchBoard } from './types.ts';

/** What the waits of one client share. */
export function createWatchBoard(): WatchBoard {
  return {
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
}

/** How long a plan holds, so that thousands of waits that wake together need only one. */
const planMs = 100;

/** When the next scan is due, and which wait makes it. */
export function planScan(board: WatchBoard, nowMs: number): NonNullable<WatchBoard['plan']> {
  const { plan, scans } = board;
  if (plan !== undefined && plan.scans === scans && nowMs - plan.madeMs < planMs && board.tasks.has(plan.newest))
    return plan;
  const tasks = [...board.tasks.keys()];
  const listed = tasks.filter((one) => !one.isBusy && !one.isFinishing && !one.isUnlisted);
  const next = { madeMs: nowMs, scans, newest: tasks.at(-1) as PolledTask, nextScanMs: board.schedule.nextMs(listed) };
  board.plan = next;
  return next;
}

/** A list that takes longer than this to answer is not waited for. */
const patienceMs = 5_000;
/** A wait that reads the list for all reports at least this often while it queues, and its request takes no longer. */
const queueingMs = 65_000;
const readingMs = 95_000;

/** A wait that has done nothing for this long has vanished. If it has only queued for long, it comes back. */
const vanishedMs = 10 * 60_000;

/** A wait that has vanished together with its request must not keep the others from reading the list. */
export function forgetVanished(board: WatchBoard, nowMs: number): void {
  if (board.scanning !== undefined && nowMs > board.scanning.aliveUntilMs) board.scanning = undefined;
}

/** Runs of single calls start at their own times, and several may start at once. */
const leaves = { requests: 3, forRequests: 12 };

/** Reads the list for all waits of the board. */
export async function scanForAll(core: Core, board: WatchBoard, signal: AbortSignal): Promise<void> {
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
    leaves,
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
