import type { Settings } from '../config/types.ts';
import { ProtocolError } from '../errors/transport-errors.ts';
import type { Clock, HookEvent, Hooks } from '../options/client-options.ts';
import type { Answer, Call } from './types.ts';

/** The request or task that an event is about. */
export type Subject = Pick<Call, 'hooks' | 'method' | 'path' | 'agentId' | 'taskId'>;

/** Calls a hook. An error that it throws or rejects with is ignored. */
export function emit(
  call: Subject,
  name: keyof Hooks,
  facts: Omit<HookEvent, 'method' | 'path' | 'agentId' | 'taskId'>,
): void {
  const hook = call.hooks[name];
  if (hook === undefined) return;
  const { method, path, agentId, taskId } = call;
  const subject = { method, path, ...(agentId !== undefined && { agentId }), ...(taskId !== undefined && { taskId }) };
  try {
    const returned: unknown = hook.call(call.hooks, { ...subject, ...facts });
    Promise.resolve(returned).catch(() => undefined);
  } catch {
    // An error of a hook must not end the call.
  }
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
