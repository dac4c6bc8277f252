import { ApiError } from '../errors/api-error.ts';
import { ProtocolError } from '../errors/transport-errors.ts';
import type { Task } from '../models.ts';
import type { Clock } from '../options/client-options.ts';
import { parseOrText, readErrorBody } from '../transport/error-body.ts';
import { readRequestId } from '../transport/hooks.ts';
import { isQuota, readRetryAfterMs } from '../transport/retry-after.ts';

/**
 * Asks openapi-fetch for the text of an answer, while its types go on promising the parsed value.
 *
 * Its own parser loses what it could not parse. {@link readAnswer} parses instead, and keeps the promise or says what came.
 */
export const unparsed = 'text' as 'json';

/** What openapi-fetch returns. */
export interface Result<T> {
  readonly data?: T | undefined;
  readonly error?: unknown;
  readonly response: Response;
}

/** What was sent, for messages. */
export interface Described {
  readonly method: string;
  readonly url: string;
}

/** What an answer has to be, and what to call it when it is not. `undefined`: whatever comes says nothing more. */
export type Shape<T> = { readonly isRight: (value: T) => boolean; readonly otherwise: string } | undefined;

/** What has no id is no task, whatever it is. */
export const taskShape: Shape<Task> = {
  isRight: ({ id }) => typeof id === 'string' && id !== '',
  otherwise: 'no task: it has no id',
};
export const pageShape: Shape<{ items: readonly unknown[] }> = {
  isRight: ({ items }) => Array.isArray(items),
  otherwise: 'no page: it has no items',
};
export const agentShape: Shape<object> = { isRight: (value) => !Array.isArray(value), otherwise: 'no agent' };
export const messagesShape: Shape<object> = { isRight: Array.isArray, otherwise: 'no list of messages' };
export const threadsShape: Shape<object> = {
  isRight: (value) => Object.values(value).every(Array.isArray),
  otherwise: 'no set of threads',
};

/**
 * The value of an answer to a call made with `parseAs: unparsed`.
 *
 * @throws ApiError for 4xx and 5xx. @throws ProtocolError for an answer that is not JSON, or of another shape.
 */
export function readAnswer<T>(result: Result<T>, shape: Shape<T>, sent: Described | undefined, clock: Clock): T {
  const { data, error, response } = result;
  if (!response.ok) throw toApiError(describe(sent), error, response, clock);
  const text = String(data ?? '');
  const value = parseOrText(text);
  if (shape === undefined || (isObject(value) && shape.isRight(value as T))) return value as T;
  const isText = typeof value === 'string' && !text.trimStart().startsWith('"');
  const what = isText ? 'something that is not JSON' : `something that is ${shape.otherwise}`;
  const problem = text === '' ? 'an empty body' : what;
  throw new ProtocolError(`${describe(sent)} was answered with ${problem}`, response.status, text);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** Middleware may have answered in place of the server: then nothing was sent. */
export function describe(sent: Described | undefined): string {
  return sent === undefined ? 'The request' : `${sent.method} ${new URL(sent.url).pathname}`;
}

export function toApiError(request: string, error: unknown, response: Response, clock: Clock): ApiError {
  const { detail, issues } = readErrorBody(error);
  return new ApiError({
    request,
    status: response.status,
    isQuota: isQuota(response, detail),
    detail,
    issues,
    body: error,
    requestId: readRequestId(response),
    retryAfterMs: readRetryAfterMs(response, clock.now()),
  });
}
