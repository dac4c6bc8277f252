import type { Clock } from '../options/client-options.ts';
import type { Settings } from './types.ts';

/** What identifies the account of a client on one server, in one time. */
export interface Account extends Pick<Settings, 'clock' | 'baseUrl'> {
  /** A key, a token, or the function that returns the key. */
  readonly credential: unknown;
}

/** How many entries are kept for one clock. */
const mostEntries = 1_000;

/** Returns what all clients of one account share under a name. It is created when there is none. */
export type AccountRegistry<T> = (account: Account, name: string, create: () => T) => T;

/**
 * Keeps what clients of one account share in a process. No credential can be read from it.
 *
 * A function that returns the key may hold much of the application, so it is not kept alive.
 */
export function createAccountRegistry<T>(): AccountRegistry<T> {
  type Entries = Map<string, T>;
  const clocks = new WeakMap<Clock, { readonly ofTexts: Entries; readonly ofFunctions: WeakMap<object, Entries> }>();

  return ({ clock, baseUrl, credential }, name, create) => {
    const ofClock = clocks.get(clock) ?? { ofTexts: new Map(), ofFunctions: new WeakMap() };
    clocks.set(clock, ofClock);
    if (typeof credential !== 'function')
      return take(ofClock.ofTexts, `${baseUrl} ${name} ${String(credential)}`, create);
    const ofFunction = ofClock.ofFunctions.get(credential) ?? new Map();
    ofClock.ofFunctions.set(credential, ofFunction);
    return take(ofFunction, `${baseUrl} ${name}`, create);
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
