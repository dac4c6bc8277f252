import {
  type Body,
  type Document,
  DocumentError,
  type LocatedOperation,
  operationsOf,
  resolve,
  type Schema,
} from '../spec/document.ts';
import { viewOf } from '../spec/schema-view.ts';

/** One thing that is sent or received, such as `request input.user.email`. */
export interface SurfaceField {
  readonly required: boolean;
  /** The values it names, as JSON. */
  readonly values: ReadonlySet<string>;
}

/** Per operation, all that is sent and received. Operations are known by method and path, not by their ids. */
export type Surface = ReadonlyMap<string, ReadonlyMap<string, SurfaceField>>;

/** Bounds: schemas may contain each other, and a few lines can describe a tree without end. */
const maxDepth = 12;
const maxFields = 50_000;

/** @throws DocumentError when a reference leads nowhere, or the document describes more fields than anybody could read. */
export function surfaceOf(document: Document): Surface {
  let count = 0;
  const counted = (): void => {
    count += 1;
    if (count > maxFields) throw new DocumentError(`The document describes more than ${maxFields} fields.`);
  };
  return new Map(
    operationsOf(document).map((located) => {
      const key = operationKey(located);
      try {
        return [key, fieldsOf(document, located, counted)];
      } catch (error) {
        const problem = error instanceof Error ? error.message : String(error);
        throw new DocumentError(`${key} cannot be read: ${problem}`, { cause: error });
      }
    }),
  );
}

function fieldsOf(document: Document, located: LocatedOperation, counted: () => void): Map<string, SurfaceField> {
  const { operation, parameters } = located;
  const fields = new Map<string, SurfaceField>();
  const add = (prefix: string, schema: Schema | undefined): void => {
    if (schema !== undefined) addFields({ document, fields, counted }, prefix, schema, new Set(), 0);
  };
  for (const parameter of parameters.filter((each) => each.in !== 'header')) {
    counted();
    const { values } = viewOf(document, parameter.schema ?? {});
    const name = parameter.in === 'path' ? '{}' : parameter.name;
    fields.set(`${parameter.in} ${name}`, { required: parameter.required ?? false, values: asTexts(values) });
  }
  add('request', jsonSchema(document, operation.requestBody));
  for (const [status, body] of Object.entries(operation.responses ?? {})) {
    if (status.startsWith('2')) add('response', jsonSchema(document, body));
  }
  return fields;
}

interface Collection {
  readonly document: Document;
  readonly fields: Map<string, SurfaceField>;
  counted(): void;
}

function addFields(
  collection: Collection,
  prefix: string,
  schema: Schema,
  above: ReadonlySet<object>,
  depth: number,
): void {
  const view = viewOf(collection.document, schema);
  // A schema that is met again below itself has been described above.
  if (depth > maxDepth || [...view.parts].some((part) => above.has(part))) return;
  const path = new Set([...above, ...view.parts]);
  if (view.items !== undefined) addFields(collection, `${prefix}[]`, view.items, path, depth + 1);
  for (const [name, member] of view.properties) {
    collection.counted();
    const place = `${prefix}${depth === 0 ? ' ' : '.'}${name}`;
    const values = asTexts(viewOf(collection.document, member).values);
    collection.fields.set(place, { required: view.required.has(name), values });
    addFields(collection, place, member, path, depth + 1);
  }
}

/** Paths are compared without the names of their parameters, which are no part of what travels. */
function operationKey({ method, path }: LocatedOperation): string {
  return `${method.toUpperCase()} ${path.replaceAll(/\{[^}]*\}/g, '{}').replace(/(?<=.)\/$/, '')}`;
}

function jsonSchema(document: Document, body: Parameters<typeof resolve<Body>>[1] | undefined): Schema | undefined {
  if (body === undefined) return undefined;
  return resolve<Body>(document, body).content?.['application/json']?.schema;
}

function asTexts(values: ReadonlySet<unknown>): Set<string> {
  return new Set([...values].map((value) => JSON.stringify(value)));
}
