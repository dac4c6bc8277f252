import { bundle, createConfig } from '@redocly/openapi-core';
import openapiTS, { astToString, type OpenAPI3, type OpenAPITSOptions } from 'openapi-typescript';
import ts from 'typescript';
import itemSchema from './item-schema.ts';
import { plainComments } from './plain-comments.ts';
import { withRootComments } from './root-comments.ts';

const HEADER = `/**
 * Generated from openapi/xpander.yaml. Do not edit: change the description and run \`pnpm generate\`.
 */

`;

/** The generated files, by name. The same description always gives the same text. */
export type GeneratedFiles = Record<'schema.gen.ts' | 'openapi.gen.json', string>;

/** Bundles the description at `specPath` into one document and generates the TypeScript types. */
export async function render(specPath: string): Promise<GeneratedFiles> {
  const document = await bundled(specPath);
  const types = await openapiTS(structuredClone(document), typeOptions);
  return {
    'schema.gen.ts': HEADER + withRootComments(plainComments(astToString(types)), document),
    'openapi.gen.json': `${JSON.stringify(document, undefined, 2)}\n`,
  };
}

async function bundled(specPath: string): Promise<OpenAPI3> {
  const { bundle: result, problems } = await bundle({
    ref: specPath,
    config: await createConfig({ plugins: [itemSchema()] }),
  });
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join('\n'));
  return result.parsed;
}

const typeOptions: OpenAPITSOptions = {
  // Otherwise a member with a default becomes required, also in requests.
  defaultNonNullable: false,
  rootTypes: true,
  rootTypesNoSchemaPrefix: true,
  silent: true,
  transform: (schema) => ('x-open' in schema ? openString() : undefined),
};

/** `string & {}` accepts any string, but keeps the literals of its union, so that editors still suggest them. */
function openString(): ts.TypeNode {
  const string = ts.factory.createKeywordTypeNode(ts.SyntaxKind.StringKeyword);
  return ts.factory.createParenthesizedType(
    ts.factory.createIntersectionTypeNode([string, ts.factory.createTypeLiteralNode([])]),
  );
}
