import { beginningOf } from './beginning-of.ts';
import { hide, nameClass, XpanderError } from './xpander-error.ts';

/**
 * No response arrived, or only a part of one: the host was not found, or the connection was refused, reset or cut off.
 *
 * `cause` is what `fetch` threw, without credentials.
 */
export class ConnectionError extends XpanderError {
  readonly code = 'connection';
  override readonly isRetryable = true;
  /** `false` if the error proves that the request was not sent: no connection, no tunnel through a proxy, no TLS. */
  readonly sent: false | 'unknown';

  static {
    nameClass(ConnectionError, 'ConnectionError');
  }

  constructor(message: string, sent: false | 'unknown', cause: unknown) {
    super(message, { cause });
    this.sent = sent;
  }
}

/** One attempt, headers and body, took longer than `timeoutMs`. */
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

/** What is known of an answer that does not have the form of the API, beside its status and text. */
export interface ProtocolFacts {
  readonly requestId?: string | undefined;
  readonly retryAfterMs?: number | undefined;
}

/**
 * The answer does not have the form that the API documents: a web page of any status, broken JSON, a missing id, a
 * redirect.
 *
 * Another server may have answered in place of the API, so even a 404 says nothing about the task.
 */
export class ProtocolError extends XpanderError {
  readonly code = 'protocol';
  override readonly isRetryable: boolean;
  readonly status: number;
  /** Whether the answer was a redirect. Redirects are not followed, because the key would be sent along. */
  readonly isRedirect: boolean;
  /** The request's id in the server's logs, if the response states one. */
  declare readonly requestId?: string;
  /** How long the server asks to wait before the next request, in milliseconds. */
  declare readonly retryAfterMs?: number;
  /** The first 500 characters of the answer. Not enumerable, because they may contain content. */
  declare readonly snippet: string;

  static {
    nameClass(ProtocolError, 'ProtocolError');
  }

  constructor(problem: string, status: number, text: string, { requestId, retryAfterMs }: ProtocolFacts = {}) {
    super(`${problem} (status ${status}). Check \`baseUrl\` and any proxy in front of the API`);
    this.status = status;
    this.isRedirect = status === 0 || (status >= 300 && status < 400);
    this.isRetryable = !this.isRedirect;
    Object.assign(this, requestId && { requestId }, retryAfterMs !== undefined && { retryAfterMs });
    hide(this, { snippet: beginningOf(text, 500) });
  }
}
