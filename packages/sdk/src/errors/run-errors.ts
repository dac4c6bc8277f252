import type { HitlRequest, Task, TaskStatus } from '../models.ts';
import { beginningOf } from './beginning-of.ts';
import { isErrorLike } from './error-like.ts';
import { type Caused, checkForRun, hide, nameClass, XpanderError } from './xpander-error.ts';

/** An invocation failed after it may have started a run. It is not sent again, because the agent could run twice. */
export class AmbiguousInvocationError extends XpanderError {
  readonly code = 'ambiguous_invocation';
  /** The id under which the run can be found, if the request had one. */
  override readonly taskId: string | undefined;
  /** The HTTP status, when there was a response. */
  readonly status: number | undefined;

  static {
    nameClass(AmbiguousInvocationError, 'AmbiguousInvocationError');
  }

  constructor(cause: unknown, taskId: string | undefined, status: number | undefined) {
    const what = isErrorLike(cause) ? cause.message : String(cause);
    const message = `The run may have started, so the request is not sent again: ${what}. ${checkForRun(taskId)}`;
    super(message, { cause });
    this.taskId = taskId;
    this.status = status;
  }
}

/** The statuses of a task that has ended without completing: `failed`, `error`, `stopped`, or one that the API adds later. */
export type FailedStatus = Exclude<TaskStatus, 'pending' | 'executing' | 'paused' | 'completed'>;

/**
 * The task ended as `failed`, `error` or `stopped`, or in a status that this version of the SDK does not know.
 * The message quotes the first line of `task.result`, which may say why.
 */
export class TaskFailedError extends XpanderError {
  readonly code = 'task_failed';
  readonly status: FailedStatus;
  override readonly taskId: string;
  /** The task at its end. Not enumerable, because it contains the run's content. */
  declare readonly task: Task;

  static {
    nameClass(TaskFailedError, 'TaskFailedError');
  }

  /** `redact` removes secrets from the part of the result that the message quotes. */
  constructor(task: Task, status: FailedStatus, redact: (text: string) => string = (text) => text) {
    const reason = beginningOf(redact(firstLineOf(task.result)), longestReason);
    const quote = reason === '' ? '; `error.task.result` may say why' : `: ${reason}`;
    super(`Task ${task.id} ended as ${status}${quote}`);
    this.status = status;
    this.taskId = task.id;
    hide(this, { task });
  }
}

/** How much of the reason a message quotes. */
const longestReason = 200;

/** The first line that is not empty, without the characters that control a terminal. */
function firstLineOf(result: unknown): string {
  const lines = typeof result === 'string' ? result.split(/[\n\r\u0085\u2028\u2029]/) : [];
  const shown = lines.map((line) =>
    line
      .replace(/\s+/g, ' ')
      .replace(/[\p{Cc}\p{Bidi_C}]/gu, '')
      .trim(),
  );
  return shown.find((line) => line !== '') ?? '';
}

/** What a paused turn of a conversation waits for. */
export interface Wanted {
  readonly decisionId?: string | undefined;
  readonly requestId?: string | undefined;
}

/**
 * The task is paused until a person logs in (`authUrl`), approves something (`hitlRequest`, or `requestId` in a
 * conversation), or answers a question (`decisionId`). It has not ended. The message says what is wanted, if the server
 * has told.
 */
export class TaskPausedError extends XpanderError {
  readonly code = 'task_paused';
  readonly status = 'paused';
  override readonly taskId: string;
  /** What has to be approved, if the task waits for an approval. */
  readonly hitlRequest: HitlRequest | undefined;
  /** The page where a person has to log in, if the task waits for a login. */
  readonly authUrl: string | undefined;
  /** What `conversation.answer` takes, if a turn of a conversation waits for an answer to a question. */
  readonly decisionId: string | undefined;
  /** What `conversation.confirm` takes, if a turn of a conversation waits for an approval. */
  readonly requestId: string | undefined;
  /** The paused task. Not enumerable, because it contains the run's content. */
  declare readonly task: Task;

  static {
    nameClass(TaskPausedError, 'TaskPausedError');
  }

  constructor(task: Task, { decisionId, requestId }: Partial<Pick<TaskPausedError, 'decisionId' | 'requestId'>> = {}) {
    const hitlRequest = task.hitl_request ?? undefined;
    const authUrl = task.pending_eca_request?.auth_url ?? undefined;
    super(`Task ${task.id} is paused and waits for ${needOf(task, authUrl, { decisionId, requestId })}.`);
    this.decisionId = decisionId;
    this.requestId = requestId;
    this.taskId = task.id;
    this.hitlRequest = hitlRequest;
    this.authUrl = authUrl;
    hide(this, { task });
  }
}

/** What is wanted, and the call that goes on. */
function needOf({ id }: Task, authUrl: string | undefined, wanted: Wanted): string {
  const { decisionId, requestId } = wanted;
  if (decisionId !== undefined)
    return `an answer to a question. Call \`conversation.answer(${JSON.stringify(decisionId)}, answers)\` to go on`;
  if (requestId !== undefined)
    return `a person to approve it. Call \`conversation.confirm(${JSON.stringify(requestId)}, true)\` to go on`;
  const need = authUrl === undefined ? 'a person to approve it' : 'a person to log in';
  return `${need}. Call \`tasks.wait(${JSON.stringify(id)}, { onPaused: "wait" })\` to keep waiting`;
}

/**
 * The record of the thread shows another turn than the one that this call sent, so this turn's answer cannot be read any
 * more. Another process has sent a turn to the same thread.
 */
export class TurnReplacedError extends XpanderError {
  readonly code = 'turn_replaced';
  override readonly taskId: string;
  readonly threadId: string;
  /** The task as it was read: the other turn. Not enumerable, because it contains the content of the run. */
  declare readonly task: Task;

  static {
    nameClass(TurnReplacedError, 'TurnReplacedError');
  }

  constructor(task: Task) {
    const fix = 'Send turns of one thread from one process, or read `tasks.messages()` for the answer';
    super(`Thread ${task.id} shows another turn than the one that this call sent. ${fix}`);
    this.taskId = task.id;
    this.threadId = task.id;
    hide(this, { task });
  }
}

/**
 * The thread is busy with another turn, and its `whenBusy` is `"reject"`. Or this turn took more than two minutes to
 * send its request, for example because of a slow `apiKey` function, so that a later turn has gone first. The turn was
 * not sent.
 */
export class ThreadBusyError extends XpanderError {
  readonly code = 'thread_busy';
  override readonly isRetryable = true;
  /** `undefined` while the thread is new and has no id yet. */
  readonly threadId: string | undefined;

  static {
    nameClass(ThreadBusyError, 'ThreadBusyError');
  }

  constructor(threadId: string | undefined, isOvertaken = false) {
    const thread = `Thread ${threadId ?? '(just opened)'}`;
    super(
      isOvertaken
        ? `${thread} went on with a later turn, because this turn had not sent its request for two minutes. Send it again.`
        : `${thread} is busy with another turn. Open it with \`whenBusy: "queue"\` to wait for that turn.`,
    );
    this.threadId = threadId;
  }
}

/** The stream broke before the server sent the id of its task, so the task cannot be polled. A run may have started. */
export class StreamInterruptedError extends XpanderError {
  readonly code = 'stream_interrupted';

  static {
    nameClass(StreamInterruptedError, 'StreamInterruptedError');
  }

  constructor(options?: Caused) {
    const problem = 'The stream broke before the server sent the id of its task, so a run may have started';
    super(`${problem}. ${checkForRun(undefined)}`, options);
  }
}
