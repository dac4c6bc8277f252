import type { Operations } from '../api/operations.ts';
import { show } from '../checks.ts';
import { ApiError } from '../errors/api-error.ts';
import { ConfigurationError } from '../errors/configuration-error.ts';
import { isXpanderError } from '../errors/xpander-error.ts';
import type { Task } from '../models.ts';
import type { Clock, WaitOptions } from '../options.ts';
import type { Settings } from '../settings.ts';
import { emit, subjectOfTask } from '../transport/hooks.ts';
import { type Operation, toCall } from './operation.ts';
import { refusePaused } from './settle.ts';
import { finalStatus, normalizeStatus } from './task-status.ts';
import { createEndJudge, type EndMark } from './turn-end.ts';

/** What a wait starts from: an id alone, or with a snapshot that says there is such a task. */
export interface Awaited {
  readonly id: string;
  readonly snapshot?: Task | undefined;
  /** Ends of earlier turns, which the record may show a moment longer. */
  readonly earlier: readonly EndMark[];
  /** Whether the snapshot was read, and not what a POST was answered with. */
  readonly isSeenRunning?: boolean;
  /** The end, when somebody else has seen it: the record may show a later turn since. */
  readonly told?: Promise<Task>;
}

/** Looks at a task until it has ended, however it ended. */
export type WaitForEnd = (awaited: Awaited, options: WaitOptions, operation: Operation) => Promise<Task>;

export function createWaitForEnd(operations: Operations, settings: Settings): WaitForEnd {
  const { clock } = settings;
  return async (awaited, options, operation) => {
    const { id, snapshot } = awaited;
    const isEnd = createEndJudge(awaited.earlier, awaited.isSeenRunning);
    const report = createReporter(snapshot, options.onUpdate);
    const look = createLook(operations, awaited, options, operation, clock);
    const pause = createPause(id, options, operation, settings);
    // A bare id says nothing yet of a run.
    const started = snapshot === undefined ? 'unknown' : true;
    Object.assign(operation.progress, { started, taskId: id, lastTask: snapshot });
    let told: Task | undefined;
    void awaited.told?.then((end) => {
      told = end;
    });

    // Whoever holds a running snapshot has just been told; a paused one may have gone on since.
    if (snapshot !== undefined && normalizeStatus(snapshot.status) !== 'paused' && !finalStatus(snapshot.status))
      await pause();
    for (;;) {
      const seen = told ?? (await look());
      const task = told ?? seen;
      if (task !== undefined) {
        Object.assign(operation.progress, { started: true, lastTask: task });
        await report(task);
        if (task === told || isEnd(task, clock.now())) return task;
        refusePaused(task, options);
      }
      await pause();
    }
  };
}

/** Calls `onUpdate` with each snapshot that differs from the one before. */
function createReporter(first: Task | undefined, onUpdate: WaitOptions['onUpdate']): (task: Task) => Promise<void> {
  if (onUpdate === undefined) return async () => undefined;
  let seen = JSON.stringify(first);
  return async (task) => {
    const json = JSON.stringify(task);
    const isChanged = json !== seen;
    seen = json;
    if (isChanged) await onUpdate(task);
  };
}

/** How long a task that was just created may be unknown to the server that is asked for it. */
const notFoundGraceMs = 10_000;

type Look = () => Promise<Task | undefined>;

/**
 * Reads the task once; `undefined` when there was trouble that says nothing about the task.
 *
 * The first read of a bare id is an ordinary one, and its trouble is the caller's. Once the task is known to exist,
 * trouble is noted and waited out: the task goes on meanwhile.
 */
function createLook(
  operations: Operations,
  { id, snapshot }: Awaited,
  options: WaitOptions,
  operation: Operation,
  clock: Clock,
): Look {
  let isFound = false;
  let firstMissMs: number | undefined;

  const isEarlyMiss = (error: unknown): boolean => {
    if (!(error instanceof ApiError && error.status === 404) || isFound) return false;
    firstMissMs ??= clock.now();
    return clock.now() - firstMissMs < notFoundGraceMs;
  };

  return async () => {
    const isKnown = isFound || snapshot !== undefined;
    const retries = isKnown ? { maxRetries: 0 } : {};
    try {
      const task = await operations.getTask(id, { ...toCall(operation, options), ...retries });
      isFound = true;
      operation.progress.trouble = undefined;
      return task;
    } catch (error) {
      if (operation.signal.aborted || !isKnown || !(isTrouble(error) || isEarlyMiss(error))) throw error;
      operation.progress.trouble = error;
      return undefined;
    }
  };
}

/** What a later look may find gone: a broken connection, a failing server, a web page instead of an answer, a sealed vault. */
function isTrouble(error: unknown): boolean {
  return isXpanderError(error) && error.isRetryable;
}

const shortestPauseMs = 50;

/** Pauses before the next look: every way round the loop comes through here. */
function createPause(
  taskId: string,
  options: WaitOptions,
  operation: Operation,
  settings: Settings,
): () => Promise<void> {
  const { clock } = settings;
  const subject = subjectOfTask(settings, taskId);
  const startedMs = clock.now();
  let attempt = 0;
  return async () => {
    const { trouble } = operation.progress;
    const askedMs = trouble instanceof ApiError ? (trouble.retryAfterMs ?? 0) : 0;
    if (askedMs >= operation.remainingMs()) operation.giveUp();
    const delayMs = Math.max(intervalMs(options.pollIntervalMs, clock.now() - startedMs), askedMs, shortestPauseMs);
    attempt += 1;
    emit(subject, 'onPoll', { attempt, delayMs });
    await clock.sleep(delayMs, operation.signal);
  };
}

/**
 * Grows with the square root of the age: of all schedules with as many looks, the one that learns of the end soonest
 * over runs of seconds and of hours. The jitter keeps waits that began together from looking together.
 */
function intervalMs(chosen: WaitOptions['pollIntervalMs'], ageMs: number): number {
  if (typeof chosen === 'number') return chosen;
  if (chosen === undefined) {
    const paced = Math.min(15_000, Math.max(1_500, 650 * Math.sqrt(ageMs / 1000)));
    return paced * (0.9 + 0.2 * Math.random());
  }
  const result: unknown = chosen(ageMs);
  if (typeof result === 'number' && result >= 0 && Number.isFinite(result)) return result;
  throw new ConfigurationError(
    'pollIntervalMs',
    `the function returned ${show(result)}`,
    'Return a number of milliseconds',
  );
}
