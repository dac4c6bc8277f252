import type { Operations } from '../api/operations.ts';
import { onAbort } from '../async/abort.ts';
import type { Settings } from '../config/settings.ts';
import type { RequestOptions } from '../options/call-options.ts';
import { emit, subjectOfList } from '../transport/hooks.ts';
import { createHorizon, rowsPerPage, type Sweep, sweepList } from './list-scan.ts';
import { createSweepPace, earliest } from './list-schedule.ts';
import { createTrust } from './list-trust.ts';
import { createWatched, type Watched, type Watching } from './polled-task.ts';
import type { WaitForEnd } from './wait-for-one.ts';

/** How a call watches its tasks. */
export interface WatchOptions extends Pick<RequestOptions, 'timeoutMs' | 'headers'> {
  /** The agent of all of them, when that is known. */
  readonly agentId?: string | undefined;
  readonly detail?: 'task' | 'summary' | undefined;
}

/** How many tasks are read at the same moment: of those that have ended, and of the others. */
const mostReads = 20;
/** A list that takes longer than this to answer is not waited for. */
const patienceMs = 5_000;
/** The pause between two tasks that are asked although the list tells of them. */
const checkPauseMs = 1_000;

/**
 * Waits for many tasks at once: what one reading of the list tells of all of them needs no request for each.
 *
 * The list is a hint, and each task's own record the truth: a task that the list shows as ended is read, and so is one
 * that the list does not show, at the pace of a wait for it alone.
 */
export function createWatch(operations: Operations, settings: Settings, options: WatchOptions): WaitForEnd {
  const { clock } = settings;
  const all = new Set<Watched>();
  const pace = createSweepPace();
  const horizon = createHorizon();
  const trust = createTrust();
  let alarm = new AbortController();
  let alarmMs = Number.POSITIVE_INFINITY;
  let sweeping: { patienceEndsMs: number; readonly controller: AbortController } | undefined;
  let sweeps = 0;
  let isChanged = false;
  let checkedMs = Number.NEGATIVE_INFINITY;

  /** Begins what is due, and sets the alarm for what will be. */
  const step = (): void => {
    isChanged = false;
    alarm.abort();
    if (all.size === 0) {
      alarmMs = Number.POSITIVE_INFINITY;
      sweeping?.controller.abort();
      return;
    }
    const nowMs = clock.now();
    const idle = [...all].filter(({ isBusy }) => !isBusy);
    const canSweep = all.size > 1 || options.detail === 'summary';
    const listed = idle.filter(({ isFinishing, isUnlisted }) => !isFinishing && !isUnlisted);
    const sweepMs = canSweep ? pace.nextMs(listed, nowMs) : Number.POSITIVE_INFINITY;
    if (sweeping === undefined && sweepMs <= nowMs) void sweep(nowMs);
    const impatientMs = sweeping?.patienceEndsMs ?? Number.POSITIVE_INFINITY;
    const isListGood = canSweep && pace.isGood() && nowMs < impatientMs;
    const alone = isListGood ? idle.filter(({ isFinishing, isUnlisted }) => isFinishing || isUnlisted) : idle;
    const aloneMs = askAlone(alone, nowMs);
    const checkMs = isListGood ? check(listed, nowMs) : Number.POSITIVE_INFINITY;
    alarmMs = earliest([...aloneMs, checkMs, sweepMs, impatientMs].filter((ms) => ms > nowMs));
    alarm = new AbortController();
    if (alarmMs < Number.POSITIVE_INFINITY) void clock.sleep(alarmMs - nowMs, alarm.signal).then(step, ignore);
  };

  const changed = (): void => {
    if (!isChanged) queueMicrotask(step);
    isChanged = true;
  };

  /**
   * Asks those that are due: those that have ended, and others, as many as may be, and first whoever was not asked for
   * longest. Returns when each is due.
   */
  const askAlone = (tasks: readonly Watched[], nowMs: number): number[] => {
    const busy = [...all].filter(({ isReading }) => isReading);
    const due = tasks
      .filter(({ knownMs, delayMs }) => knownMs + delayMs <= nowMs)
      .sort((a, b) => a.askedMs - b.askedMs);
    for (const isFinishing of [true, false]) {
      const room = mostReads - busy.filter((one) => one.isFinishing === isFinishing).length;
      for (const one of due.filter((other) => other.isFinishing === isFinishing).slice(0, Math.max(0, room))) one.ask();
    }
    return tasks.map(({ knownMs, delayMs }) => knownMs + delayMs);
  };

  /** Asks one of those of which only the list was heard for long. Returns when the next one is to be asked. */
  const check = (listed: readonly Watched[], nowMs: number): number => {
    const [first, second] = [...listed].sort((a, b) => a.trustedUntilMs() - b.trustedUntilMs());
    const dueMs = Math.max(first?.trustedUntilMs() ?? Number.POSITIVE_INFINITY, checkedMs + checkPauseMs);
    if (first === undefined || dueMs > nowMs) return dueMs;
    checkedMs = nowMs;
    first.ask();
    return Math.max(second?.trustedUntilMs() ?? Number.POSITIVE_INFINITY, nowMs + checkPauseMs);
  };

  const sweep = async (startedMs: number): Promise<void> => {
    const controller = new AbortController();
    sweeping = { controller, patienceEndsMs: Number.POSITIVE_INFINITY };
    const targets = [...all];
    const found = await readList(targets, controller.signal);
    sweeping = undefined;
    const told = found === undefined ? 0 : learn(found, targets, startedMs);
    const worth = trust.isGood() ? told : 0;
    if (!controller.signal.aborted) pace.swept(clock.now(), found?.reads ?? 1, worth, targets.length);
    step();
  };

  /** Passes on what was found. Returns of how many it told anything. */
  const learn = (found: Sweep, targets: readonly Watched[], startedMs: number): number => {
    const completeMs = horizon.of(found, startedMs);
    horizon.passed(found, clock.now());
    return targets.filter((one) => all.has(one) && one.learn(found, startedMs, completeMs)).length;
  };

  /** A list that fails tells nothing: then each task is read by itself. */
  const readList = (targets: readonly Watched[], signal: AbortSignal): Promise<Sweep | undefined> => {
    const { timeoutMs, headers } = options;
    const agentIds = new Set(targets.map(({ agentId }) => agentId));
    const agentId = agentIds.size === 1 ? (targets[0]?.agentId ?? undefined) : undefined;
    const priority = () => 'sweep' as const;
    // A list that waits for the budget says nothing against it: a look would have to wait longer.
    const onState = (): void => {
      if (sweeping) sweeping.patienceEndsMs = clock.now() + patienceMs;
      changed();
    };
    const call = { timeoutMs, headers, agentId, maxRetries: 0, signal, priority, onState };
    sweeps += 1;
    emit(subjectOfList(settings, agentId), 'onPoll', { attempt: sweeps });
    const sought = targets.map(({ id, floorMs }) => ({ id, floorMs: floorMs() }));
    return sweepList(
      (page) => operations.listTasks({ agent_id: agentId, per_page: rowsPerPage, page }, call),
      sought,
    ).catch(ignore);
  };

  const settlesFromRows = options.detail === 'summary';
  const watching: Watching = { operations, settings, agentId: options.agentId, settlesFromRows, trust, changed };
  return async (awaited, waitOptions, operation) => {
    const one = createWatched(watching, awaited, waitOptions, operation);
    const stopListening = onAbort(operation.signal, one.leave);
    all.add(one);
    // Thousands may be added at once, and what is due later than the next step needs none of its own.
    if (one.knownMs + one.delayMs < alarmMs) changed();
    try {
      return await one.end;
    } finally {
      stopListening();
      all.delete(one);
      changed();
    }
  };
}

function ignore(): undefined {
  // The alarm is set anew, or the list has failed.
  return undefined;
}
