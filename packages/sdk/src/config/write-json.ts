import { ConfigurationError } from '../errors/configuration-error.ts';

/** Writes a value as JSON. @throws ConfigurationError that names the value, if it has none. */
export function writeJson(name: string, value: unknown): string {
  let text: string | undefined;
  let cause: unknown;
  try {
    text = JSON.stringify(value);
  } catch (error) {
    cause = error;
  }
  if (text !== undefined) return text;
  throw new ConfigurationError(name, 'cannot be written as JSON', 'Leave out cycles and BigInts', { cause });
}
