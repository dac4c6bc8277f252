import type { Check } from './validators.ts';
import { isObject, show } from './values.ts';

/** Accepts objects and, because arktype's schemas are functions, functions. */
export const outputCheck: Check = (value) => {
  const members: unknown = Object(value)['~standard'];
  const isSchema = isObject(members) && typeof members.validate === 'function';
  if (isSchema && isObject(members.jsonSchema) && typeof members.jsonSchema.input === 'function') return undefined;
  const zod = zodConverter(Object(value));
  if (zod !== undefined)
    return ['does not provide its JSON Schema', `Pass \`jsonSchema(${zod}(schema), (value) => schema.parse(value))\``];
  if (!isSchema)
    return [`must be a schema; got ${show(value)}`, 'Pass a schema of zod or arktype, or `jsonSchema({ … })`'];
  return [
    'does not provide its JSON Schema',
    'Use zod 4.2+, arktype 2.1.28+, `toStandardJsonSchema` of @valibot/to-json-schema, or `jsonSchema({ … })`',
  ];
};

/** What makes a JSON Schema of zod's schemas, which hold `_def`: since zod 4 (`_zod`), zod itself; before, a package. */
function zodConverter(schema: object): string | undefined {
  if ('_zod' in schema) return 'z.toJSONSchema';
  return '_def' in schema ? 'zodToJsonSchema' : undefined;
}
