import type { OperationCall } from '../api/types.ts';
import { onAbort } from '../async/abort.ts';
import type { CircuitBreaker } from '../core/types.ts';
import { ApiError } from '../errors/api-error.ts';

/** `concernsBatch` decides which errors open the breaker. */
export function createCircuitBreaker(concernsBatch: (error: unknown) => boolean): CircuitBreaker {
  const unsent = new Set<AbortController>();
  let reason: { readonly error: unknown } | undefined;

  const open = (error: unknown): void => {
    if (reason !== undefined) return;
    reason = { error };
    for (const waiting of unsent) waiting.abort(error);
  };

  return {
    reason: () => reason,
    open,
    async guard(call, send) {
      if (reason !== undefined) throw reason.error;
      const own = new AbortController();
      const stopListening = call.signal && onAbort(call.signal, () => own.abort(call.signal?.reason));
      const onState: OperationCall['onState'] = (state) => {
        if (state === 'sending') unsent.delete(own);
        else unsent.add(own);
        call.onState?.(state);
      };
      unsent.add(own);
      try {
        return await send({ ...call, signal: own.signal, onState });
      } catch (error) {
        if (concernsBatch(error)) open(error);
        throw error;
      } finally {
        stopListening?.();
        unsent.delete(own);
      }
    },
  };
}

/** The API rejects the key, so it would reject every other request too. */
export function isKeyRefused(error: unknown): boolean {
  return error instanceof ApiError && error.status === 401;
}

/** The key may not use the agent, or the plan is used up, so no other run would start either. */
export function isStartRefused(error: unknown): boolean {
  if (isKeyRefused(error)) return true;
  return error instanceof ApiError && (error.status === 403 || error.code === 'quota_exceeded');
}
