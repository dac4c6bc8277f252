import { onAbort } from '../async/abort.ts';
import { ignore } from '../async/ignore.ts';
import { leastMsToEnd, pauseOf, type RequestBudget } from '../budget/request-budget.ts';
import type { Purpose, Sent, Waiter } from '../budget/types.ts';
import { parseOrText, readErrorBody } from './error-body.ts';
import { emitThrottle } from './hooks.ts';
import { isQuota, longestPauseMs, readLimitHeaders, readPauseMs } from './retry-after.ts';
import type { Answer, Call, RateLimiter } from './types.ts';

/** Sends an attempt as soon as the rate limit allows it. Every attempt counts, retries too. */
export function withinLimit(limiter: RateLimiter, call: Call, send: (call: Call) => Promise<Answer>): Promise<Answer> {
  const { budget } = limiter;
  if (call.signal?.aborted) return Promise.reject(call.signal.reason);
  return budget === undefined ? send(call) : sendWithin(limiter, budget, call, send);
}

async function sendWithin(
  limiter: RateLimiter,
  budget: RequestBudget,
  call: Call,
  send: (call: Call) => Promise<Answer>,
): Promise<Answer> {
  const { clock } = limiter;
  const { source } = budget;
  const isLimited = source.isLimited(clock.now());
  const sent = isLimited ? await queue(limiter, budget, call) : source.take(clock.now());
  const onState: Call['onState'] = (state) => {
    // A slow key function runs after the request's turn.
    if (state === 'sending') source.settle(sent, clock.now(), 'sent');
    call.onState?.(state);
  };
  let isRefused = false;
  try {
    const answer = await send(isLimited ? { ...call, onState } : call);
    isRefused = answer.status === 429 && (await isRateRefusal(answer));
    const nowMs = clock.now();
    const facts = { isRefused, pauseMs: readPauseMs(answer, nowMs), ...readLimitHeaders(answer, nowMs) };
    if (!isRefused) source.settle(sent, clock.now(), 'answered');
    source.note(sent, facts, clock.now());
    return answer;
  } catch (error) {
    source.settle(sent, clock.now(), 'answered');
    throw error;
  } finally {
    if (isRefused) source.settle(sent, clock.now(), 'refused');
  }
}

/** Whether a 429 is about the rate, and not about a quota. */
async function isRateRefusal(answer: Answer): Promise<boolean> {
  return !isQuota(answer, readErrorBody(parseOrText(await answer.text())).detail);
}

/** Every call that queues reports at least this often that it still does. */
const longestUncheckedMs = 60_000;

/** Waits for the call's turn. Each one wakes by a timer of its own: some runtimes forbid one request to wake another. */
async function queue(limiter: RateLimiter, budget: RequestBudget, call: Call): Promise<Sent> {
  const { clock } = limiter;
  const { source, queue: line } = budget;
  const joinedMs = clock.now();
  const deadlineAtMs = joinedMs + call.remainingMs();
  const terms = { cost: 1 + (call.start?.reads ?? 0), deadlineAtMs, leaves: call.leaves };
  const waiter = line.join(purposeOf(call), joinedMs, terms);
  try {
    for (;;) {
      if (call.signal?.aborted) throw call.signal.reason;
      const nowMs = clock.now();
      line.move(waiter, purposeOf(call));
      const asked = source.ask?.(waiter, line.countAhead(waiter, nowMs), clock);
      const pauseMs = pauseOf(budget, waiter, nowMs);
      if (pauseMs <= 0 || isToldAtOnce(budget, call, nowMs)) break;
      refuseHopeless(budget, waiter, call, nowMs);
      call.onState?.('queueing');
      emitThrottle(limiter, budget, call);
      const untilCheckMs = Math.min(pauseMs, longestUncheckedMs);
      waiter.wakeMs = nowMs + untilCheckMs;
      await sleepUnless(asked, limiter, untilCheckMs, call.signal);
    }
    line.serve(waiter);
    return source.take(clock.now());
  } finally {
    line.leave(waiter);
    source.leave?.(waiter);
  }
}

/** Sleeps, but not longer than until the answer to what was asked. */
async function sleepUnless(
  asked: Promise<void> | undefined,
  { clock }: RateLimiter,
  ms: number,
  signal: AbortSignal | undefined,
): Promise<void> {
  if (asked === undefined) return clock.sleep(ms, signal);
  const own = new AbortController();
  const stopListening = signal && onAbort(signal, () => own.abort(signal.reason));
  try {
    const slept = clock.sleep(ms, own.signal);
    await Promise.race([slept, asked]);
    signal?.throwIfAborted();
    own.abort();
    slept.catch(ignore);
  } finally {
    stopListening?.();
  }
}

/** Whether the call is sent during a long pause: without a deadline, it rejects at once with the server's own answer. */
function isToldAtOnce({ source }: RequestBudget, call: Call, nowMs: number): boolean {
  const isPoll = call.priority !== undefined && call.start === undefined;
  return !isPoll && call.remainingMs() === Number.POSITIVE_INFINITY && source.pausedMs(nowMs) > longestPauseMs;
}

/** Rejects a start as soon as it is certain that it cannot be sent, run and read before its deadline. */
function refuseHopeless(budget: RequestBudget, waiter: Waiter, call: Call, nowMs: number): void {
  const remainingMs = call.remainingMs();
  if (call.start === undefined || remainingMs === Number.POSITIVE_INFINITY) return;
  const leastMs = leastMsToEnd(budget, waiter, call.agentId ?? '', nowMs);
  if (leastMs === undefined || leastMs <= remainingMs) return;
  const seconds = (ms: number): string => `${Math.ceil(ms / 1_000)} s`;
  const queued = `${budget.queue.size} requests queue under the limit of ${budget.source.stated(nowMs)}`;
  call.start.refuse(`${queued}, so that it would take ${seconds(leastMs)} and ${seconds(remainingMs)} are left`);
}

function purposeOf({ priority, method }: Call): Purpose {
  return priority?.() ?? (method === 'GET' ? 'look' : 'start');
}
