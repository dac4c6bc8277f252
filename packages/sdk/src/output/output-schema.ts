import { isObject } from '../config/validators.ts';
import { ConfigurationError } from '../errors/configuration-error.ts';
import type { WireInvokeRequest } from '../models.ts';

/** What a validator says of a value, as the Standard Schema has it. */
export type Validated<T> =
  | { readonly value: T; readonly issues?: undefined }
  | { readonly issues: readonly StandardIssue[] };

/** One complaint of a validator, as the Standard Schema has it. */
export interface StandardIssue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

/**
 * What an answer has to look like: any validator of the [Standard Schema](https://standardschema.dev) that also states
 * its JSON Schema. zod 4.2 and arktype 2.1.28 do; for valibot, `toStandardJsonSchema` of `@valibot/to-json-schema`
 * makes one; {@link jsonSchema} makes one of a plain JSON Schema.
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

/** The option, as those see it who pass it on. */
export interface MaybeOutput {
  readonly output?: OutputSchema<unknown> | undefined;
}

/**
 * An `output` made of a plain JSON Schema.
 *
 * `validate` gets the parsed answer, and returns it, or another form of it, or throws. Without it, the answer is parsed
 * and taken at its word: nothing checks it against the schema.
 *
 * @example
 * const city = jsonSchema<{ city: string }>({ type: 'object', properties: { city: { type: 'string' } }, required:
 * ['city'] }); const { output } = await agent.run('Extract the city', { output: city });
 */
export function jsonSchema<T = unknown>(
  schema: object,
  validate?: (value: unknown) => T | Promise<T>,
): OutputSchema<T> {
  if (!isObject(schema)) throw new ConfigurationError('schema', 'is not an object', 'Pass a JSON Schema');
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
 * The request, asking for JSON that follows the schema. The API wants both members (openapi/FACTS.md#f10).
 *
 * @throws ConfigurationError when the request asks for something else, or the schema cannot be told in JSON.
 */
export function askForOutput(body: WireInvokeRequest, output: OutputSchema<unknown> | undefined): WireInvokeRequest {
  if (output === undefined) return body;
  const { output_format: format, output_schema: schema } = body;
  const hint = 'Leave it out: `output` sets it';
  if (schema !== undefined && schema !== null)
    throw new ConfigurationError('output_schema', 'is given twice, by `output` too', hint);
  if (format !== undefined && format !== null && format !== 'json')
    throw new ConfigurationError('output_format', `${JSON.stringify(format)} does not go with \`output\``, hint);
  return { ...body, output_format: 'json', output_schema: stateSchema(output) };
}

function stateSchema(output: OutputSchema<unknown>): Record<string, unknown> {
  try {
    return JSON.parse(JSON.stringify(output['~standard'].jsonSchema.input({ target: 'draft-2020-12' })));
  } catch (cause) {
    const hint = 'Use types that JSON has; the cause says which it lacks';
    throw new ConfigurationError('output', 'cannot be stated as a JSON Schema', hint, { cause });
  }
}
