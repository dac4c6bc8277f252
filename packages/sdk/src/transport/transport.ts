import { withTimeout } from '../async/with-timeout.ts';
import { TimeoutError } from '../errors/transport-errors.ts';
import { sendOnce } from './connection.ts';
import { withHooks } from './hooks.ts';
import { withinLimit } from './rate-limit.ts';
import { withRetries } from './retry.ts';
import type { Answer, Call, CallSettings, Outgoing, TransportContext } from './types.ts';

const defaultTimeoutMs = 60_000;

/** Sends one logical call. The connection, the innermost layer, adds the key and calls `fetch`. */
export function send(context: TransportContext, outgoing: Outgoing, callSettings: CallSettings): Promise<Answer> {
  const { clock } = context.settings;
  return withRetries(context, outgoing, toCall(context, outgoing, callSettings), (attempt) =>
    withinLimit(context.limiter, attempt, (call) => {
      const sendNow = (): Promise<Answer> =>
        withHooks(clock, call, () => {
          const time = { ms: call.timeoutMs, error: () => new TimeoutError(call.timeoutMs) };
          return withTimeout({ clock, signal: call.signal, time }, (signal) =>
            sendOnce(context, outgoing, { ...call, signal }),
          );
        });
      return call.beforeSend ? call.beforeSend().then(sendNow) : sendNow();
    }),
  );
}

/** The settings of the call, with those of the client for what it leaves open. */
function toCall({ settings }: TransportContext, { method, url }: Outgoing, call: CallSettings): Call {
  return {
    signal: call.signal,
    timeoutMs: call.timeoutMs ?? settings.timeoutMs ?? defaultTimeoutMs,
    maxRetries: call.maxRetries ?? settings.maxRetries,
    remainingMs: call.remainingMs ?? (() => Number.POSITIVE_INFINITY),
    onState: call.onState,
    beforeSend: call.beforeSend,
    priority: call.priority,
    leaves: call.leaves,
    start: call.start,
    isStream: call.isStream ?? false,
    isRaw: call.isRaw ?? false,
    isRepeatable: call.isRepeatable,
    isAnswer: call.isAnswer,
    hooks: settings.hooks,
    method,
    path: pathOf(url),
    agentId: call.agentId,
    taskId: call.taskId,
    attempt: 1,
  };
}

/** The path without the query. The URL is already well formed here, so a pattern is enough. */
function pathOf(url: string): string {
  return /^[^:]*:\/\/[^/?#]*([^?#]*)/.exec(url)?.[1] ?? '';
}
