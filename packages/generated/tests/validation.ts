import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { document } from './document.ts';

// Strict, so that a misspelt keyword in a schema fails instead of being ignored.
const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true });
addFormats.default(ajv);
ajv.addVocabulary(['x-open', 'x-source', 'components']);
ajv.addSchema({ $id: 'openapi.json', components: document.components }, 'openapi.json', false, false);

/** Compiles a schema of the description into a validator. */
export function validatorOf(schema: object): ValidateFunction {
  return ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"openapi.json#/')));
}

/** Whether a named schema of the description accepts a value. */
export function accepts(schemaName: string, value: unknown): boolean {
  return validatorOf({ $ref: `#/components/schemas/${schemaName}` })(value) === true;
}
