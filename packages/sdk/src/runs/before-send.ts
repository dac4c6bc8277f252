import { untilAborted } from '../async/abort.ts';
import { preparingMs } from '../core/operation.ts';
import type { Operation } from '../core/types.ts';

/** The caller's `beforeSend` for one call of the transport, which may make several attempts. */
export interface BeforeSend {
  /** Calls it. `undefined` if the caller has none. */
  readonly check: (() => Promise<void>) | undefined;
  /** What it threw. No layer between here and the socket may retry, replace or interpret that. */
  refusal: { readonly error: unknown } | undefined;
}

export function createBeforeSend(operation: Operation): BeforeSend {
  const { beforeSend } = operation.options;
  const check = async (): Promise<void> => {
    operation.attend(preparingMs);
    try {
      await untilAborted(operation.signal, async () => beforeSend?.());
    } catch (error) {
      own.refusal = { error };
      throw new Error('beforeSend failed');
    }
  };
  const own: BeforeSend = { check: beforeSend && check, refusal: undefined };
  return own;
}
