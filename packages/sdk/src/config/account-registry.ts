import type { Clock } from '../options/client-options.ts';
import type { Settings } from './types.ts';

/** How many entries are kept for one clock. */
const mostEntries = 1_000;

/**
 * Returns a function that returns what all clients of one account share under a name, and that creates it at first. The
 * key may be known only at a call.
 */
export type AccountRegistry<T> = (settings: Settings, name: string, create: () => T) => () => T;

/**
 * Keeps what clients of one account share in a process. No credential can be read from it.
 *
 * A function that returns the key may hold much of the application, so it is not kept alive.
 */
export function createAccountRegistry<T>(): AccountRegistry<T> {
  type Entries = Map<string, T>;
  const clocks = new WeakMap<Clock, { readonly ofTexts: Entries; readonly ofFunctions: WeakMap<object, Entries> }>();

  const find = ({ clock, baseUrl }: Settings, credential: unknown, name: string, create: () => T): T => {
    const ofClock = clocks.get(clock) ?? { ofTexts: new Map(), ofFunctions: new WeakMap() };
    clocks.set(clock, ofClock);
    if (typeof credential !== 'function')
      return take(ofClock.ofTexts, `${baseUrl} ${name} ${String(credential)}`, create);
    const ofFunction = ofClock.ofFunctions.get(credential) ?? new Map();
    ofClock.ofFunctions.set(credential, ofFunction);
    return take(ofFunction, `${baseUrl} ${name}`, create);
  };

  return (settings, name, create) => {
    let known: T | undefined;
    return () => {
      if (known !== undefined) return known;
      const credential = settings.apiKey.credential();
      const entry = find(settings, credential, name, create);
      if (credential !== undefined) known = entry;
      return entry;
    };
  };
}

function take<T>(entries: Map<string, T>, name: string, create: () => T): T {
  const entry = entries.get(name) ?? create();
  // The entry used last stands last.
  entries.delete(name);
  entries.set(name, entry);
  const [oldest] = entries.keys();
  if (entries.size > mostEntries && oldest !== undefined) entries.delete(oldest);
  return entry;
}
