import type { OperationCall, Operations } from '../api/operations.ts';
import { ApiError } from '../errors/api-error.ts';
import { onAbort } from '../transport/abort.ts';

/** Keeps a batch from sending what cannot succeed. */
export interface Halt {
  /** Why nothing more is sent. */
  reason(): { readonly error: unknown } | undefined;
  /** Takes note of an item's error. Returns whether it is that item's own, and not the one that kept it from being sent. */
  note(error: unknown): boolean;
  /** The operations of which none starts a run once the batch is halted: those that wait to be sent fail with the reason. */
  over(operations: Operations): Operations;
}

export function createHalt(): Halt {
  const unsent = new Set<AbortController>();
  let reason: { readonly error: unknown } | undefined;

  const guard =
    <What, Answer>(send: (what: What, call: OperationCall) => Promise<Answer>): typeof send =>
    async (what, call) => {
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
        return await send(what, { ...call, signal: own.signal, onState });
      } finally {
        stopListening?.();
        unsent.delete(own);
      }
    };

  return {
    reason: () => reason,
    note: (error) => {
      if (error === reason?.error && reason !== undefined) return false;
      if (reason !== undefined || !concernsAll(error)) return true;
      reason = { error };
      for (const waiting of unsent) waiting.abort(error);
      return true;
    },
    over: (operations) => ({
      ...operations,
      invokeAsync: guard(operations.invokeAsync),
      invokeStream: guard(operations.invokeStream),
    }),
  };
}

/** A key that is refused, or a plan that is used up: the next request would be answered alike. */
function concernsAll(error: unknown): boolean {
  return error instanceof ApiError && (error.status === 401 || error.status === 403 || error.code === 'quota_exceeded');
}
