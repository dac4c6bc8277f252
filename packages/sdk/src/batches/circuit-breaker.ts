import type { OperationCall } from '../api/operations.ts';
import { onAbort } from '../async/abort.ts';
import { ApiError } from '../errors/api-error.ts';

/** One of the operations that send something. */
type Sending<What, Answer> = (what: What, call: OperationCall) => Promise<Answer>;

/** Keeps a batch from sending what cannot succeed. */
export interface Halt {
  /** Why nothing more is sent. */
  reason(): { readonly error: unknown } | undefined;
  /** Halts the batch, if nothing has yet: what waits to be sent fails with the reason. */
  stop(error: unknown): void;
  /** The operation, which sends nothing once the batch is halted, and halts it with an error that concerns all. */
  guard<What, Answer>(send: Sending<What, Answer>): Sending<What, Answer>;
}

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
      } catch (error) {
        if (concernsAll(error)) stop(error);
        throw error;
      } finally {
        stopListening?.();
        unsent.delete(own);
      }
    };

  const stop = (error: unknown): void => {
    if (reason !== undefined) return;
    reason = { error };
    for (const waiting of unsent) waiting.abort(error);
  };

  return {
    reason: () => reason,
    stop,
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
