import type { Settings } from '../config/settings.ts';
import { ProtocolError } from '../errors/transport-errors.ts';
import type { Clock, HookEvent, Hooks } from '../options/client-options.ts';
import type { Answer, Call, Send } from './types.ts';

export type Subject = Pick<Call, 'hooks' | 'method' | 'path' | 'agentId' | 'taskId'>;

/** Tells a hook. One that throws, or returns a promise that rejects, changes nothing. */
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
    const told: unknown = hook.call(call.hooks, { ...subject, ...facts });
    Promise.resolve(told).catch(() => undefined);
  } catch {
    // The hook's own trouble.
  }
}

/** Tells of each attempt, and of its response when it gets one. */
export function withHooks(next: Send, clock: Clock): Send {
  return async (outgoing, call) => {
    const { attempt, hooks } = call;
    if (hooks.onRequest === undefined && hooks.onResponse === undefined) return next(outgoing, call);
    const startedMs = clock.now();
    const tell = (status: number, requestId?: string): void => {
      const durationMs = clock.now() - startedMs;
      emit(call, 'onResponse', { attempt, status, durationMs, ...(requestId !== undefined && { requestId }) });
    };
    emit(call, 'onRequest', { attempt });
    try {
      const response = await next(outgoing, call);
      tell(response.status, readRequestId(response));
      return response;
    } catch (error) {
      if (error instanceof ProtocolError) tell(error.status);
      throw error;
    }
  };
}

export function readRequestId(response: Pick<Answer, 'headers'>): string | undefined {
  return response.headers.get('x-request-id') ?? response.headers.get('request-id') ?? undefined;
}

/** What hooks are told of looks at a task: the path as it is in requests, prefix and all. */
export function subjectOfTask(settings: Settings, taskId: string): Subject {
  const { path, ...list } = subjectOfList(settings, undefined);
  return { ...list, path: `${path}/${encodeURIComponent(taskId)}`, taskId };
}

/** What hooks are told of looks at many tasks at once. */
export function subjectOfList({ baseUrl, hooks }: Settings, agentId: string | undefined): Subject {
  const prefix = new URL(baseUrl).pathname.replace(/\/$/, '');
  return { hooks, method: 'GET', path: `${prefix}/v1/tasks`, agentId, taskId: undefined };
}
