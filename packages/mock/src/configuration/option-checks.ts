import { MockConfigurationError } from './configuration-error.ts';

/** Returns `"a", "b" or "c"`, for messages that list the valid values. */
export function oneOf(names: readonly string[]): string {
  const quoted = names.map((name) => `"${name}"`);
  const last = quoted.pop() ?? '';
  return quoted.length === 0 ? last : `${quoted.join(', ')} or ${last}`;
}

/** Throws for a member that is not in `known`. A misspelt option would otherwise be ignored silently. */
export function refuseUnknownMembers(where: string, value: object, known: readonly string[]): void {
  for (const name of Object.keys(value)) {
    if (!known.includes(name)) {
      throw new MockConfigurationError(`${where} has no option "${name}"; use ${oneOf(known)}.`);
    }
  }
}

/** Throws unless `value` is a finite number of milliseconds, 0 or more. */
export function checkMilliseconds(where: string, value: unknown): asserts value is number {
  if (typeof value !== 'number' || !Number.isFinite(value) || value < 0) {
    throw new MockConfigurationError(`${where} must be a number of milliseconds, 0 or more; got ${String(value)}.`);
  }
}
