import { sendWithRetries } from './retry.ts';
import type { Answer, CallSettings, Outgoing, TransportContext } from './types.ts';

const defaultTimeoutMs = 60_000;

/**
 * Sends one logical call: with retries, within the rate limit and the time limit, and with the credentials.
 *
 * Each layer calls the next one: retry ▸ rate limit ▸ hooks ▸ time limit ▸ connection, which adds the key and calls `fetch`.
 */
export function send(context: TransportContext, outgoing: Outgoing, call: CallSettings): Promise<Answer> {
  const { settings } = context;
  return sendWithRetries(context, outgoing, {
    signal: call.signal,
    timeoutMs: call.timeoutMs ?? settings.timeoutMs ?? defaultTimeoutMs,
    maxRetries: call.maxRetries ?? settings.maxRetries,
    remainingMs: call.remainingMs ?? (() => Number.POSITIVE_INFINITY),
    onState: call.onState ?? (() => undefined),
    priority: call.priority,
    isStream: call.isStream ?? false,
    hooks: settings.hooks,
    method: outgoing.method,
    path: pathOf(outgoing.url),
    agentId: call.agentId,
    taskId: call.taskId,
    attempt: 1,
  });
}

/** The path without the query. The URL is already well formed here, so a pattern is enough. */
function pathOf(url: string): string {
  return /^[^:]*:\/\/[^/?#]*([^?#]*)/.exec(url)?.[1] ?? '';
}
