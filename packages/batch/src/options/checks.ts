import { ConfigurationError } from '@xpander/sdk';

/** @throws ConfigurationError if a member is unknown, because a misspelt one would have no effect. */
export function checkMembers(what: string, value: unknown, known: Readonly<Record<string, true>>): void {
  if (typeof value !== 'object' || value === null) fail(what, 'takes an object of options', 'Pass an object');
  const unknown = Object.keys(value).find((name) => !(name in known));
  if (unknown !== undefined)
    fail(unknown, `is not an option of ${what}`, `The options are ${Object.keys(known).join(', ')}`);
}

export function checkWhole(option: string, value: unknown, least: number): void {
  if (Number.isSafeInteger(value) && (value as number) >= least) return;
  fail(option, `must be a whole number of at least ${least}; got ${String(value)}`, 'Leave it out for the default');
}

/** @throws ConfigurationError, always. */
export function fail(option: string, problem: string, hint: string): never {
  throw new ConfigurationError(option, problem, hint);
}
