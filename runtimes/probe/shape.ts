import type { Shape } from './cell.ts';

/** Converts an error to data that any runtime can send to another. */
export function toShape(error: unknown, depth = 0): Shape {
  if (!(error instanceof Error)) return { name: typeof error, message: show(error), facts: {}, inner: [] };
  const behind = [error.cause, ...(error instanceof AggregateError ? error.errors : [])];
  const inner = depth < 8 ? behind.filter((next) => next !== undefined).map((next) => toShape(next, depth + 1)) : [];
  return { name: error.name, message: error.message, facts: readFacts(error), inner };
}

function show(value: unknown): string {
  return JSON.stringify(value) ?? String(value);
}

/** Returns its own fields that are not objects, and `code` from the prototype, where a DOMException has it. */
function readFacts(error: Error): Shape['facts'] {
  const members = [...Object.entries(error), ['code', (error as { code?: unknown }).code]] as [string, unknown][];
  return Object.fromEntries(
    members.filter((member): member is [string, string | number | boolean] => {
      const [name, value] = member;
      return !['name', 'message', 'stack'].includes(name) && ['string', 'number', 'boolean'].includes(typeof value);
    }),
  );
}
