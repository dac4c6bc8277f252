import { isRetryableStatus } from '../errors/retryable-status.ts';
import { ConnectionError, TimeoutError } from '../errors/transport-errors.ts';
import { parseOrText, readErrorBody } from './error-body.ts';
import { emit } from './hooks.ts';
import { isQuota, isRejectedUnprocessed, longestPauseMs, readRetryAfterMs } from './retry-after.ts';
import type { Answer, Call, Outgoing, TransportContext } from './types.ts';

const firstBackoffMs = 500;
const longestBackoffMs = 8_000;

type Outcome = { readonly response: Answer } | { readonly error: unknown };

/**
 * Retries failed attempts with exponential backoff, where a retry is safe.
 *
 * Reads, stops and deletes are retried after every failure that may be temporary. All other requests, above all
 * invocations, are retried only if the server cannot have acted: the API has no idempotency keys
 * (openapi/FACTS.md#a2), so a retry could run an agent twice.
 */
export function withRetries(
  context: TransportContext,
  outgoing: Outgoing,
  call: Call,
  send: (attempt: Call) => Promise<Answer>,
): Promise<Answer> {
  const again = (first: Outcome): Promise<Answer> => retry(context, outgoing, call, send, first);
  // The first attempt is nearly always the only one, so it costs one promise.
  return send(call).then(
    (response) => (isSuccess(response) ? response : again({ response })),
    (error: unknown) => again({ error }),
  );
}

async function retry(
  { settings: { clock }, limiter }: TransportContext,
  outgoing: Outgoing,
  call: Call,
  send: (attempt: Call) => Promise<Answer>,
  first: Outcome,
): Promise<Answer> {
  let outcome = first;
  let failures = 0;
  let refusedForMs = 0;
  for (let { attempt } = call; ; attempt += 1) {
    if (attempt > call.attempt) outcome = await toOutcome(send, { ...call, attempt });
    if ('response' in outcome && isSuccess(outcome.response)) return outcome.response;
    const isIdempotent = call.isRepeatable ?? isIdempotentRequest(outgoing);
    const pauseMs = await pauseBefore(attempt, outcome, isIdempotent, clock.now());
    // A start that was refused for the rate is waited out: nothing was started, and the limit is known now.
    const isRefused = call.start !== undefined && limiter.budget !== undefined && isRateRefusal(outcome);
    if (!isRefused) failures += 1;
    const delayMs = isRefused || failures <= call.maxRetries ? pauseMs : undefined;
    if (delayMs === undefined) return unwrap(outcome);
    const remainingMs = call.remainingMs();
    if (isRefused) refusedForMs += delayMs;
    const isBounded = isRefused && remainingMs < Number.POSITIVE_INFINITY;
    const isTooLong = !isBounded && Math.max(delayMs, refusedForMs) > longestPauseMs;
    if (delayMs >= remainingMs || isTooLong) return unwrap(outcome);
    emit(call, 'onRetry', { attempt, delayMs, ...('response' in outcome && { status: outcome.response.status }) });
    call.onState?.('pausing');
    await clock.sleep(delayMs, call.signal);
  }
}

/** Whether the outcome is a 429. A quota has no pause, so it never comes here. */
function isRateRefusal(outcome: Outcome): boolean {
  return 'response' in outcome && outcome.response.status === 429;
}

async function toOutcome(send: (attempt: Call) => Promise<Answer>, attempt: Call): Promise<Outcome> {
  try {
    return { response: await send(attempt) };
  } catch (error) {
    return { error };
  }
}

function unwrap(outcome: Outcome): Answer {
  if ('error' in outcome) throw outcome.error;
  return outcome.response;
}

/** The pause before the next attempt, in milliseconds; `undefined` if there must be none. */
async function pauseBefore(
  attempt: number,
  outcome: Outcome,
  isIdempotent: boolean,
  nowMs: number,
): Promise<number | undefined> {
  const backoffMs = Math.random() * Math.min(longestBackoffMs, firstBackoffMs * 2 ** (attempt - 1));
  if ('error' in outcome) return canRetryAfterError(outcome.error, isIdempotent) ? backoffMs : undefined;
  const { response } = outcome;
  const retryAfterMs = readRetryAfterMs(response, nowMs);
  return (await canRetryAfterResponse(response, isIdempotent, retryAfterMs)) ? (retryAfterMs ?? backoffMs) : undefined;
}

function isSuccess(response: Answer): boolean {
  return response.ok && isOfApi(response);
}

/** Whether the API itself has answered. The status of any other answer, even a 404, may be gone at the next attempt. */
function isOfApi(response: Answer): boolean {
  return !('whole' in response) || response.isOfApi;
}

function isIdempotentRequest({ method, url }: Outgoing): boolean {
  return (
    method === 'GET' ||
    method === 'HEAD' ||
    method === 'DELETE' ||
    (method === 'POST' && new URL(url).pathname.endsWith('/stop'))
  );
}

function canRetryAfterError(error: unknown, isIdempotent: boolean): boolean {
  if (error instanceof ConnectionError) return isIdempotent || error.sent === false;
  return isIdempotent && error instanceof TimeoutError;
}

async function canRetryAfterResponse(
  response: Answer,
  isIdempotent: boolean,
  retryAfterMs: number | undefined,
): Promise<boolean> {
  const { status } = response;
  if (status !== 429 && status !== 503) return isIdempotent && (!isOfApi(response) || isRetryableStatus(status));
  const body = parseOrText(await response.text());
  if (status === 429) return !isOfApi(response) || !isQuota(response, readErrorBody(body).detail);
  return isIdempotent || isRejectedUnprocessed(status, retryAfterMs, body);
}
