import { ApiError } from '../errors/api-error.ts';
import { ProtocolError } from '../errors/transport-errors.ts';
import type { Task } from '../models.ts';
import type { Clock } from '../options/client-options.ts';
import { parseOrText, readErrorBody } from '../transport/error-body.ts';
import { readRequestId } from '../transport/hooks.ts';
import { isQuota, readRetryAfterMs } from '../transport/retry-after.ts';

/**
 * Makes openapi-fetch return the text of an answer, while its types still state the parsed value.
 *
 * Its own parser drops a text that is not JSON. {@link readAnswer} parses the text instead, and keeps it for the error.
 */
export const unparsed = 'text' as 'json';

/** What openapi-fetch returns. */
export interface Result<T> {
  readonly data?: T | undefined;
  readonly error?: unknown;
  readonly response: Response;
}

/** The request as error messages name it. */
export interface SentRequest {
  readonly method: string;
  readonly url: string;
}

/** A check of an answer, and what its error says if the check fails. `undefined` accepts every answer. */
export type Shape<T> = { readonly isRight: (value: T) => boolean; readonly otherwise: string } | undefined;

/** An answer without an id is not a task. */
export const taskShape: Shape<Task> = {
  isRight: ({ id }) => typeof id === 'string' && id !== '',
  otherwise: 'not a task: it has no id',
};
export const pageShape: Shape<{ items: readonly unknown[] }> = {
  isRight: ({ items }) => Array.isArray(items),
  otherwise: 'not a page: it has no items',
};
export const agentShape: Shape<object> = { isRight: (value) => !Array.isArray(value), otherwise: 'not an agent' };
export const messagesShape: Shape<object> = { isRight: Array.isArray, otherwise: 'not a list of messages' };
export const threadsShape: Shape<object> = {
  isRight: (value) => Object.values(value).every(Array.isArray),
  otherwise: 'not a set of threads',
};

/**
 * Reads the value of an answer to a call that was made with `parseAs: unparsed`.
 *
 * @throws ApiError for 4xx and 5xx. @throws ProtocolError for an answer that is not JSON, or that has another shape.
 */
export function readAnswer<T>(result: Result<T>, shape: Shape<T>, sent: SentRequest | undefined, clock: Clock): T {
  const { data, error, response } = result;
  if (!response.ok) throw toApiError(describeRequest(sent), error, response, clock);
  const text = String(data ?? '');
  const value = parseOrText(text);
  if (shape === undefined) return value as T;
  if (typeof value === 'object' && value !== null && shape.isRight(value as T)) return value as T;
  const isText = typeof value === 'string' && !text.trimStart().startsWith('"');
  const what = isText ? 'something that is not JSON' : `something that is ${shape.otherwise}`;
  const problem = text === '' ? 'an empty body' : what;
  throw new ProtocolError(`${describeRequest(sent)} was answered with ${problem}`, response.status, text);
}

/** Names the request in a message. `sent` is `undefined` when middleware answered in place of the server. */
export function describeRequest(sent: SentRequest | undefined): string {
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
