import { fail } from '../options/checks.ts';

/** @throws ConfigurationError if the value is no path. */
export function checkPath(path: unknown): void {
  if (typeof path !== 'string' || path === '') fail('path', 'must be the path of a file', 'Pass "prompts.jsonl"');
}
