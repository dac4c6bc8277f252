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

/**
 * The value of an answer to a call made with `parseAs: unparsed`.
 *
 * @throws ApiError for 4xx and 5xx. @throws ProtocolError for an answer that is not JSON.
 */
export async function unwrap<T>(
  request: { method: string; path: string },
  pending: Promise<Result<T>>,
  clock: Clock,
): Promise<T> {
  const { data, error, response } = await pending;
  if (!response.ok) throw toApiError(request, error, response, clock);
  const text = String(data ?? '');
  const value = parseOrText(text);
  const isJson = text !== '' && (typeof value !== 'string' || text.trimStart().startsWith('"'));
  if (isJson) return value as T;
  const what = text === '' ? 'an empty body' : 'something that is not JSON';
  throw new ProtocolError(`${request.method} ${request.path} answered with ${what}`, response.status, text);
}

/**
 * The answer as a task.
 *
 * @throws ProtocolError when it carries no id: then it is no task, whatever it is.
 */
export function expectTask(value: Task): Task {
  const id: unknown = (value as Partial<Task> | null)?.id;
  if (typeof id === 'string' && id !== '') return value;
  throw new ProtocolError('The answer is not a task: it has no id', 200, JSON.stringify(value));
}

function toApiError(
  request: { method: string; path: string },
  error: unknown,
  response: Response,
  clock: Clock,
): ApiError {
  const body = typeof error === 'string' ? parseOrText(error) : error;
  const { detail, issues } = readErrorBody(body);
  return new ApiError({
    ...request,
    status: response.status,
    isQuota: isQuota(response, detail),
    detail,
    issues,
    body,
    requestId: readRequestId(response),
    retryAfterMs: readRetryAfterMs(response, clock.now()),
  });
}
