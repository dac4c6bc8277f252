import type { RequestBudget } from '../budget/request-budget.ts';
import type { Settings } from '../config/types.ts';
import { ProtocolError } from '../errors/transport-errors.ts';
import type { Clock, HookEvent, Hooks } from '../options/client-options.ts';
import type { Answer, Call, RateLimiter } from './types.ts';

/** The request or task that an event is about. */
export type Subject = Pick<Call, 'hooks' | 'method' | 'path' | 'agentId' | 'taskId'>;

/** Calls a hook. An error that it throws or rejects with is ignored. */
export function emit(
  call: Subject,
  name: Exclude<keyof Hooks, 'onThrottle'>,
  facts: Omit<HookEvent, 'method' | 'path' | 'agentId' | 'taskId'>,
): void {
  if (call.hooks[name] === undefined) return;
  const { method, path, agentId, taskId } = call;
  const subject = { method, path, ...(agentId !== undefined && { agentId }), ...(taskId !== undefined && { taskId }) };
  callHook(call.hooks, name, { ...subject, ...facts });
}

function callHook<Name extends keyof Hooks>(
  hooks: Hooks,
  name: Name,
  event: Parameters<NonNullable<Hooks[Name]>>[0],
): void {
  const hook = hooks[name] as ((event: unknown) => unknown) | undefined;
  try {
    const returned: unknown = hook?.call(hooks, event);
    Promise.resolve(returned).catch(() => undefined);
  } catch {
    // An error of a hook must not end the call.
  }
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

/** Calls `onRequest` before an attempt, and `onResponse` when it gets a response. */
export async function withHooks(clock: Clock, call: Call, send: () => Promise<Answer>): Promise<Answer> {
  const { attempt, hooks } = call;
  if (hooks.onRequest === undefined && hooks.onResponse === undefined) return send();
  const startedMs = clock.now();
  const report = (status: number, requestId?: string): void => {
    const durationMs = clock.now() - startedMs;
    emit(call, 'onResponse', { attempt, status, durationMs, ...(requestId !== undefined && { requestId }) });
  };
  emit(call, 'onRequest', { attempt });
  try {
    const response = await send();
    report(response.status, readRequestId(response));
    return response;
  } catch (error) {
    if (error instanceof ProtocolError) report(error.status);
    throw error;
  }
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
