import { captureContext, runDirectly } from '../async/capture-context.ts';
import { createDeferred } from '../async/deferred.ts';
import type { AwaitedTask, Operation } from '../core/types.ts';
import type { Task, TaskSummary } from '../models.ts';
import { finalStatus, isKnownStatus, normalizeStatus } from '../tasks/task-status.ts';
import { parseTimestampMs } from '../tasks/timestamp.ts';
import { emit, subjectOfTask } from '../transport/hooks.ts';
import { nextIntervalMs } from './poll-interval.ts';
import { isKnownToRun, lastReadDueMs, purposeOfPoll } from './poll-purpose.ts';
import { createTaskPoll } from './poll-task.ts';
import type { GroupContext, ListScan, PolledTask } from './types.ts';

/** Tasks that are added within this time are scanned together. */
const gatherMs = 10;
/** How much later than the record the list may show a new task, and by how much its timestamp may be earlier. */
const lagMs = 2_000;

/** A group scans its list, or polls the task, well within this time. */
const attendedMs = 120_000;

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** One task of a group: what is known of it, and how it learns from polls of its own and from scans of the list. */
export function createPolledTask(group: GroupContext, awaited: AwaitedTask, operation: Operation): PolledTask {
  const { core, options, trust, changed } = group;
  const { settings } = core;
  const { clock } = settings;
  const { id, snapshot, earlier } = awaited;
  const { progress } = operation;
  const poll = createTaskPoll(core, awaited, operation);
  const end = createDeferred<Task>();
  // The group polls for all its tasks, from the context of none.
  const run = settings.hooks.around ? captureContext() : runDirectly;
  const startedMs = clock.now();
  /** For how long a list without the task is not wrong. */
  const graceMs = snapshot === undefined ? 0 : lagMs;
  const createdMs = parseTimestampMs(snapshot?.created_at ?? '');
  /** The list has shown every change of the task up to this instant of the server's. */
  let coveredMs: number | undefined;
  /** The row because of which the record was last read. */
  let checkedRow: string | undefined;
  let attempt = 0;
  let working: Promise<void> | undefined;

  operation.attend(attendedMs);
  const polled: Mutable<PolledTask> = {
    id,
    agentId: options.agentId ?? snapshot?.agent_id,
    end: end.promise,
    isBusy: false,
    isReading: false,
    isFinishing: false,
    isUnlisted: false,
    knownMs: startedMs,
    delayMs: isKnownToRun(awaited) ? nextIntervalMs(operation, 0) : gatherMs,
    askedMs: startedMs,
    trustedUntilMs: () => polled.askedMs + Math.max(trust.forMs(), (polled.askedMs - startedMs) / 2),
    lastReadMs: () => lastReadDueMs(core, operation),
    floorMs: () => coveredMs ?? (createdMs ?? Number.NEGATIVE_INFINITY) - lagMs,
    ask: () => work(ask),
    isToldBy: (scan) => scan.rows.has(id) || isUnchangedIn(scan),
    idle: async () => working,
    leave: () => end.reject(operation.signal.reason),
    learn,
  };

  /**
   * Does one thing about the task at a time. An error ends the wait. A task whose wait is over stays busy, because the
   * group may plan once more before it has removed the task.
   */
  function work(step: () => Promise<Task | undefined>): void {
    polled.isBusy = true;
    working = doStep(step);
  }

  async function doStep(step: () => Promise<Task | undefined>): Promise<void> {
    try {
      const task = await run(step);
      if (task === undefined) {
        keepWaiting();
        polled.isBusy = false;
      } else end.resolve(task);
    } catch (error) {
      end.reject(error);
    }
    changed();
  }

  /** The task was heard of just now, and goes on. */
  function keepWaiting(): void {
    polled.knownMs = clock.now();
    operation.attend(attendedMs);
    try {
      polled.delayMs = nextIntervalMs(operation, polled.knownMs - startedMs);
    } catch (error) {
      end.reject(error);
    }
  }

  async function ask(): Promise<Task | undefined> {
    attempt += 1;
    emit(subjectOfTask(settings, id), 'onPoll', { attempt, delayMs: clock.now() - polled.knownMs });
    const isCheck = clock.now() >= polled.trustedUntilMs() && !polled.isUnlisted;
    polled.askedMs = clock.now();
    const task = await poll.judge(await read());
    if (task !== undefined && polled.isFinishing) trust.confirmed();
    else if (task !== undefined && isCheck) trust.missed();
    // A failed read told nothing: the finished result still has to be fetched.
    if (progress.trouble === undefined) polled.isFinishing = false;
    polled.agentId ??= progress.lastTask?.agent_id;
    return task;
  }

  async function read(): Promise<Task | undefined> {
    polled.isReading = true;
    try {
      return await poll.read(() => {
        group.glance?.();
        return polled.isFinishing ? 'finish' : purposeOfPoll(operation);
      });
    } finally {
      polled.isReading = false;
      changed();
    }
  }

  /** Whether an ordered list shows the task no longer because it has not changed. */
  function isUnchangedIn({ rows, topMs, bottomMs }: ListScan): boolean {
    return !rows.has(id) && topMs !== undefined && coveredMs !== undefined && bottomMs <= coveredMs;
  }

  function learn(scan: ListScan, scannedMs: number, completeMs: number): boolean {
    const { rows, topMs } = scan;
    const row = rows.get(id);
    const isUnchanged = isUnchangedIn(scan);
    const isTold = row === undefined ? isUnchanged : learnFromRow(row);
    if (isUnchanged && !polled.isBusy) keepWaiting();
    if (row !== undefined) coveredMs = undefined;
    // When the list shows the task as ended, only its record can say that it goes on.
    if (topMs !== undefined && isTold && !polled.isFinishing) coveredMs = completeMs;
    polled.isUnlisted = !isTold && (polled.isUnlisted || scannedMs - startedMs >= graceMs);
    return isTold;
  }

  function learnFromRow(row: TaskSummary): boolean {
    polled.agentId ??= row.agent_id;
    const status = normalizeStatus(row.status);
    const isEnd = finalStatus(row) !== undefined;
    if (isEnd && options.detail === 'summary' && earlier.length === 0 && !polled.isBusy) {
      trust.confirmed();
      work(async () => {
        await report(row);
        return row;
      });
      return true;
    }
    // Only the record shows whether a status that is not known is an end.
    const isUnknown = status !== undefined && !isKnownStatus(status);
    if (isEnd || isUnknown || (status === 'paused' && operation.options.onPaused !== 'wait')) return readBecauseOf(row);
    if (polled.isBusy || polled.isFinishing || status === undefined) return status !== undefined;
    // A row that is behind the record is no news. For a task that was never read, it proves that the task exists.
    const isNoNews = status === 'pending' && progress.lastTask !== undefined;
    if (isNoNews || status === normalizeStatus(progress.lastTask?.status)) keepWaiting();
    else work(() => report(row));
    return true;
  }

  /** Has the record read because of this row, once. The same row a second time is ahead of the record or behind it. */
  function readBecauseOf(row: TaskSummary): boolean {
    const seen = `${row.status} ${row.updated_at}`;
    if (seen === checkedRow) return polled.isFinishing;
    // The answer to a read that is under way may be older than the row.
    if (!polled.isBusy) checkedRow = seen;
    polled.isFinishing = true;
    polled.delayMs = 0;
    return true;
  }

  /** Reports to the caller what a row shows. */
  async function report(row: TaskSummary): Promise<undefined> {
    const { status = null, result = null }: Task = row;
    await poll.note({ ...progress.lastTask, id, status, ...(finalStatus({ status }) && { result }) });
  }

  return polled;
}
