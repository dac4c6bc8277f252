import { MockConfigurationError } from './configuration-error.ts';

/** `"a", "b" or "c"`, for messages that list what would have been right. */
export function oneOf(names: readonly string[]): string {
  const quoted = names.map((name) => `"${name}"`);
  const last = quoted.pop() ?? '';
  return quoted.length === 0 ? last : `${quoted.join(', ')} or ${last}`;
}

/** Refuses members that are not among `known`: a misspelt option would otherwise silently do nothing. */
export function refuseUnknownMembers(where: string, value: object, known: readonly string[]): void {
  for (const name of Object.keys(value)) {
    if (!known.includes(name)) {
      throw new MockConfigurationError(`${where} has no option "${name}"; use ${oneOf(known)}.`);
    }
  }
}

/** Refuses anything that is not a finite number of milliseconds, zero or more. */
export function checkMilliseconds(where: string, value: unknown): asserts value is number {
  if (typeof value !== 'number' || !Number.isFinite(value) || value < 0) {
    throw new MockConfigurationError(`${where} must be a number of milliseconds, 0 or more; got ${String(value)}.`);
  }
}
