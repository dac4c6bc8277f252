import { callHook } from '../async/call-hook.ts';
import type { RequestBudget } from '../budget/request-budget.ts';
import type { Settings } from '../config/types.ts';
import { ProtocolError } from '../errors/transport-errors.ts';
import { isXpanderError } from '../errors/xpander-error.ts';
import type { Clock, HookEvent, Hooks } from '../options/client-options.ts';
import type { Answer, Call, RateLimiter } from './types.ts';

/** The request or task that an event is about. */
export type Subject = Pick<Call, 'hooks' | 'method' | 'path' | 'agentId' | 'taskId'>;

/** What an event says beside its subject. */
type Facts = Omit<HookEvent, 'method' | 'path' | 'agentId' | 'taskId'> & { readonly code?: string };

/** Calls a hook with the facts about a request or task. */
export function emit(call: Subject, name: keyof Hooks, facts: Facts): void {
  const { hooks, method, path, agentId, taskId } = call;
  if (hooks[name] === undefined) return;
  const subject = { method, path, ...(agentId !== undefined && { agentId }), ...(taskId !== undefined && { taskId }) };
  callHook(hooks, name, { ...subject, ...facts });
}

/** The shortest time between two calls of `onThrottle`. */
const throttlePauseMs = 1_000;

/** Calls `onThrottle` while requests wait for the rate limit, at most once a second. */
export function emitThrottle(limiter: RateLimiter, { source, queue, watched }: RequestBudget, { hooks }: Call): void {
  const { clock } = limiter;
  const nowMs = clock.now();
  if (hooks.onThrottle === undefined || nowMs - limiter.throttledMs < throttlePauseMs) return;
  limiter.throttledMs = nowMs;
  const remaining = source.left(nowMs);
  const resetMs = Math.max(0, source.readyMs(nowMs, 0) - nowMs);
  callHook(hooks, 'onThrottle', {
    waiting: queue.size,
    started: watched.size,
    ...(remaining !== undefined && { remaining }),
    resetMs,
  });
}

/** Calls `onRequest` before an attempt, and after it `onResponse` or `onError`: exactly one of them. */
export function withHooks(clock: Clock, call: Call, send: () => Promise<Answer>): Promise<Answer> {
  const { onRequest, onResponse, onError } = call.hooks;
  return onRequest || onResponse || onError ? sendWithHooks(clock, call, send) : send();
}

async function sendWithHooks(clock: Clock, call: Call, send: () => Promise<Answer>): Promise<Answer> {
  const { attempt } = call;
  const startedMs = clock.now();
  const durationMs = (): number => clock.now() - startedMs;
  emit(call, 'onRequest', { attempt });
  const answer = await send().catch((error: unknown) => {
    emit(call, 'onError', { attempt, ...failureOf(error), durationMs: durationMs() });
    throw error;
  });
  const requestId = readRequestId(answer);
  const { status } = answer;
  emit(call, 'onResponse', {
    attempt,
    status,
    durationMs: durationMs(),
    ...(requestId !== undefined && { requestId }),
  });
  return answer;
}

/** What `onError` says of an error. Any other error than one of this SDK is the reason of an abort. */
function failureOf(error: unknown): Pick<Facts, 'code' | 'status'> {
  const code = isXpanderError(error) ? error.code : 'aborted';
  return error instanceof ProtocolError ? { status: error.status, code } : { code };
}

export const requestIdHeaders = ['x-request-id', 'request-id'] as const;

export function readRequestId({ headers }: Pick<Answer, 'headers'>): string | undefined {
  const [first, second] = requestIdHeaders;
  return headers.get(first) ?? headers.get(second) ?? undefined;
}

/** The subject of polls of one task. Its path is the same as in requests, with the base URL's prefix. */
export function subjectOfTask(settings: Settings, taskId: string): Subject {
  const { path, ...list } = subjectOfList(settings, undefined);
  return { ...list, path: `${path}/${encodeURIComponent(taskId)}`, taskId };
}

/** The subject of reads of the list of tasks. */
export function subjectOfList({ baseUrl, hooks }: Settings, agentId: string | undefined): Subject {
  const prefix = new URL(baseUrl).pathname.replace(/\/$/, '');
  return { hooks, method: 'GET', path: `${prefix}/v1/tasks`, agentId, taskId: undefined };
}
