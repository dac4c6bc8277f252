import { type Document, isObject } from '../spec/document.ts';
import { usageOf } from './usage.ts';

/** Whether responses always combine a named enum with an open string, so that new values break no reader. */
export function isOpenEverywhere(document: Document, name: string): boolean {
  const usage = usageOf(document);
  return Object.entries(document.components?.schemas ?? {})
    .filter(([user]) => usage(user).isReceived)
    .every(([, schema]) => isOpenWithin(schema, `#/components/schemas/${name}`, false));
}

export function isOpenString(schema: unknown): boolean {
  return isObject(schema) && schema['x-open'] === true;
}

function isOpenWithin(value: unknown, reference: string, isBesideOpen: boolean): boolean {
  if (Array.isArray(value)) {
    const isOpen = value.some(isOpenString);
    return value.every((item) => isOpenWithin(item, reference, isOpen));
  }
  if (!isObject(value)) return true;
  if (value.$ref === reference) return isBesideOpen;
  return Object.values(value).every((inner) => isOpenWithin(inner, reference, false));
}
