import type { Task } from '../models.ts';
import { hide, nameClass, XpanderError } from './xpander-error.ts';

/** How an operation stood when its deadline passed. */
export interface DeadlineFacts {
  readonly taskId: string | undefined;
  readonly lastTask: Task | undefined;
  readonly started: boolean | 'unknown';
  readonly cause: unknown;
}

/** The whole operation outran `deadlineMs`. We stopped looking; a task that had started goes on. */
export class DeadlineError extends XpanderError {
  readonly code = 'deadline';
  readonly deadlineMs: number;
  override readonly taskId: string | undefined;
  /** Whether a run had been started: `"unknown"` while the POST was on its way. */
  readonly started: boolean | 'unknown';
  /** The last snapshot seen. Not enumerable: it holds the run's content. */
  declare readonly lastTask: Task | undefined;

  static {
    nameClass(DeadlineError, 'DeadlineError');
  }

  constructor(deadlineMs: number, facts: DeadlineFacts) {
    super(deadlineMessage(deadlineMs, facts), facts.cause === undefined ? undefined : { cause: facts.cause });
    this.deadlineMs = deadlineMs;
    this.taskId = facts.taskId;
    this.started = facts.started;
    hide(this, { lastTask: facts.lastTask });
  }
}

function deadlineMessage(deadlineMs: number, { taskId, lastTask, started }: DeadlineFacts): string {
  const gaveUp = `Gave up after deadlineMs: ${deadlineMs}`;
  if (started === false) return `${gaveUp}, before anything was started.`;
  if (started === 'unknown' || taskId === undefined) {
    const id = taskId === undefined ? '' : ` as task ${taskId}`;
    return `${gaveUp}: a run may have started${id}, but none was seen. Look before you invoke again.`;
  }
  return `${gaveUp}: task ${taskId} ${describeLast(lastTask)}. tasks.wait(${JSON.stringify(taskId)}) waits again.`;
}

function describeLast(lastTask: Task | undefined): string {
  if (lastTask === undefined) return 'was not seen';
  const { status } = lastTask;
  if (status === 'paused') return 'waits for a person';
  const isEnd = status === 'completed' || status === 'failed' || status === 'error' || status === 'stopped';
  return isEnd ? `shows ${status}, perhaps of an earlier turn` : `goes on (last seen ${status ?? 'without status'})`;
}
