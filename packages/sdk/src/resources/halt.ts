import type { OperationCall } from '../api/operations.ts';
import { ApiError } from '../errors/api-error.ts';
import { onAbort } from '../transport/abort.ts';

/** One of the operations that send something. */
type Sending<What, Answer> = (what: What, call: OperationCall) => Promise<Answer>;

/** Keeps a batch from sending what cannot succeed. */
export interface Halt {
  /** Why nothing more is sent. */
  reason(): { readonly error: unknown } | undefined;
  /** Takes note of an item's error. Returns whether it is that item's own, and not the one that kept it from being sent. */
  note(error: unknown): boolean;
  /** The operation, which sends nothing once the batch is halted: what waits to be sent fails with the reason. */
  guard<What, Answer>(send: Sending<What, Answer>): Sending<What, Answer>;
}

/** A batch that is halted by the first error that `concernsAll`. */
export function createHalt(concernsAll: (error: unknown) => boolean): Halt {
  const unsent = new Set<AbortController>();
  let reason: { readonly error: unknown } | undefined;

  const guard =
    <What, Answer>(send: Sending<What, Answer>): Sending<What, Answer> =>
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
    guard,
  };
}

/** A key that is refused: the next request would be answered alike, whatever it asks for. */
export function isKeyRefused(error: unknown): boolean {
  return error instanceof ApiError && error.status === 401;
}

/** An agent that is closed to the key, or a plan that is used up: the next run would not start either. */
export function isStartRefused(error: unknown): boolean {
  return (
    isKeyRefused(error) || (error instanceof ApiError && (error.status === 403 || error.code === 'quota_exceeded'))
  );
}
