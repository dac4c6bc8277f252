import { parseOrText, readErrorBody } from '../error-body.ts';
import { ApiError } from '../errors/api-error.ts';
import { ProtocolError } from '../errors/transport-errors.ts';
import type { Task } from '../models.ts';
import type { Clock } from '../options.ts';
import { readRequestId } from '../transport/hooks.ts';
import { isQuota, readRetryAfterMs } from '../transport/retry-after.ts';
import type { WirePage } from './page.ts';

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
export function readTask(request: Described, pending: Promise<Result<Task>>, clock: Clock): Promise<Task> {
  return readAs(
    request,
    pending,
    clock,
    (value) => typeof value?.id === 'string' && value.id !== '',
    'no task: it has no id',
  );
}

/** A page of a list. @throws ApiError for 4xx and 5xx. @throws ProtocolError for what has no list of items. */
export function readPage<T>(
  request: Described,
  pending: Promise<Result<WirePage<T>>>,
  clock: Clock,
): Promise<WirePage<T>> {
  return readAs(request, pending, clock, (value) => Array.isArray(value?.items), 'no page: it has no items');
}

/** Any answer of the given shape. @throws ApiError for 4xx and 5xx. @throws ProtocolError for another shape. */
export async function readAs<T>(
  request: Described,
  pending: Promise<Result<T>>,
  clock: Clock,
  isRight: (value: T) => boolean,
  otherwise: string,
): Promise<T> {
  const { value, status } = await unwrap(request, pending, clock);
  if (isRight(value)) return value;
  throw protocolError(request, `something that is ${otherwise}`, status, JSON.stringify(value));
}

/** The end of a call whose answer says nothing more. @throws ApiError for 4xx and 5xx. */
export async function readNothing(request: Described, pending: Promise<Result<unknown>>, clock: Clock): Promise<void> {
  const { error, response } = await pending;
  if (!response.ok) throw toApiError(request, error, response, clock);
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
