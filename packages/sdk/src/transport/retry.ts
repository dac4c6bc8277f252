import { ConnectionError, TimeoutError } from '../errors/transport-errors.ts';
import type { Clock } from '../options/client-options.ts';
import { parseOrText, readErrorBody } from './error-body.ts';
import { emit } from './hooks.ts';
import { isQuota, isTurnedAway, longestPauseMs, readRetryAfterMs } from './retry-after.ts';
import type { Answer, Call, Outgoing } from './types.ts';

const firstBackoffMs = 500;
const longestBackoffMs = 8_000;

type Outcome = { readonly response: Answer } | { readonly error: unknown };

/**
 * Repeats an attempt that may yet succeed, where a repeat is safe.
 *
 * Reads, stops and deletes are repeated after every kind of trouble. All other requests, invocations above all, are
 * repeated only when the server cannot have acted: the API has no idempotency keys (openapi/FACTS.md#a2), so a repeat
 * could run an agent twice.
 */
export async function withRetries(
  clock: Clock,
  outgoing: Outgoing,
  call: Call,
  send: (attempt: Call) => Promise<Answer>,
): Promise<Answer> {
  for (let attempt = 1; ; attempt += 1) {
    const outcome = await settle(send, { ...call, attempt });
    if ('response' in outcome && outcome.response.ok) return outcome.response;
    const delayMs = attempt > call.maxRetries ? undefined : await pauseBefore(attempt, outcome, outgoing, clock.now());
    if (delayMs === undefined || delayMs > longestPauseMs || delayMs >= call.remainingMs()) return unwrap(outcome);
    emit(call, 'onRetry', { attempt, delayMs, ...('response' in outcome && { status: outcome.response.status }) });
    call.onState?.('pausing');
    await clock.sleep(delayMs, call.signal);
  }
}

async function settle(send: (attempt: Call) => Promise<Answer>, attempt: Call): Promise<Outcome> {
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

/** The pause before the next attempt, in milliseconds; `undefined` when the attempt must not be repeated. */
async function pauseBefore(
  attempt: number,
  outcome: Outcome,
  outgoing: Outgoing,
  nowMs: number,
): Promise<number | undefined> {
  const backoffMs = Math.random() * Math.min(longestBackoffMs, firstBackoffMs * 2 ** (attempt - 1));
  const repeatable = isRepeatable(outgoing);
  if ('error' in outcome) return canRepeatAfterError(outcome.error, repeatable) ? backoffMs : undefined;
  const { response } = outcome;
  const retryAfterMs = readRetryAfterMs(response, nowMs);
  return (await canRepeatAfterResponse(response, repeatable, retryAfterMs)) ? (retryAfterMs ?? backoffMs) : undefined;
}

function isRepeatable({ method, url }: Outgoing): boolean {
  return (
    method === 'GET' ||
    method === 'HEAD' ||
    method === 'DELETE' ||
    (method === 'POST' && new URL(url).pathname.endsWith('/stop'))
  );
}

function canRepeatAfterError(error: unknown, repeatable: boolean): boolean {
  if (error instanceof ConnectionError) return repeatable || error.sent === false;
  return repeatable && error instanceof TimeoutError;
}

async function canRepeatAfterResponse(
  response: Answer,
  repeatable: boolean,
  retryAfterMs: number | undefined,
): Promise<boolean> {
  const { status } = response;
  if (status !== 429 && status !== 503) return repeatable && [408, 500, 502, 504].includes(status);
  const body = parseOrText(await response.text());
  if (status === 429) return !isQuota(response, readErrorBody(body).detail);
  return repeatable || isTurnedAway(status, retryAfterMs, body);
}
