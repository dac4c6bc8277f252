import type { Operations } from '../api/operations.ts';
import { createDeferred } from '../async/deferred.ts';
import type { Settings } from '../config/settings.ts';
import type { Operation } from '../core/operation.ts';
import type { Task, TaskSummary } from '../models.ts';
import type { WaitOptions } from '../options/call-options.ts';
import { parseStampMs } from '../tasks/end-detection.ts';
import { finalStatus, normalizeStatus } from '../tasks/task-status.ts';
import { emit, subjectOfTask } from '../transport/hooks.ts';
import type { Sweep } from './list-scan.ts';
import type { Trust } from './list-trust.ts';
import { nextDelayMs } from './poll-interval.ts';
import { type Awaited, createObserver } from './poll-task.ts';
import { isToldToRun } from './wait-for-one.ts';

/** One of many tasks that are watched together. */
export interface Watched {
  readonly id: string;
  readonly agentId: string | null | undefined;
  /** The task at its end. */
  readonly end: Promise<Task>;
  /** While something is under way about it, nothing else is begun: the caller may take long over what it is told. */
  readonly isBusy: boolean;
  /** Whether its record is being read. */
  readonly isReading: boolean;
  /** The list shows that it has ended or waits for a person: its own record is to tell. */
  readonly isFinishing: boolean;
  /** The list does not show it, or not as it is. */
  readonly isUnlisted: boolean;
  /** When it was last heard of, and how much later it is due. */
  readonly knownMs: number;
  readonly delayMs: number;
  /** When its own record was last asked for. */
  readonly askedMs: number;
  /** By when its own record is asked for, whatever the list shows. */
  trustedUntilMs(): number;
  /** There is nothing to learn of it below rows that changed last before this instant of the server's. */
  floorMs(): number;
  /** Reads its record. */
  ask(): void;
  /** Ends the watch: its caller has gone. */
  leave(): void;
  /** Takes from a sweep what that tells of the task. Returns whether it told anything. */
  learn(sweep: Sweep, startedMs: number, completeMs: number): boolean;
}

/** What the watches of one call have in common. */
export interface Watching {
  readonly operations: Operations;
  readonly settings: Settings;
  /** The agent of all its tasks, when that is known. */
  readonly agentId?: string | undefined;
  /** Whether the row of an ended task is enough. */
  readonly settlesFromRows: boolean;
  readonly trust: Trust;
  /** Told when something that was under way is over. */
  readonly changed: () => void;
}

/** Those that begin together are read together. */
const gatherMs = 10;
/** A list may show a new task this much later than its record, or with a somewhat earlier stamp. */
const lateMs = 2_000;

export function createWatched(
  watching: Watching,
  awaited: Awaited,
  options: WaitOptions,
  operation: Operation,
): Watched {
  const { operations, settings, settlesFromRows, trust, changed } = watching;
  const { clock } = settings;
  const { id, snapshot, earlier } = awaited;
  const { progress } = operation;
  const getTask: Operations['getTask'] = (...args) => {
    watched.isReading = true;
    return operations.getTask(...args).finally(() => {
      watched.isReading = false;
      changed();
    });
  };
  const observer = createObserver({ ...operations, getTask }, awaited, options, operation, clock);
  const end = createDeferred<Task>();
  const startedMs = clock.now();
  /** How long the list may not show the task without being wrong. */
  const graceMs = snapshot === undefined ? 0 : lateMs;
  const createdMs = parseStampMs(snapshot?.created_at ?? '');
  /** Whatever happened to the task after this instant of the server's, the list has shown. */
  let coveredMs: number | undefined;
  /** The row for whose sake its record was read. */
  let checkedRow: string | undefined;
  let attempt = 0;

  const watched = {
    id,
    agentId: watching.agentId ?? snapshot?.agent_id,
    end: end.promise,
    isBusy: false,
    isReading: false,
    isFinishing: false,
    isUnlisted: false,
    knownMs: startedMs,
    delayMs: isToldToRun(awaited) ? nextDelayMs(options, operation, 0) : gatherMs,
    askedMs: startedMs,
    trustedUntilMs: () => watched.askedMs + Math.max(trust.forMs(), (watched.askedMs - startedMs) / 2),
    floorMs: () => coveredMs ?? (createdMs ?? Number.NEGATIVE_INFINITY) - lateMs,
    ask: () => void work(ask),
    leave: () => end.reject(operation.signal.reason),
    learn,
  };

  /** Does one thing about the task at a time. What goes wrong ends the watch. */
  async function work(step: () => Promise<Task | undefined>): Promise<void> {
    watched.isBusy = true;
    try {
      const task = await step();
      if (task === undefined) hear();
      else end.resolve(task);
    } catch (error) {
      end.reject(error);
    }
    watched.isBusy = false;
    changed();
  }

  /** It was heard of just now, and goes on. */
  function hear(): void {
    watched.knownMs = clock.now();
    try {
      watched.delayMs = nextDelayMs(options, operation, watched.knownMs - startedMs);
    } catch (error) {
      end.reject(error);
    }
  }

  async function ask(): Promise<Task | undefined> {
    attempt += 1;
    emit(subjectOfTask(settings, id), 'onPoll', { attempt, delayMs: clock.now() - watched.knownMs });
    const isCheck = clock.now() >= watched.trustedUntilMs() && !watched.isUnlisted;
    watched.askedMs = clock.now();
    const task = await observer.look(() => (watched.isFinishing ? 'finish' : 'look'));
    if (task !== undefined && watched.isFinishing) trust.told();
    else if (task !== undefined && isCheck) trust.missed();
    // Trouble has told nothing: a result that is there is still to be fetched.
    if (progress.trouble === undefined) watched.isFinishing = false;
    watched.agentId ??= progress.lastTask?.agent_id;
    return task;
  }

  function learn({ rows, topMs, bottomMs }: Sweep, sweptMs: number, completeMs: number): boolean {
    const row = rows.get(id);
    const isUnchanged = row === undefined && topMs !== undefined && coveredMs !== undefined && bottomMs <= coveredMs;
    const isTold = row === undefined ? isUnchanged : see(row);
    if (isUnchanged && !watched.isBusy) hear();
    if (row !== undefined) coveredMs = undefined;
    // Of a task that the list shows as over, only its record can say that it is not.
    if (topMs !== undefined && isTold && !watched.isFinishing) coveredMs = completeMs;
    watched.isUnlisted = !isTold && (watched.isUnlisted || sweptMs - startedMs >= graceMs);
    return isTold;
  }

  function see(row: TaskSummary): boolean {
    watched.agentId ??= row.agent_id;
    const status = normalizeStatus(row.status);
    const isEnd = finalStatus(status) !== undefined;
    if (isEnd && settlesFromRows && earlier.length === 0 && !watched.isBusy) {
      trust.told();
      void work(async () => {
        await tell(row);
        return row;
      });
      return true;
    }
    if (isEnd || (status === 'paused' && options.onPaused !== 'wait')) return finish(row);
    if (watched.isBusy || watched.isFinishing || status === undefined) return status !== undefined;
    // A row that is behind the record is no news; of a task that was never read it says that there is one.
    if ((status === 'pending' && progress.lastTask) || status === normalizeStatus(progress.lastTask?.status)) hear();
    else void work(() => tell(row));
    return true;
  }

  /** Has the record read for the sake of this row, once. A row that is ahead of the record, or behind it, tells nothing more. */
  function finish(row: TaskSummary): boolean {
    const seen = `${row.status} ${row.updated_at}`;
    if (seen === checkedRow) return watched.isFinishing;
    // An answer that is on its way may be older than the row.
    if (!watched.isBusy) checkedRow = seen;
    watched.isFinishing = true;
    watched.delayMs = 0;
    return true;
  }

  /** Tells the caller what a row shows. */
  async function tell(row: TaskSummary): Promise<undefined> {
    const { status = null, result = null }: Task = row;
    await observer.note({ ...progress.lastTask, id, status, ...(finalStatus(status) && { result }) });
  }

  return watched;
}
