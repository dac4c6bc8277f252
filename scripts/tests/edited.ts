import { bundled } from '../spec/bundle.ts';
import type { Document } from '../spec/document.ts';

/** The unchanged description. */
export const original: Document = await bundled();

/** The description with one value set at a path, or removed if `value` is undefined. */
export function edited(path: readonly (string | number)[], value?: unknown): Document {
  const document = structuredClone(original);
  const parent = path.slice(0, -1).reduce<unknown>((at, step) => Object(at)[step], document);
  const key = path.at(-1);
  if (key === undefined || typeof parent !== 'object' || parent === null) throw new Error(`No ${path.join('/')}`);
  if (value !== undefined) Reflect.set(parent, key, value);
  else if (Array.isArray(parent)) parent.splice(Number(key), 1);
  else if (!Reflect.has(parent, key)) throw new Error(`No ${path.join('/')}`);
  else Reflect.deleteProperty(parent, key);
  return document;
}
