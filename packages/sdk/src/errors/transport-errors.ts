import { hide, nameClass, XpanderError } from './xpander-error.ts';

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

/** The answer is not what the API promises: a web page, broken JSON, no id, a redirect. Something else may be in front of the API. */
export class ProtocolError extends XpanderError {
  readonly code = 'protocol';
  override readonly isRetryable: boolean;
  readonly status: number;
  /** Whether the answer was a redirect. Those are not followed: the key would go along. */
  readonly isRedirect: boolean;
  /** The first characters of the answer. Not enumerable: it may hold content. */
  declare readonly snippet: string;

  static {
    nameClass(ProtocolError, 'ProtocolError');
  }

  constructor(problem: string, status: number, text: string, options?: ErrorOptions) {
    super(`${problem} (status ${status}). Check baseUrl and any proxy in front of the API`, options);
    this.status = status;
    this.isRedirect = status === 0 || (status >= 300 && status < 400);
    this.isRetryable = !this.isRedirect;
    hide(this, { snippet: text.slice(0, 500) });
  }
}
