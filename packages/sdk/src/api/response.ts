import { parseOrText, readErrorBody } from '../error-body.ts';
import { ApiError } from '../errors/api-error.ts';
import { ProtocolError } from '../errors/transport-errors.ts';
import type { Task } from '../models.ts';
import type { Clock } from '../options.ts';
import { readRequestId } from '../transport/hooks.ts';
import { isQuota, readRetryAfterMs } from '../transport/retry-after.ts';

/**
 * Asks openapi-fetch for the text of an answer, while its types go on promising the parsed value.
 *
 * Its own parser loses what it could not parse. {@link unwrap} parses instead, and keeps the promise or says what came.
 */
export const unparsed = 'text' as 'json';

/** What openapi-fetch returns. */
interface Result<T> {
  readonly data?: T | undefined;
  readonly error?: unknown;
  readonly response: Response;
}

/** What a call is, for messages. */
export interface Described {
  readonly method: string;
  readonly path: string;
}

/**
 * The task that a call made with `parseAs: unparsed` was answered with.
 *
 * @throws ApiError for 4xx and 5xx. @throws ProtocolError for an answer that is not JSON, or carries no id: then it is
 * no task, whatever it is.
 */
export async function readTask(request: Described, pending: Promise<Result<Task>>, clock: Clock): Promise<Task> {
  const answer = await unwrap(request, pending, clock);
  const id: unknown = answer.value?.id;
  if (typeof id === 'string' && id !== '') return answer.value;
  throw protocolError(request, 'something that is no task: it has no id', answer.status, JSON.stringify(answer.value));
}

async function unwrap<T>(
  request: Described,
  pending: Promise<Result<T>>,
  clock: Clock,
): Promise<{ value: T; status: number }> {
  const { data, error, response } = await pending;
  const { status } = response;
  if (!response.ok) throw toApiError(request, error, response, clock);
  const text = String(data ?? '');
  const value = parseOrText(text);
  const isJson = text !== '' && (typeof value !== 'string' || text.trimStart().startsWith('"'));
  if (isJson) return { value: value as T, status };
  throw protocolError(request, text === '' ? 'an empty body' : 'something that is not JSON', status, text);
}

function protocolError({ method, path }: Described, what: string, status: number, text: string): ProtocolError {
  return new ProtocolError(`${method} ${path} was answered with ${what}`, status, text);
}

function toApiError(request: Described, error: unknown, response: Response, clock: Clock): ApiError {
  const { detail, issues } = readErrorBody(error);
  return new ApiError({
    ...request,
    status: response.status,
    isQuota: isQuota(response, detail),
    detail,
    issues,
    body: error,
    requestId: readRequestId(response),
    retryAfterMs: readRetryAfterMs(response, clock.now()),
  });
}
