import type { HitlRequest, KnownTaskStatus, Task, ValidationIssue } from './models.ts';

const brand: unique symbol = Symbol.for('xpander.sdk.error');

/** Fields that hold what people wrote or what agents answered: kept, but out of logs and JSON. */
function hide(error: object, fields: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(fields)) {
    Object.defineProperty(error, name, { value, enumerable: false, configurable: true, writable: false });
  }
}

/** Names a class on its prototype, so that the name survives minifiers and is printed once. */
function nameClass(errorClass: { prototype: object }, name: string): void {
  Object.defineProperty(errorClass.prototype, 'name', { value: name, enumerable: false, configurable: true });
}

/** What every error of this SDK has in common. An abort is not among them: it rejects with the signal's own reason. */
export abstract class XpanderError extends Error {
  /** Why it happened: stable, made for `switch`. */
  abstract readonly code: string;
  /** Whether the same call, made again later, may succeed without running an agent twice. */
  readonly isRetryable: boolean = false;

  static {
    nameClass(XpanderError, 'XpanderError');
    Object.defineProperty(XpanderError.prototype, brand, { value: true });
  }
}

/** True for every error of this SDK, also when another copy of the package made it. */
export function isXpanderError(error: unknown): error is XpanderError {
  return typeof error === 'object' && error !== null && (error as { [brand]?: unknown })[brand] === true;
}

/** The call was wrong before anything was sent. `option` names the field, `hint` the fix. */
export class ConfigurationError extends XpanderError {
  readonly code = 'configuration';
  readonly option: string;
  readonly hint: string;

  static {
    nameClass(ConfigurationError, 'ConfigurationError');
  }

  constructor(option: string, problem: string, hint: string, options?: ErrorOptions) {
    super(`${option}: ${problem}. ${hint}`, options);
    this.option = option;
    this.hint = hint;
  }
}

/** No response, or only a part of one: refused, no such host, reset, cut off. `cause` is what `fetch` threw. */
export class ConnectionError extends XpanderError {
  readonly code = 'connection';
  override readonly isRetryable = true;
  /** `false` when the connection was never made, so that the server cannot have seen the request. */
  readonly sent: false | 'unknown';

  static {
    nameClass(ConnectionError, 'ConnectionError');
  }

  constructor(message: string, sent: false | 'unknown', cause: unknown) {
    super(message, { cause });
    this.sent = sent;
  }
}

/** One attempt, headers and body, outran `timeoutMs`. */
export class TimeoutError extends XpanderError {
  readonly code = 'timeout';
  override readonly isRetryable = true;
  readonly timeoutMs: number;

  static {
    nameClass(TimeoutError, 'TimeoutError');
  }

  constructor(timeoutMs: number) {
    super(`No complete answer within timeoutMs: ${timeoutMs}`);
    this.timeoutMs = timeoutMs;
  }
}

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
  readonly taskId: string | undefined;
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
    return `${gaveUp} while the invocation was on its way: a run may have started${id}. Look before you invoke again.`;
  }
  const waitAgain = `tasks.wait(${JSON.stringify(taskId)}) waits again.`;
  if (lastTask === undefined) return `${gaveUp}: task ${taskId} was not seen. ${waitAgain}`;
  const goesOn =
    lastTask.status === 'paused' ? 'waits for a person' : `goes on (last seen ${lastTask.status ?? 'without status'})`;
  return `${gaveUp}: task ${taskId} ${goesOn}. ${waitAgain}`;
}

/** Why the API said no. `client_error` and `server_error` stand for every status without a name of its own. */
export type ApiErrorCode =
  | 'bad_request'
  | 'unauthorized'
  | 'forbidden'
  | 'not_found'
  | 'request_timeout'
  | 'conflict'
  | 'payload_too_large'
  | 'invalid_request'
  | 'rate_limited'
  | 'quota_exceeded'
  | 'client_error'
  | 'server_error';

const codeOfStatus: Readonly<Record<number, ApiErrorCode>> = {
  400: 'bad_request',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not_found',
  408: 'request_timeout',
  409: 'conflict',
  413: 'payload_too_large',
  422: 'invalid_request',
  429: 'rate_limited',
};

/** What a 4xx or 5xx response said. */
export interface ApiErrorFacts {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly isQuota: boolean;
  readonly detail: string | undefined;
  readonly issues: readonly ValidationIssue[] | undefined;
  readonly body: unknown;
  readonly requestId: string | undefined;
  readonly retryAfterMs: number | undefined;
}

/** The API answered with a 4xx or 5xx. */
export class ApiError extends XpanderError {
  readonly code: ApiErrorCode;
  override readonly isRetryable: boolean;
  readonly status: number;
  /** What the server gave as its reason, as text. */
  readonly detail: string | undefined;
  /** For 422: each complaint and where it is. */
  declare readonly issues?: readonly ValidationIssue[];
  declare readonly requestId?: string;
  /** How long the server asked to wait, in milliseconds. */
  declare readonly retryAfterMs?: number;
  /** The whole body: parsed JSON, or text. Not enumerable: it may repeat what was sent. */
  declare readonly body: unknown;

  static {
    nameClass(ApiError, 'ApiError');
  }

  constructor(facts: ApiErrorFacts) {
    const { status, detail } = facts;
    const hint = status === 401 ? '. Check apiKey (XPANDER_API_KEY)' : '';
    super(`${facts.method} ${facts.path} answered ${status}${detail === undefined ? '' : `: ${detail}`}${hint}`);
    this.code = facts.isQuota
      ? 'quota_exceeded'
      : (codeOfStatus[status] ?? (status < 500 ? 'client_error' : 'server_error'));
    this.isRetryable = status >= 500 || status === 408 || status === 425 || (status === 429 && !facts.isQuota);
    this.status = status;
    this.detail = detail;
    const { issues, requestId, retryAfterMs } = facts;
    Object.assign(
      this,
      issues && { issues },
      requestId && { requestId },
      retryAfterMs !== undefined && { retryAfterMs },
    );
    hide(this, { body: facts.body });
  }
}

/** The answer is not what the API promises: a web page, broken JSON, no id, a redirect. Something else may be in front of the API. */
export class ProtocolError extends XpanderError {
  readonly code = 'protocol';
  override readonly isRetryable: boolean;
  readonly status: number;
  /** The first characters of the answer. Not enumerable: it may hold content. */
  declare readonly snippet: string;

  static {
    nameClass(ProtocolError, 'ProtocolError');
  }

  constructor(problem: string, status: number, text: string, options?: ErrorOptions) {
    super(`${problem} (status ${status}). Check baseUrl and any proxy in front of the API`, options);
    this.status = status;
    this.isRetryable = status < 300;
    hide(this, { snippet: text.slice(0, 500) });
  }
}

/** An invocation failed after it may have started a run. It was sent once; sending it again could run the agent twice. */
export class AmbiguousInvocationError extends XpanderError {
  readonly code = 'ambiguous_invocation';
  /** The id to look for, when the request named one. */
  readonly taskId: string | undefined;
  /** The HTTP status, when there was a response. */
  readonly status: number | undefined;

  static {
    nameClass(AmbiguousInvocationError, 'AmbiguousInvocationError');
  }

  constructor(cause: unknown, taskId: string | undefined, status: number | undefined) {
    const what = cause instanceof Error ? cause.message : String(cause);
    const look = taskId === undefined ? 'Look for the task' : `tasks.get(${JSON.stringify(taskId)}) tells`;
    super(`The run may have started, and was not sent again: ${what}. ${look} before you invoke again`, { cause });
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
  readonly taskId: string;
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
  readonly taskId: string;
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
