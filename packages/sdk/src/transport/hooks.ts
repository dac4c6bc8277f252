import type { Clock, HookEvent, Hooks } from '../options.ts';
import type { Call, Send } from './outgoing.ts';

type Subject = Pick<Call, 'hooks' | 'method' | 'path' | 'agentId' | 'taskId'>;

/** Tells a hook. One that throws, or returns a promise that rejects, changes nothing. */
export function emit(
  call: Subject,
  name: keyof Hooks,
  facts: Omit<HookEvent, 'method' | 'path' | 'agentId' | 'taskId'>,
): void {
  const hook: ((event: HookEvent) => unknown) | undefined = call.hooks[name];
  if (hook === undefined) return;
  const { method, path, agentId, taskId } = call;
  const subject = { method, path, ...(agentId !== undefined && { agentId }), ...(taskId !== undefined && { taskId }) };
  try {
    Promise.resolve(hook({ ...subject, ...facts })).catch(() => undefined);
  } catch {
    // The hook's own trouble.
  }
}

/** Tells of each attempt, and of its response when it gets one. */
export function withHooks(next: Send, clock: Clock): Send {
  return async (outgoing, call) => {
    const startedMs = clock.now();
    emit(call, 'onRequest', { attempt: call.attempt });
    const response = await next(outgoing, call);
    const requestId = readRequestId(response);
    const durationMs = clock.now() - startedMs;
    emit(call, 'onResponse', {
      attempt: call.attempt,
      status: response.status,
      durationMs,
      ...(requestId !== undefined && { requestId }),
    });
    return response;
  };
}

export function readRequestId(response: Response): string | undefined {
  return response.headers.get('x-request-id') ?? response.headers.get('request-id') ?? undefined;
}
