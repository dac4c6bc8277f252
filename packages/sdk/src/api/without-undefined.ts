import type { Defined } from '../models.ts';

/** The members that have a value: a query cannot express `undefined`. */
export function withoutUndefined<T extends object>(query: T): Defined<T> {
  return Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined)) as never;
}
