import { withTimeout } from '../async/with-timeout.ts';
import { TimeoutError } from '../errors/transport-errors.ts';
import { sendOnce } from './connection.ts';
import type { Answer, Call, Outgoing, TransportContext } from './types.ts';

/** Ends one attempt, headers and body, when it takes longer than `timeoutMs`. */
export function sendWithTimeout(context: TransportContext, outgoing: Outgoing, call: Call): Promise<Answer> {
  const { clock } = context.settings;
  const time = { ms: call.timeoutMs, error: () => new TimeoutError(call.timeoutMs) };
  return withTimeout({ clock, signal: call.signal, time }, (signal) =>
    sendOnce(context, outgoing, { ...call, signal }),
  );
}
