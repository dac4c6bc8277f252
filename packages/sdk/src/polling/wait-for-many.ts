import type { OperationCall } from '../api/types.ts';
import { onAbort } from '../async/abort.ts';
import { captureContext } from '../async/capture-context.ts';
import { ignore } from '../async/ignore.ts';
import type { Core, TaskGroup } from '../core/types.ts';
import { createHorizon, readTaskList } from './list-scan.ts';
import { createListSchedule, createListTrust, earliest } from './list-schedule.ts';
import { createPolledTask } from './polled-task.ts';
import type { GroupContext, GroupOptions, ListScan, PolledTask } from './types.ts';

/** How many records are read at the same moment: of finishing tasks, and of all others. */
const mostReads = 20;
/** A list that takes longer than this to answer is not waited for. */
const patienceMs = 5_000;
/** The pause between two tasks whose records are read although the list shows them. */
const checkPauseMs = 1_000;

/** A batch starts a run when another one has ended, so that a scan needs to leave little. */
const leaves = { requests: 1, forRequests: 1 };

/**
 * Waits for many tasks together: one scan of the list tells about all of them, so that they need no request each.
 *
 * The list is a hint, and each task's record is the truth. A task that the list shows as ended is read. So is a task that
 * the list does not show, as often as a wait for it alone would read it.
 */
export function createTaskGroup(core: Core, options: GroupOptions): TaskGroup {
  const { clock } = core.settings;
  const all = new Set<PolledTask>();
  const schedule = createListSchedule();
  const horizon = createHorizon();
  const trust = createListTrust();
  /** With the hook `around`, what is done for all tasks is not done in the context of one of them. */
  const run = core.settings.hooks.around && captureContext();
  let alarm = new AbortController();
  let alarmMs = Number.POSITIVE_INFINITY;
  let scanning: { patienceEndsMs: number; readonly controller: AbortController } | undefined;
  let scans = 0;
  let isChanged = false;
  let checkedMs = Number.NEGATIVE_INFINITY;

  /** Begins what is due now, and sets the alarm for what is due next. */
  const plan = (): void => {
    isChanged = false;
    alarm.abort();
    if (all.size === 0) {
      alarmMs = Number.POSITIVE_INFINITY;
      scanning?.controller.abort();
      return;
    }
    const nowMs = clock.now();
    const idle = [...all].filter(({ isBusy }) => !isBusy);
    const canScan = all.size > 1 || options.detail === 'summary';
    const needsRead = (task: PolledTask): boolean => task.isFinishing || task.isUnlisted || task.lastReadMs() <= nowMs;
    const listed = idle.filter((task) => !needsRead(task));
    const scanMs = canScan ? schedule.nextMs(listed) : Number.POSITIVE_INFINITY;
    if (scanning === undefined && scanMs <= nowMs) void scan(nowMs);
    const impatientMs = scanning?.patienceEndsMs ?? Number.POSITIVE_INFINITY;
    const isListGood = canScan && schedule.isUseful() && nowMs < impatientMs;
    const readMs = readDue(isListGood ? idle.filter(needsRead) : idle, nowMs);
    const checkMs = isListGood ? check(listed, nowMs) : Number.POSITIVE_INFINITY;
    const lastReadsMs = idle.map((task) => task.lastReadMs());
    alarmMs = earliest([...readMs, ...lastReadsMs, checkMs, scanMs, impatientMs].filter((ms) => ms > nowMs));
    alarm = new AbortController();
    // The sleep rejects when the alarm is set anew.
    if (alarmMs < Number.POSITIVE_INFINITY) void clock.sleep(alarmMs - nowMs, alarm.signal).then(plan, ignore);
  };

  const changed = (): void => {
    if (!isChanged && run) void run(async () => plan());
    else if (!isChanged) queueMicrotask(plan);
    isChanged = true;
  };
  const group: GroupContext = { core, options, trust, changed };

  /**
   * Reads the records of tasks that are due, finishing ones and others, within the limit for each. The task that was read
   * longest ago goes first. Returns when each task is due.
   */
  const readDue = (tasks: readonly PolledTask[], nowMs: number): number[] => {
    const reading = [...all].filter(({ isReading }) => isReading);
    const due = tasks
      .filter(({ knownMs, delayMs }) => knownMs + delayMs <= nowMs)
      .sort((a, b) => a.askedMs - b.askedMs);
    for (const isFinishing of [true, false]) {
      const room = mostReads - reading.filter((task) => task.isFinishing === isFinishing).length;
      for (const task of due.filter((other) => other.isFinishing === isFinishing).slice(0, Math.max(0, room)))
        task.ask();
    }
    return tasks.map(({ knownMs, delayMs }) => knownMs + delayMs);
  };

  /** Reads the record of one task about which only the list was read for long. Returns when the next one is due. */
  const check = (listed: readonly PolledTask[], nowMs: number): number => {
    const [first, second] = [...listed].sort((a, b) => a.trustedUntilMs() - b.trustedUntilMs());
    const dueMs = Math.max(first?.trustedUntilMs() ?? Number.POSITIVE_INFINITY, checkedMs + checkPauseMs);
    if (first === undefined || dueMs > nowMs) return dueMs;
    checkedMs = nowMs;
    first.ask();
    return Math.max(second?.trustedUntilMs() ?? Number.POSITIVE_INFINITY, nowMs + checkPauseMs);
  };

  const scan = async (startedMs: number): Promise<void> => {
    const controller = new AbortController();
    scanning = { controller, patienceEndsMs: Number.POSITIVE_INFINITY };
    const targets = [...all];
    const found = await readList(targets, controller.signal);
    scanning = undefined;
    const told = found === undefined ? 0 : learn(found, targets, startedMs);
    const useful = trust.isGood() ? told : 0;
    if (!controller.signal.aborted) schedule.scanned(clock.now(), found?.pages ?? 1, useful, targets.length);
    plan();
  };

  /** Passes a scan on to its tasks. Returns to how many of them it told anything. */
  const learn = (found: ListScan, targets: readonly PolledTask[], startedMs: number): number => {
    const completeMs = horizon.of(found, startedMs);
    horizon.passed(found, clock.now());
    return targets.filter((task) => all.has(task) && task.learn(found, startedMs, completeMs)).length;
  };

  /** Scans the list. A list that fails tells nothing: then each task is read by itself. */
  const readList = (targets: readonly PolledTask[], signal: AbortSignal): Promise<ListScan | undefined> => {
    const { timeoutMs, headers } = options;
    // Waiting for the rate limit says nothing against the list: a read of a single task would have to wait longer.
    const onState: OperationCall['onState'] = (state) => {
      if (state === 'queueing') return;
      if (scanning) scanning.patienceEndsMs = clock.now() + patienceMs;
      changed();
    };
    scans += 1;
    return readTaskList(core, targets, { timeoutMs, headers, signal, onState, leaves, number: scans }).catch(ignore);
  };

  return {
    async wait(awaited, operation) {
      const task = createPolledTask(group, awaited, operation);
      const stopListening = onAbort(operation.signal, task.leave);
      all.add(task);
      // Thousands of tasks may be added at once. One that is due after the next alarm needs no new plan.
      if (task.knownMs + task.delayMs < alarmMs) changed();
      try {
        return await task.end;
      } finally {
        stopListening();
        all.delete(task);
        changed();
      }
    },
  };
}
