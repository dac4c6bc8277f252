import type { Purpose } from '../budget/types.ts';
import type { AwaitedTask, Core, Operation } from '../core/types.ts';
import { ApiError } from '../errors/api-error.ts';
import { TurnReplacedError } from '../errors/run-errors.ts';
import { isXpanderError } from '../errors/xpander-error.ts';
import type { Task } from '../models.ts';
import type { WaitOptions } from '../options/call-options.ts';
import type { Clock } from '../options/client-options.ts';
import { createEndDetector } from '../tasks/end-detection.ts';
import { refusePaused } from '../tasks/task-status.ts';
import { showsOtherTurn } from '../tasks/turn-text.ts';
import { readTask } from './read-task.ts';
import type { TaskPoll } from './types.ts';

/** Polls one task for one wait, and reports its changes to the caller. */
export function createTaskPoll(core: Core, awaited: AwaitedTask, operation: Operation): TaskPoll {
  const { clock } = core.settings;
  const { id, snapshot, earlier, text } = awaited;
  const { progress, options } = operation;
  const isEnd = createEndDetector(earlier, awaited.isSeenRunning);
  const report = createReporter(snapshot, options.onUpdate);
  const isEarlyMiss = createGrace(clock);
  let isKnown = snapshot !== undefined;
  if (awaited.isSeenRunning) isEarlyMiss.over();
  // An id alone does not prove that there is a run.
  Object.assign(progress, { started: isKnown || 'unknown', taskId: id, lastTask: snapshot });

  const note = async (task: Task): Promise<void> => {
    isKnown = true;
    Object.assign(progress, { started: true, lastTask: task });
    await report(task);
  };

  return {
    note,
    /**
     * The first read of an id alone is an ordinary one, and its failure rejects. Once the task is known to exist, a failed
     * read is recorded and waited out: the task goes on meanwhile.
     */
    async read(priority: () => Purpose) {
      if (awaited.seen?.end !== undefined) return awaited.seen.end;
      const { task, error } = await readTask(core, id, operation, isKnown ? { maxRetries: 0, priority } : { priority });
      if (task === undefined) {
        if (!isKnown || !(isTrouble(error) || isEarlyMiss(error))) throw error;
        progress.trouble = error;
        return undefined;
      }
      isEarlyMiss.over();
      progress.trouble = undefined;
      return task;
    },
    async judge(read) {
      const task = awaited.seen?.end ?? read;
      if (task === undefined) return undefined;
      const isSeenEnd = task === awaited.seen?.end;
      if (text && showsOtherTurn(task, text, earlier)) throw new TurnReplacedError(task);
      await note(task);
      if (isSeenEnd || isEnd(task, clock.now())) return task;
      refusePaused(task, options.onPaused);
      return undefined;
    },
  };
}

/** Calls `onUpdate` with each snapshot that differs from the one before. */
function createReporter(first: Task | undefined, onUpdate: WaitOptions['onUpdate']): (task: Task) => Promise<void> {
  if (onUpdate === undefined) return async () => undefined;
  let lastJson = JSON.stringify(first);
  return async (task) => {
    const json = JSON.stringify(task);
    const isChanged = json !== lastJson;
    lastJson = json;
    if (isChanged) await onUpdate(task);
  };
}

/** How long the server may answer 404 for a task that was just created. */
const notFoundGraceMs = 10_000;

/** Decides whether a 404 may only mean that the task is new. After the task was read once, a 404 means that it is gone. */
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

/** A failure that may be gone at the next poll: a broken connection, a failing server, a web page instead of an answer. */
function isTrouble(error: unknown): boolean {
  return isXpanderError(error) && error.isRetryable;
}
