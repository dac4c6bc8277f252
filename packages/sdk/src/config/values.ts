import { beginningOf } from '../errors/beginning-of.ts';

/** A promise does not count: where a caller passes one, an `await` is missing. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isPromise(value);
}

function isPromise(value: object): boolean {
  return typeof (value as { then?: unknown }).then === 'function';
}

/** Formats a value for an error message: shortened, and without the content of an object. */
export function show(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 60 ? `${beginningOf(value, 60)}…` : value);
  if (typeof value === 'function') return 'a function';
  if (Array.isArray(value)) return 'an array';
  if (typeof value !== 'object' || value === null) return String(value);
  return isPromise(value) ? 'a promise (`await` it)' : 'an object';
}

/** Whether a text is valid in a header. A line break would start another header. */
export function isHeaderValue(content: string): boolean {
  return /^[\t\x20-\x7e\x80-\xff]*$/.test(content);
}
