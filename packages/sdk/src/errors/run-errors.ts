import type { HitlRequest, KnownTaskStatus, Task } from '../models.ts';
import { hide, nameClass, XpanderError } from './xpander-error.ts';

/** An invocation failed after it may have started a run. It was sent once; sending it again could run the agent twice. */
export class AmbiguousInvocationError extends XpanderError {
  readonly code = 'ambiguous_invocation';
  /** The id to look for, when the request named one. */
  override readonly taskId: string | undefined;
  /** The HTTP status, when there was a response. */
  readonly status: number | undefined;

  static {
    nameClass(AmbiguousInvocationError, 'AmbiguousInvocationError');
  }

  constructor(cause: unknown, taskId: string | undefined, status: number | undefined) {
    const what = cause instanceof Error ? cause.message : String(cause);
    const look = taskId === undefined ? 'Look for the task' : `tasks.get(${JSON.stringify(taskId)}) tells`;
    super(`The run may have started, so the request was not repeated: ${what}. ${look} before you invoke again`, {
      cause,
    });
    this.taskId = taskId;
    this.status = status;
  }
}

/** How a task can end other than well. */
export type FailedStatus = Exclude<KnownTaskStatus, 'pending' | 'executing' | 'paused' | 'completed'>;

/** The task ended as `failed`, `error` or `stopped`. `task.result` may say why. */
export class TaskFailedError extends XpanderError {
  readonly code = 'task_failed';
  readonly status: FailedStatus;
  override readonly taskId: string;
  /** The task at its end. Not enumerable: it holds the run's content. */
  declare readonly task: Task;

  static {
    nameClass(TaskFailedError, 'TaskFailedError');
  }

  constructor(task: Task, status: FailedStatus) {
    super(`Task ${task.id} ended as ${status}; error.task.result may say why`);
    this.status = status;
    this.taskId = task.id;
    hide(this, { task });
  }
}

/** The task waits for a person: an approval (`hitlRequest`) or a login (`authUrl`). It has not ended. */
export class TaskPausedError extends XpanderError {
  readonly code = 'task_paused';
  readonly status = 'paused';
  override readonly taskId: string;
  /** What has to be approved, when that is what it waits for. */
  readonly hitlRequest: HitlRequest | undefined;
  /** The page where a person has to log in, when that is what it waits for. */
  readonly authUrl: string | undefined;
  /** The task as it was seen. Not enumerable: it holds the run's content. */
  declare readonly task: Task;

  static {
    nameClass(TaskPausedError, 'TaskPausedError');
  }

  constructor(task: Task) {
    const hitlRequest = task.hitl_request ?? undefined;
    const authUrl = task.pending_eca_request?.auth_url ?? undefined;
    const who = authUrl === undefined ? 'a person to approve it' : 'a person to log in';
    super(`Task ${task.id} is paused and waits for ${who}. tasks.wait(…, { onPaused: "wait" }) waits on`);
    this.taskId = task.id;
    this.hitlRequest = hitlRequest;
    this.authUrl = authUrl;
    hide(this, { task });
  }
}

/** The thread is busy with another turn, and the caller asked not to queue. Nothing was sent. */
export class ThreadBusyError extends XpanderError {
  readonly code = 'thread_busy';
  override readonly isRetryable = true;
  /** `undefined` while the turn that opens the thread has no id yet. */
  readonly threadId: string | undefined;

  static {
    nameClass(ThreadBusyError, 'ThreadBusyError');
  }

  constructor(threadId: string | undefined) {
    super(`Thread ${threadId ?? '(just opened)'} is busy with another turn. whenBusy: "queue" waits for it`);
    this.threadId = threadId;
  }
}

/** The stream broke before it told the id of its task, so that there is nothing to look for. A run may be under way. */
export class StreamInterruptedError extends XpanderError {
  readonly code = 'stream_interrupted';

  static {
    nameClass(StreamInterruptedError, 'StreamInterruptedError');
  }

  constructor(options?: ErrorOptions) {
    super(
      'The stream broke before it told the id of its task: a run may be under way. Look before you invoke again',
      options,
    );
  }
}
