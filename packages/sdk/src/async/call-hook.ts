import type { Task } from '../models.ts';
import type { Hooks, OperationEvent } from '../options/client-options.ts';
import { ignore } from './ignore.ts';

/** Calls a hook, if there is one. An error that it throws or rejects with is ignored. */
export function callHook(hooks: Hooks, name: keyof Hooks, ...facts: readonly unknown[]): void {
  const hook = hooks[name] as ((...facts: readonly unknown[]) => unknown) | undefined;
  if (hook === undefined) return;
  try {
    const returned = hook.apply(hooks, [...facts]);
    Promise.resolve(returned).catch(ignore);
  } catch {
    // An error of a hook must not end the call.
  }
}

/**
 * Lets the hook `around` surround an operation: what the hook's call of `go` begins runs in the hook's async context.
 * The operation happens once, and its outcome is its own, whatever the hook does.
 */
export function surround<T extends Task | undefined>(
  hooks: Hooks,
  operation: OperationEvent,
  go: () => Promise<T>,
): Promise<T> {
  let outcome: Promise<T> | undefined;
  const goOnce = (): Promise<T> => {
    outcome ??= go();
    return outcome;
  };
  callHook(hooks, 'around', operation, goOnce);
  return goOnce();
}
