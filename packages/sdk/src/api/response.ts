import { isObject } from '../config/values.ts';
import { ApiError, type ApiErrorFacts } from '../errors/api-error.ts';
import { ProtocolError } from '../errors/transport-errors.ts';
import type { Task, TaskSummary } from '../models.ts';
import type { Clock } from '../options/client-options.ts';
import { receiveTask } from '../tasks/received-task.ts';
import { isApiError, isJson, isPage, parseOrText, readErrorBody } from '../transport/error-body.ts';
import { readRequestId } from '../transport/hooks.ts';
import { isQuota, readRetryAfterMs } from '../transport/retry-after.ts';
import type { WholeAnswer } from '../transport/types.ts';
import type { WirePage } from './types.ts';

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

/** What a request was answered with, and what its errors say beside the body. */
export interface Answered {
  /** `undefined` when middleware answered in place of the server. */
  readonly sent: SentRequest | undefined;
  readonly response: Pick<Response, 'status' | 'headers'>;
  readonly clock: Clock;
}

/** A check of an answer, and what its error says if the check fails. */
export interface Shape<T> {
  readonly isRight: (value: T) => boolean;
  readonly otherwise: string;
  /** Turns the value into what verbs return. */
  readonly receive?: (value: never) => unknown;
}

/** An answer without an id is not a task. */
export const taskShape: Shape<Task> = {
  isRight: ({ id }) => typeof id === 'string' && id !== '',
  otherwise: 'not a task: it has no id',
  receive: receiveTask,
};
export const pageShape: Shape<{ items: readonly unknown[] }> = {
  isRight: ({ items }) => Array.isArray(items),
  otherwise: 'not a page: it has no items',
};
export const taskPageShape: Shape<WirePage<TaskSummary>> = {
  ...pageShape,
  receive: (page: WirePage<TaskSummary>) => ({
    ...page,
    items: page.items.map((row) => (isObject(row) ? receiveTask(row) : row)),
  }),
};
export const agentShape: Shape<object> = { isRight: (value) => !Array.isArray(value), otherwise: 'not an agent' };
export const messagesShape: Shape<object> = { isRight: Array.isArray, otherwise: 'not a list of messages' };
export const threadsShape: Shape<object> = {
  isRight: (value) => Object.values(value).every(Array.isArray),
  otherwise: 'not a set of threads',
};

/** A deletion may be answered with a message or with nothing (openapi/FACTS.md#f23), but not with a web page. */
export const deletedShape: Shape<unknown> = {
  isRight: (value) => !(typeof value === 'string' && isPage(value)),
  otherwise: 'a web page',
};

/** Whether the body of a 2xx is an answer to the call. */
export function isAnswer<T>(shape: Shape<T>, value: unknown): value is T {
  return (shape === deletedShape || (typeof value === 'object' && value !== null)) && shape.isRight(value as T);
}

/**
 * Reads the value of an answer to a call that was made with `parseAs: unparsed`.
 *
 * @throws ApiError for a 4xx or 5xx of the API. @throws ProtocolError for an answer that is not the API's.
 */
export function readAnswer<T>({ data, error, response }: Result<T>, shape: Shape<T>, answered: Answered): T {
  if (!response.ok) throw toAnswerError(answered, error);
  const text = String(data ?? '');
  const value = (response as Partial<WholeAnswer>).parsed ?? parseOrText(text);
  if (isAnswer(shape, value)) return (shape.receive?.(value as never) ?? value) as T;
  const what = `something that is ${isJson(value, text) ? shape.otherwise : 'not JSON'}`;
  throw toProtocolError(answered, text === '' ? 'an empty body' : what, text);
}

/** The error for a 4xx or 5xx. The status is the API's only if the body is. */
export function toAnswerError(answered: Answered, body: unknown): ApiError | ProtocolError {
  const { response } = answered;
  const { whole: text = typeof body === 'string' ? body : (JSON.stringify(body) ?? '') }: Partial<WholeAnswer> =
    response;
  if (isApiError(response.status, text)) return toApiError(answered, body);
  const { detail } = readErrorBody(body);
  const reason = isPage(text) ? detail : `an error that is not the API's${detail === undefined ? '' : `: ${detail}`}`;
  return toProtocolError(answered, text === '' ? 'an empty body' : (reason ?? ''), text);
}

function toApiError(answered: Answered, body: unknown): ApiError {
  const { status } = answered.response;
  const { detail, issues } = readErrorBody(body);
  return new ApiError({
    ...factsOf(answered),
    status,
    isQuota: isQuota(answered.response, detail),
    detail,
    issues,
    body,
  });
}

export function toProtocolError(answered: Answered, what: string, text: string): ProtocolError {
  const { request, ...facts } = factsOf(answered);
  return new ProtocolError(`${request} was answered with ${what}`, answered.response.status, text, facts);
}

function factsOf({ sent, response, clock }: Answered): Pick<ApiErrorFacts, 'request' | 'requestId' | 'retryAfterMs'> {
  return {
    request: sent === undefined ? 'The request' : `${sent.method} ${new URL(sent.url).pathname}`,
    requestId: readRequestId(response),
    retryAfterMs: readRetryAfterMs(response, clock.now()),
  };
}
