import { type Document, DocumentError, isObject, type Schema, targetOf } from './document.ts';

/** A schema with its references, `allOf` and alternatives merged. */
export interface SchemaView {
  /** Without `null`. */
  readonly types: ReadonlySet<string>;
  readonly nullable: boolean;
  readonly format: string | undefined;
  /** The listed values. Other values may be allowed. */
  readonly values: ReadonlySet<unknown>;
  readonly properties: ReadonlyMap<string, Schema>;
  readonly required: ReadonlySet<string>;
  readonly items: Schema | undefined;
  readonly default: unknown;
  /** The merged schema objects. A schema that contains one of them is recursive. */
  readonly parts: ReadonlySet<object>;
}

/** Merges the parts of a schema. Each part is visited once, so recursive schemas are safe. */
export function viewOf(document: Document, schema: Schema): SchemaView {
  return view(document, schema, new Map());
}

function view(document: Document, start: unknown, known: Map<object, SchemaView>): SchemaView {
  if (start === true) return emptyView;
  if (!isObject(start)) throw new DocumentError('A schema is not an object.');
  const schema: Schema = start;
  const before = known.get(schema);
  if (before !== undefined) return before;
  known.set(schema, emptyView);
  const result = composed(document, schema, known);
  known.set(schema, result);
  return result;
}

function composed(document: Document, schema: Schema, known: Map<object, SchemaView>): SchemaView {
  const part = (inner: unknown): SchemaView => view(document, inner, known);
  const target = schema.$ref === undefined ? [] : [part(targetOf(document, schema.$ref))];
  const all = [...target, ...listOf(schema.allOf).map(part)];
  const alternatives = [listOf(schema.anyOf), listOf(schema.oneOf)]
    .filter((list) => list.length > 0)
    .map((list) => eitherOf(list.map(part)));
  return allOf([ownView(schema), ...all, ...alternatives]);
}

function ownView(schema: Schema): SchemaView {
  const types = typeof schema.type === 'string' ? [schema.type] : listOf(schema.type);
  const values = [...listOf(schema.enum), ...('const' in schema ? [schema.const] : [])];
  return {
    types: new Set(types.filter((type) => type !== 'null')),
    nullable: types.includes('null') || schema.nullable === true || values.includes(null),
    format: schema.format,
    values: new Set(values.filter((value) => value !== null)),
    properties: new Map(Object.entries(schema.properties ?? {})),
    required: new Set(listOf(schema.required)),
    items: schema.items,
    default: schema.default,
    parts: new Set([schema]),
  };
}

function allOf(views: readonly SchemaView[]): SchemaView {
  return { ...union(views), required: new Set(views.flatMap(({ required }) => [...required])) };
}

/** Merges alternatives. A member is required only if every alternative except `null` requires it. */
function eitherOf(views: readonly SchemaView[]): SchemaView {
  const things = views.filter((each) => each.types.size > 0 || each.properties.size > 0);
  const [first, ...others] = things.map(({ required }) => required);
  const required = [...(first ?? [])].filter((name) => others.every((other) => other.has(name)));
  return { ...union(views), required: new Set(required) };
}

function union(views: readonly SchemaView[]): Omit<SchemaView, 'required'> {
  return {
    types: new Set(views.flatMap(({ types }) => [...types])),
    nullable: views.some(({ nullable }) => nullable),
    format: views.find(({ format }) => format !== undefined)?.format,
    values: new Set(views.flatMap(({ values }) => [...values])),
    properties: merged(views.map(({ properties }) => properties)),
    items: views.find(({ items }) => items !== undefined)?.items,
    default: views.find((each) => each.default !== undefined)?.default,
    parts: new Set(views.flatMap(({ parts }) => [...parts])),
  };
}

/** Merges members. A member in several parts becomes a union of its schemas. */
function merged(all: readonly ReadonlyMap<string, Schema>[]): Map<string, Schema> {
  const result = new Map<string, Schema>();
  for (const [name, schema] of all.flatMap((properties) => [...properties])) {
    const before = result.get(name);
    const isNew = before === undefined || before === schema;
    result.set(name, isNew ? schema : { ...sourceOf(before), anyOf: [before, schema] });
  }
  return result;
}

function sourceOf({ 'x-source': source }: Schema): Schema {
  return source === undefined ? {} : { 'x-source': source };
}

const emptyView: SchemaView = {
  ...{ types: new Set<string>(), values: new Set<unknown>(), required: new Set<string>(), parts: new Set<object>() },
  ...{
    properties: new Map<string, Schema>(),
    nullable: false,
    format: undefined,
    items: undefined,
    default: undefined,
  },
};

function listOf<T>(value: readonly T[] | T | undefined): readonly T[] {
  return Array.isArray(value) ? value : [];
}
