import { isObject, show } from '../config/values.ts';
import { ConfigurationError } from '../errors/configuration-error.ts';
import type { WireInvokeRequest } from '../models.ts';

/** The result of a validator, as in the Standard Schema. */
export type Validated<T> =
  | { readonly value: T; readonly issues?: undefined }
  | { readonly issues: readonly StandardIssue[] };

/** One problem that a validator found, as in the Standard Schema. */
export interface StandardIssue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

/**
 * The schema of an answer: any validator of the [Standard Schema](https://standardschema.dev) that also provides its
 * JSON Schema. zod does so since 4.2, arktype since 2.1.28. For valibot, use `toStandardJsonSchema` of
 * `@valibot/to-json-schema`. For a plain JSON Schema, use {@link jsonSchema}.
 */
export interface OutputSchema<T> {
  readonly '~standard': {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (value: unknown) => Validated<T> | Promise<Validated<T>>;
    readonly jsonSchema: {
      readonly input: (options: { readonly target: 'draft-2020-12' }) => Record<string, unknown>;
    };
    readonly types?: { readonly input: unknown; readonly output: T } | undefined;
  };
}

/** The option `output` without its type, for functions that pass it on. */
export interface MaybeOutput {
  readonly output?: OutputSchema<unknown> | undefined;
}

/**
 * Creates an `output` from a plain JSON Schema.
 *
 * `validate` gets the parsed answer. It returns the output, which may have another form, or throws. Without `validate`,
 * the answer is parsed but not checked against the schema.
 *
 * @example
 * const properties = { city: { type: 'string' } };
 * const city = jsonSchema<{ city: string }>({ type: 'object', properties, required: ['city'] });
 * const { output } = await agent.run('Extract the city', { output: city });
 *
 * @throws ConfigurationError if `schema` is not an object.
 */
export function jsonSchema<T = unknown>(
  schema: object,
  validate?: (value: unknown) => T | Promise<T>,
): OutputSchema<T> {
  if (!isObject(schema))
    throw new ConfigurationError('schema', `must be an object; got ${show(schema)}`, 'Pass a JSON Schema');
  return {
    '~standard': {
      version: 1,
      vendor: 'xpander',
      validate: async (value) => ({ value: validate === undefined ? (value as T) : await validate(value) }),
      jsonSchema: { input: () => schema },
    },
  };
}

/**
 * Adds the schema to the request, so that the agent answers with JSON. The API needs both members
 * (openapi/FACTS.md#f10).
 *
 * @throws ConfigurationError when the request already sets one of them, or the schema has no JSON Schema.
 */
export function askForOutput(body: WireInvokeRequest, output: OutputSchema<unknown> | undefined): WireInvokeRequest {
  if (output === undefined) return body;
  const { output_format: format, output_schema: schema } = body;
  const hint = 'Leave it out: `output` sets it';
  if (schema !== undefined && schema !== null)
    throw new ConfigurationError('output_schema', 'cannot be combined with `output`', hint);
  if (format !== undefined && format !== null && format !== 'json') {
    const problem = `${JSON.stringify(format)} cannot be combined with \`output\``;
    throw new ConfigurationError('output_format', problem, hint);
  }
  return { ...body, output_format: 'json', output_schema: toJsonSchema(output) };
}

function toJsonSchema(output: OutputSchema<unknown>): Record<string, unknown> {
  try {
    return JSON.parse(JSON.stringify(output['~standard'].jsonSchema.input({ target: 'draft-2020-12' })));
  } catch (cause) {
    const hint = 'Use only types that JSON Schema has; see `error.cause`';
    throw new ConfigurationError('output', 'cannot be converted to JSON Schema', hint, { cause });
  }
}
