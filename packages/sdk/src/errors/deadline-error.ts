import type { Task } from '../models.ts';
import { checkForRun, hide, nameClass, XpanderError } from './xpander-error.ts';

/** The state of an operation when its deadline passed. */
export interface DeadlineFacts {
  readonly taskId: string | undefined;
  readonly lastTask: Task | undefined;
  readonly started: boolean | 'unknown';
  readonly cause: unknown;
  /** Why the call was rejected before its deadline. */
  readonly reason?: string | undefined;
}

/**
 * The whole call took longer than `deadlineMs`. A task that had started goes on, unless `onAbandon` is `"stop"`. The `taskId`
 * is there if a run had started.
 */
export type DeadlineError = XpanderError & {
  readonly code: 'deadline';
  readonly deadlineMs: number;
  /** The last snapshot that was read. Not enumerable, because it contains the run's content. */
  readonly lastTask: Task | undefined;
} & (
    | {
        /** Whether a run had started. `"unknown"` if no answer of the server had confirmed it and named its task. */
        readonly started: true;
        readonly taskId: string;
      }
    | { readonly started: false | 'unknown'; readonly taskId: string | undefined }
  );

/** The whole call took longer than `deadlineMs`. A task that had started goes on, unless `onAbandon` is `"stop"`. */
export const DeadlineError = class DeadlineError extends XpanderError {
  readonly code = 'deadline';
  readonly deadlineMs: number;
  override readonly taskId: string | undefined;
  readonly started: boolean | 'unknown';

  static {
    nameClass(DeadlineError, 'DeadlineError');
  }

  constructor(deadlineMs: number, facts: DeadlineFacts) {
    super(deadlineMessage(deadlineMs, facts), facts.cause === undefined ? undefined : { cause: facts.cause });
    this.deadlineMs = deadlineMs;
    this.taskId = facts.taskId;
    this.started = facts.taskId === undefined ? facts.started && 'unknown' : facts.started;
    hide(this, { lastTask: facts.lastTask });
  }
} as {
  // Its instances are a union, which a `class` declaration cannot express.
  new (deadlineMs: number, facts: DeadlineFacts): DeadlineError;
  readonly prototype: DeadlineError;
};

function deadlineMessage(deadlineMs: number, { taskId, lastTask, started, reason }: DeadlineFacts): string {
  if (started === false && reason !== undefined) {
    const hint = 'Start fewer runs at once, or raise `deadlineMs`.';
    return `Gave up before anything was started: ${reason}, with deadlineMs: ${deadlineMs}. ${hint}`;
  }
  const gaveUp = `Gave up after deadlineMs: ${deadlineMs}`;
  if (started === false) return `${gaveUp}, before anything was started.`;
  if (started === 'unknown' || taskId === undefined) {
    const id = taskId === undefined ? '' : ` as task ${taskId}`;
    return `${gaveUp}: a run may have started${id}, but no answer confirmed it. ${checkForRun(taskId)}`;
  }
  const task = `${gaveUp}: task ${taskId}`;
  const id = JSON.stringify(taskId);
  const status = lastTask?.status;
  if (status === 'paused')
    return `${task} is paused and waits for a person. Call \`tasks.wait(${id}, { onPaused: "wait" })\` to wait again.`;
  if (status === 'completed' || status === 'failed' || status === 'error' || status === 'stopped') {
    const hint = `Call \`tasks.wait(${id})\` to wait again, with the same \`since\` if you passed one.`;
    return `${task} shows ${status}, possibly from an earlier turn. ${hint}`;
  }
  const lastSeen = lastTask === undefined ? 'not read yet' : `last seen ${status ?? 'without status'}`;
  return `${task} goes on (${lastSeen}). Call \`tasks.wait(${id})\` to wait again.`;
}
