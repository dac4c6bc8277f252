import type { components } from '@xpander/generated';
import type { ErrorObject } from 'ajv/dist/2020.js';

/** One entry of a 422 body. */
export type ValidationIssue = components['schemas']['ValidationIssue'];

type Wording = Pick<ValidationIssue, 'type' | 'msg' | 'ctx'>;

/**
 * Translates ajv's errors into pydantic's. `where` is the first part of each location: `body` or `query`.
 *
 * For a nullable value, ajv reports the null branch as well. Pydantic reports only the other one.
 */
export function toIssues(errors: readonly ErrorObject[], where: string): ValidationIssue[] {
  const issues = new Map<string, ValidationIssue>();
  for (const error of errors) {
    const wording = wordingOf(error);
    if (wording === undefined) continue;
    const loc = locationOf(error, where);
    const key = JSON.stringify(loc);
    // For an enum value of the wrong type, ajv reports both errors. Pydantic reports only the enum.
    if (!issues.has(key) || wording.type === 'enum') {
      issues.set(key, { type: wording.type, loc, msg: wording.msg, input: error.data ?? null, ...context(wording) });
    }
  }
  return [...issues.values()];
}

function context({ ctx }: Wording): Pick<ValidationIssue, 'ctx'> {
  return ctx === undefined ? {} : { ctx };
}

function locationOf(error: ErrorObject, where: string): (string | number)[] {
  const names = error.instancePath
    .split('/')
    .slice(1)
    .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((name) => (/^\d+$/.test(name) ? Number(name) : name));
  const missing = error.keyword === 'required' ? [String(error.params.missingProperty)] : [];
  return [where, ...names, ...missing];
}

function wordingOf({ keyword, schema, parentSchema, data, message, params }: ErrorObject): Wording | undefined {
  switch (keyword) {
    case 'required':
      return { type: 'missing', msg: 'Field required' };
    case 'enum':
      return wordEnum(schema as readonly unknown[]);
    case 'type':
      return wordType([schema].flat().find((type) => type !== 'null') as string | undefined, parentSchema, data);
    case 'minLength':
      return wordLimit(
        'string_too_short',
        `String should have at least ${counted(schema, 'character')}`,
        'min_length',
        schema,
      );
    case 'pattern':
      // The description has no other patterns than those of dates.
      return { type: 'datetime_parsing', msg: 'Input should be a valid datetime or date' };
    case 'minimum':
      return wordLimit('greater_than_equal', `Input should be greater than or equal to ${schema}`, 'ge', schema);
    case 'maximum':
      return wordLimit('less_than_equal', `Input should be less than or equal to ${schema}`, 'le', schema);
    case 'discriminator':
      return wordTag(params as DiscriminatorParams);
    case 'anyOf':
    case 'oneOf':
      // Their branches report the same errors.
      return undefined;
    default:
      return { type: 'value_error', msg: `Value error, ${message}` };
  }
}

interface DiscriminatorParams {
  readonly error: 'tag' | 'mapping';
  readonly tag: string;
  readonly tagValue: unknown;
}

function wordTag({ error, tag, tagValue }: DiscriminatorParams): Wording {
  const ctx = { discriminator: `'${tag}'` };
  if (error === 'tag') {
    return { type: 'union_tag_not_found', msg: `Unable to extract tag using discriminator '${tag}'`, ctx };
  }
  const msg = `Input tag '${tagValue}' found using '${tag}' does not match any of the expected tags`;
  return { type: 'union_tag_invalid', msg, ctx };
}

function wordLimit(type: string, msg: string, name: string, limit: unknown): Wording {
  return { type, msg, ctx: { [name]: limit } };
}

function counted(count: unknown, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function wordEnum(values: readonly unknown[]): Wording {
  const quoted = values.filter((value) => value !== null).map((value) => `'${value}'`);
  const last = quoted.pop();
  const expected = quoted.length === 0 ? `${last}` : `${quoted.join(', ')} or ${last}`;
  return { type: 'enum', msg: `Input should be ${expected}`, ctx: { expected } };
}

function wordType(type: string | undefined, parent: ErrorObject['parentSchema'], data: unknown): Wording | undefined {
  switch (type) {
    case 'string':
      return { type: 'string_type', msg: 'Input should be a valid string' };
    case 'boolean':
      return typeof data === 'string'
        ? { type: 'bool_parsing', msg: 'Input should be a valid boolean, unable to interpret input' }
        : { type: 'bool_type', msg: 'Input should be a valid boolean' };
    case 'integer':
      return typeof data === 'string'
        ? { type: 'int_parsing', msg: 'Input should be a valid integer, unable to parse string as an integer' }
        : { type: 'int_type', msg: 'Input should be a valid integer' };
    case 'array':
      return { type: 'list_type', msg: 'Input should be a valid list' };
    case 'object':
      return parent !== undefined && 'properties' in parent
        ? { type: 'model_attributes_type', msg: 'Input should be a valid dictionary or object to extract fields from' }
        : { type: 'dict_type', msg: 'Input should be a valid dictionary' };
    default:
      // The null branch of a nullable value.
      return undefined;
  }
}
