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

/** A field of a request or response, such as `request input.user.email`. */
export interface SurfaceField {
  readonly required: boolean;
  /** The listed values, as JSON. */
  readonly values: ReadonlySet<string>;
}

/** The request and response fields of each operation. The key is method and path, because ids differ. */
export type Surface = ReadonlyMap<string, ReadonlyMap<string, SurfaceField>>;

/** Limits, because a short document can describe endlessly nested fields. */
const maxDepth = 12;
const maxFields = 50_000;

/**
 * Lists the request and response fields of a document.
 *
 * @throws DocumentError if a reference has no target, or the document describes too many fields.
 */
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
  // A recursive schema is already described at its first occurrence.
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

/** The key of an operation. Names of path parameters are left out, because they are not part of a request. */
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
