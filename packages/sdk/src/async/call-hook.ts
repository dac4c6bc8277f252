import type { Hooks } from '../options/client-options.ts';
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
