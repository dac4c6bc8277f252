import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { schemas } from '../protocol/api-description.ts';
import { httpError } from '../protocol/http-error.ts';
import type { Parameter, Schema } from '../protocol/types.ts';
import { serverSchemas } from './server-schemas.ts';
import type { RequestBody, RequestValidator, ValidRequest } from './types.ts';
import { toIssues, type ValidationIssue } from './validation-issues.ts';

/** The build of the description has validated its schemas. Skipping that here is ten times faster. */
const AJV_OPTIONS = {
  allErrors: true,
  verbose: true,
  strict: false,
  validateFormats: false,
  validateSchema: false,
  meta: false,
  discriminator: true,
} as const;

const made = new Map<boolean, RequestValidator>();

/**
 * Returns a validator. It has no state, so all mocks of a process share it. It compiles each schema at first use.
 */
export function getRequestValidator(strictUser: boolean): RequestValidator {
  const validator = made.get(strictUser) ?? createRequestValidator(strictUser);
  made.set(strictUser, validator);
  return validator;
}

function createRequestValidator(strictUser: boolean): RequestValidator {
  const ajv = new Ajv2020(AJV_OPTIONS);
  ajv.addSchema({ $id: 'api', components: { schemas: serverSchemas(schemas, strictUser) } });
  const compiled = new Map<string, ValidateFunction>();

  const check = (key: string, schema: () => Schema, value: unknown, where: string): ValidationIssue[] => {
    const validate = compiled.get(key) ?? ajv.compile(schema());
    compiled.set(key, validate);
    return validate(value) ? [] : toIssues(validate.errors ?? [], where);
  };

  return {
    read: (operation, searchParameters, rawBody) => {
      const parameters = operation.parameters.filter((parameter) => parameter.in === 'query');
      const query = readQuery(parameters, searchParameters);
      const issues = check(`${operation.name} query`, () => querySchema(parameters), query, 'query').map(
        (issue): ValidationIssue => ({
          ...issue,
          // The server repeats the query parameter as a text.
          input: searchParameters.get(String(issue.loc[1])) as unknown,
        }),
      );
      if (operation.bodySchema === undefined) return refuseOrPass(issues, { query, body: undefined });
      const body = parseBody(rawBody);
      const reference = `api${operation.bodySchema}`;
      issues.push(...check(reference, () => ({ $ref: reference }), body, 'body'));
      return refuseOrPass(issues, { query, body });
    },
  };
}

function refuseOrPass(issues: readonly ValidationIssue[], request: ValidRequest): ValidRequest {
  if (issues.length > 0) throw httpError(422, issues);
  return request;
}

function parseBody({ text, contentType }: RequestBody): unknown {
  if (text === '') {
    throw httpError(422, [{ type: 'missing', loc: ['body'], msg: 'Field required', input: null }]);
  }
  // FastAPI reads a body of another type as a text, which is not an object.
  if (contentType !== null && !/^application\/([\w.-]+\+)?json\b/i.test(contentType)) return text;
  try {
    return JSON.parse(text);
  } catch (error) {
    const position = Number(/position (\d+)/.exec(String(error))?.[1] ?? 0);
    const issue = { type: 'json_invalid', loc: ['body', position], msg: 'JSON decode error', input: {} };
    throw httpError(422, [{ ...issue, ctx: { error: 'Expecting value' } }]);
  }
}

const BOOLEANS: Readonly<Record<string, boolean>> = {
  ...{ true: true, '1': true, on: true, t: true, y: true, yes: true },
  ...{ false: false, '0': false, off: false, f: false, n: false, no: false },
};

/** Parses query parameters. A text that cannot be parsed stays a text and fails the validation. */
function readQuery(parameters: readonly Parameter[], query: URLSearchParams): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const { name, schema } of parameters) {
    const text = query.get(name);
    if (text === null) continue;
    const types = [schema.type].flat();
    if (types.includes('boolean')) values[name] = BOOLEANS[text.toLowerCase()] ?? text;
    else if (types.includes('integer') && /^[+-]?\d+$/.test(text)) values[name] = Number(text);
    else values[name] = text;
  }
  return values;
}

function querySchema(parameters: readonly Parameter[]): Schema {
  return {
    type: 'object',
    required: parameters.filter(({ required }) => required === true).map(({ name }) => name),
    properties: Object.fromEntries(parameters.map(({ name, schema }) => [name, withinApi(schema)])),
  };
}

/** Rewrites a local reference so that it works outside the description. */
function withinApi(schema: Schema): Schema {
  return typeof schema.$ref === 'string' ? { $ref: `api${schema.$ref}` } : schema;
}
