import type { HookEvent, Hooks } from '../options/client-options.ts';

/** Anything that takes lines: `console`, or a logger's child. */
export interface LineLog {
  log(line: string): void;
}

/**
 * Hooks that write a line for everything that happens: method, path, status, duration, ids. For debugging.
 *
 * @example
 * const xpander = new Xpander({ hooks: logHooks(console) });
 */
export function logHooks(target: LineLog): Hooks {
  const write = (what: string, event: HookEvent): void => target.log(`xpander ${what} ${describe(event)}`);
  return {
    onRequest: (event) => write('→', event),
    onResponse: (event) => write('←', event),
    onRetry: (event) => write('retry', event),
    onPoll: (event) => write('poll', event),
    onReconnect: (event) => write('reconnect', event),
  };
}

function describe({ method, path, attempt, status, durationMs, delayMs, requestId }: HookEvent): string {
  const facts = [
    `${method} ${path}`,
    status !== undefined && String(status),
    durationMs !== undefined && `${Math.round(durationMs)} ms`,
    attempt > 1 && `attempt ${attempt}`,
    delayMs !== undefined && `in ${Math.round(delayMs)} ms`,
    requestId !== undefined && `request ${requestId}`,
  ];
  return facts.filter((fact) => fact !== false).join(' ');
}
