import { withBudget } from '../async/with-timeout.ts';
import type { Settings } from '../config/settings.ts';
import { TimeoutError } from '../errors/transport-errors.ts';
import type { Clock } from '../options/client-options.ts';
import { createConnection } from './connection.ts';
import { withHooks } from './hooks.ts';
import { withRateLimit } from './rate-limit.ts';
import { withRetry } from './retry.ts';
import type { Answer, Call, Outgoing, Send } from './types.ts';

/** What a verb may settle for one call; the rest is the client's. */
type Settled =
  | 'signal'
  | 'timeoutMs'
  | 'maxRetries'
  | 'remainingMs'
  | 'onState'
  | 'priority'
  | 'isStream'
  | 'agentId'
  | 'taskId';
export type CallSettings = { readonly [K in Settled]?: Call[K] | undefined };

/** A `fetch` for one logical call: repeated, limited in time and authenticated. */
export type Transport = (outgoing: Outgoing, call: CallSettings) => Promise<Answer>;

const defaultTimeoutMs = 60_000;

/** Stacks the layers: retry ▸ rate limit ▸ hooks ▸ timeout ▸ connection, which adds the key and calls `fetch`. */
export function createTransport(settings: Settings): Transport {
  const { clock, hooks } = settings;
  const attempt = withHooks(withTimeout(createConnection(settings), clock), clock);
  const send = withRetry(withRateLimit(attempt, settings.rateLimit, clock), clock);
  return async (outgoing, call) =>
    send(outgoing, {
      signal: call.signal,
      timeoutMs: call.timeoutMs ?? settings.timeoutMs ?? defaultTimeoutMs,
      maxRetries: call.maxRetries ?? settings.maxRetries,
      remainingMs: call.remainingMs ?? (() => Number.POSITIVE_INFINITY),
      onState: call.onState ?? (() => undefined),
      priority: call.priority,
      isStream: call.isStream ?? false,
      hooks,
      method: outgoing.method,
      path: pathOf(outgoing.url),
      agentId: call.agentId,
      taskId: call.taskId,
      attempt: 1,
    });
}

/** Without the query. The URL has been put together by then, so that nothing in it needs to be parsed. */
function pathOf(url: string): string {
  return /^[^:]*:\/\/[^/?#]*([^?#]*)/.exec(url)?.[1] ?? '';
}

/** Ends an attempt, headers and body, that outruns `timeoutMs`. */
function withTimeout(next: Send, clock: Clock): Send {
  return (outgoing, call) => {
    const time = { ms: call.timeoutMs, error: () => new TimeoutError(call.timeoutMs) };
    return withBudget({ clock, signal: call.signal, time }, (signal) => next(outgoing, { ...call, signal }));
  };
}
