import type { Operations } from '../api/operations.ts';
import { type Operation, toCall } from '../core/operation.ts';
import { ApiError } from '../errors/api-error.ts';
import { isXpanderError } from '../errors/xpander-error.ts';
import type { Task } from '../models.ts';
import type { WaitOptions } from '../options/call-options.ts';
import type { Clock } from '../options/client-options.ts';
import { createEndJudge, type EndMark } from '../tasks/end-detection.ts';
import { refusePaused } from '../tasks/settle.ts';
import type { Priority } from '../transport/types.ts';

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

/** Looks at one task for one wait, and tells the caller of what it sees. */
export interface Observer {
  /**
   * Reads the task once: the task if it has ended, however it ended; nothing when it goes on, or when there was trouble
   * that says nothing about it.
   *
   * @throws TaskPausedError unless the caller waits for people, too.
   */
  look(priority: () => Priority): Promise<Task | undefined>;
  /** Takes note of what somebody else read of the task. */
  note(task: Task): Promise<void>;
}

export function createObserver(
  operations: Operations,
  awaited: Awaited,
  options: WaitOptions,
  operation: Operation,
  clock: Clock,
): Observer {
  const { id, snapshot, earlier } = awaited;
  const { progress } = operation;
  const isEnd = createEndJudge(earlier, awaited.isSeenRunning);
  const report = createReporter(snapshot, options.onUpdate);
  const isEarlyMiss = createGrace(clock);
  let isKnown = snapshot !== undefined;
  let told: Task | undefined;
  void awaited.told?.then((end) => {
    told = end;
  });
  // A bare id says nothing yet of a run.
  Object.assign(progress, { started: isKnown || 'unknown', taskId: id, lastTask: snapshot });

  /**
   * The first read of a bare id is an ordinary one, and its trouble is the caller's. Once the task is known to exist,
   * trouble is noted and waited out: the task goes on meanwhile.
   */
  const read = async (priority: () => Priority): Promise<Task | undefined> => {
    const retries = isKnown ? { maxRetries: 0 } : {};
    try {
      const task = await operations.getTask(id, { ...toCall(operation, options), ...retries, priority });
      isEarlyMiss.over();
      progress.trouble = undefined;
      return task;
    } catch (error) {
      if (operation.signal.aborted || !isKnown || !(isTrouble(error) || isEarlyMiss(error))) throw error;
      progress.trouble = error;
      return undefined;
    }
  };

  const note = async (task: Task): Promise<void> => {
    isKnown = true;
    Object.assign(progress, { started: true, lastTask: task });
    await report(task);
  };

  return {
    note,
    async look(priority) {
      const seen = told ?? (await read(priority));
      const task = told ?? seen;
      if (task === undefined) return undefined;
      await note(task);
      if (task === told || isEnd(task, clock.now())) return task;
      refusePaused(task, options);
      return undefined;
    },
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

/** Tells whether a task may be missing only because it is so new. Once it was there, it is not. */
function createGrace(clock: Clock): { (error: unknown): boolean; over(): void } {
  let untilMs: number | undefined;
  const isEarlyMiss = (error: unknown): boolean => {
    if (!(error instanceof ApiError && error.status === 404)) return false;
    untilMs ??= clock.now() + notFoundGraceMs;
    return clock.now() < untilMs;
  };
  const over = (): void => {
    untilMs = 0;
  };
  return Object.assign(isEarlyMiss, { over });
}

/** What a later look may find gone: a broken connection, a failing server, a web page instead of an answer, a sealed vault. */
function isTrouble(error: unknown): boolean {
  return isXpanderError(error) && error.isRetryable;
}
