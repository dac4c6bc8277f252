import type { ValidationIssue } from '../models.ts';
import { isRetryableStatus } from './retryable-status.ts';
import { hide, nameClass, XpanderError } from './xpander-error.ts';

/** Why the API rejected a request. Every status without a code of its own is a `client_error` or a `server_error`. */
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

/** What a 4xx or 5xx response contained. */
export interface ApiErrorFacts {
  /** The method and the path of the request. */
  readonly request: string;
  readonly status: number;
  readonly isQuota: boolean;
  readonly detail: string | undefined;
  readonly issues: readonly ValidationIssue[] | undefined;
  readonly body: unknown;
  readonly requestId: string | undefined;
  readonly retryAfterMs: number | undefined;
}

/** The API answered with a 4xx or 5xx status, in its own JSON. Any other such answer is a `ProtocolError`. */
export class ApiError extends XpanderError {
  readonly code: ApiErrorCode;
  override readonly isRetryable: boolean;
  readonly status: number;
  /** The server's reason as text, at most 500 characters. */
  readonly detail: string | undefined;
  /** For a 422: each validation error, with its place in the request. */
  declare readonly issues?: readonly ValidationIssue[];
  /** The request's id in the server's logs, if the response states one. */
  declare readonly requestId?: string;
  /** How long the server asks to wait before the next request, in milliseconds. */
  declare readonly retryAfterMs?: number;
  /** The whole body: parsed JSON, or text. Not enumerable, because it may repeat what was sent. */
  declare readonly body: unknown;

  static {
    nameClass(ApiError, 'ApiError');
  }

  constructor(facts: ApiErrorFacts) {
    const { status, detail } = facts;
    super(`${facts.request} answered ${status}${detail === undefined ? '' : `: ${detail}`}${hintFor(facts)}`);
    this.code = facts.isQuota
      ? 'quota_exceeded'
      : (codeOfStatus[status] ?? (status < 500 ? 'client_error' : 'server_error'));
    this.isRetryable = isRetryableStatus(status) && !facts.isQuota;
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

function hintFor({ request, status, issues }: ApiErrorFacts): string {
  if (status === 401) return '. Check `apiKey` (XPANDER_API_KEY), or the token in `headers`';
  const kind = ['agent', 'workflow'].find((name) =>
    status === 404 ? new RegExp(` /.*${name}s/.`).test(request) : issues?.some(({ loc }) => loc[1] === `${name}_id`),
  );
  return kind === undefined ? '' : `. \`${kind}s.list()\` shows the ids of your ${kind}s`;
}
