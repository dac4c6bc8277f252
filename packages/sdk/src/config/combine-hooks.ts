import { callHook, surround } from '../async/call-hook.ts';
import { ConfigurationError } from '../errors/configuration-error.ts';
import type { Hooks } from '../options/client-options.ts';
import { hookNames, hooks as hooksCheck } from './validators.ts';

/**
 * Combines several hooks into one, for example logs and traces. Each event reaches all of them, in order. Those with
 * `around` are nested, the first one outermost. An error of one affects no other.
 *
 * @example
 * const xpander = new Xpander({ hooks: combineHooks(logHooks(console), traces) });
 *
 * @throws ConfigurationError for a value that is no hooks.
 */
export function combineHooks(...hooks: Hooks[]): Hooks {
  for (const each of hooks) {
    const mistake = hooksCheck(each);
    if (mistake !== undefined) throw new ConfigurationError('hooks', ...mistake);
  }
  const combined = hookNames.flatMap((name) => {
    const listening = hooks.filter((each) => each[name] !== undefined);
    if (listening.length === 0) return [];
    return [[name, name === 'around' ? nest(listening) : callEach(listening, name)] as const];
  });
  return Object.fromEntries(combined) as Hooks;
}

function callEach(listening: readonly Hooks[], name: keyof Hooks): (event: unknown) => void {
  return (event) => {
    for (const hooks of listening) callHook(hooks, name, event);
  };
}

function nest(listening: readonly Hooks[]): NonNullable<Hooks['around']> {
  return (operation, go) => listening.reduceRight((inner, hooks) => () => surround(hooks, operation, inner), go)();
}
