import description from '@xpander/generated/openapi.json' with { type: 'json' };
import { usageError } from '../failures/command-error.ts';
import { suggest } from './suggest.ts';

/** The part of JSON Schema that the API description uses for requests. */
interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
}

type Fields = Record<string, unknown>;

const schemas = description.components.schemas as unknown as Readonly<Record<string, Schema>>;

/**
 * Sets a field of a request from `path=value`. The API description decides on the type of the value, and which fields
 * there are.
 *
 * @throws CommandError for an unknown field or a value of another type.
 */
export function setField(request: Fields, assignment: string): void {
  const [path = '', ...values] = assignment.split('=');
  if (values.length === 0 || path === '') throw usageError(`--set must have the form path=value; got "${assignment}".`);
  const names = path.split('.');
  let target = request;
  let schema: Schema | undefined = schemas.InvokeRequest;
  for (const [depth, name] of names.entries()) {
    if (['__proto__', 'constructor', 'prototype'].includes(name)) throw usageError(`--set ${path}: no such field.`);
    schema = memberOf(schema, name, names.slice(0, depth));
    if (depth === names.length - 1) target[name] = parseValue(values.join('='), schema, path);
    else target = enter(target, name);
  }
}

function enter(target: Fields, name: string): Fields {
  const inner = target[name];
  if (typeof inner === 'object' && inner !== null && !Array.isArray(inner)) return inner as Fields;
  const made: Fields = {};
  target[name] = made;
  return made;
}

/** The schema of a member. `undefined` means that any value is allowed. */
function memberOf(schema: Schema | undefined, name: string, above: readonly string[]): Schema | undefined {
  if (schema === undefined) return undefined;
  const { properties, additionalProperties } = resolve(schema);
  const member = properties?.[name];
  if (member !== undefined) return member;
  if (additionalProperties !== undefined && additionalProperties !== false)
    return additionalProperties === true ? undefined : additionalProperties;
  const path = [...above, name].join('.');
  if (properties === undefined) throw usageError(`--set ${path}: ${above.join('.')} has no fields.`);
  throw usageError(`--set ${path}: no such field.${suggest(name, Object.keys(properties))}`);
}

/** The schema that a reference or a choice between it and null stands for. */
function resolve(schema: Schema): Schema {
  if (schema.$ref !== undefined) return resolve(schemas[schema.$ref.split('/').at(-1) ?? ''] ?? {});
  const other = schema.anyOf?.find(({ type }) => type !== 'null');
  return other === undefined ? schema : resolve(other);
}

function parseValue(text: string, schema: Schema | undefined, path: string): unknown {
  if (schema === undefined) return parseFree(text);
  const { type, enum: choices } = resolve(schema);
  const types = typeof type === 'string' ? [type] : (type ?? []);
  const isNullable = types.includes('null') || schema.anyOf?.some((one) => one.type === 'null');
  if (choices !== undefined) return parseChoice(text, choices.map(String), path);
  if (types.includes('string')) return text;
  if (text === 'null' && isNullable) return null;
  const expected = types.find((one) => one !== 'null') ?? 'object';
  const value = parseFree(text);
  const given = Array.isArray(value) ? 'array' : typeof value;
  if (given === expected || (given === 'number' && expected === 'integer')) return value;
  const form =
    { boolean: 'true or false', array: 'a JSON array', object: 'a JSON object' }[expected] ?? `a ${expected}`;
  throw usageError(`--set ${path} must be ${form}; got "${text}".`);
}

function parseChoice(text: string, choices: readonly string[], path: string): string {
  if (choices.includes(text)) return text;
  throw usageError(`--set ${path} must be one of ${choices.join(', ')}; got "${text}".${suggest(text, choices)}`);
}

/** JSON where the text is JSON, else the text itself. */
function parseFree(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
