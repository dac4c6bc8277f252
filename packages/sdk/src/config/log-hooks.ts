import type { HookEvent, Hooks } from '../options/client-options.ts';

/** A target for log lines: `console`, or a logger with a method `log`. */
export interface LineLog {
  /** Receives one line for each request, poll or error. Never a body or a key. */
  log(line: string): void;
}

/**
 * Creates hooks that log one line for each request, response, failed attempt, retry, poll and reconnect. For
 * debugging.
 *
 * A line contains the method, path, status, duration, request id and code of the error, but never a body, a header or a key.
 *
 * @example
 * const xpander = new Xpander({ hooks: logHooks(console) });
 */
export function logHooks(target: LineLog): Hooks {
  const write = (what: string, event: LoggedEvent): void => target.log(`xpander ${what} ${formatEvent(event)}`);
  return {
    onRequest: (event) => write('→', event),
    onResponse: (event) => write('←', event),
    onError: (event) => write('✗', event),
    onRetry: (event) => write('retry', event),
    onPoll: (event) => write('poll', event),
    onReconnect: (event) => write('reconnect', event),
  };
}

/** Every event of a hook, in one type. */
type LoggedEvent = HookEvent & { readonly code?: string };

function formatEvent({ method, path, attempt, status, code, durationMs, delayMs, requestId }: LoggedEvent): string {
  const facts = [
    `${method} ${path}`,
    status !== undefined && String(status),
    code,
    durationMs !== undefined && `${Math.round(durationMs)} ms`,
    attempt > 1 && `attempt ${attempt}`,
    delayMs !== undefined && `in ${Math.round(delayMs)} ms`,
    requestId !== undefined && `request ${requestId}`,
  ];
  return facts.filter((fact) => fact !== undefined && fact !== false).join(' ');
}
