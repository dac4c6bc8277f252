import { join } from 'node:path';
import { bundle, createConfig } from '@redocly/openapi-core';
import itemSchema from '../../packages/generated/scripts/item-schema.ts';
import { repositoryRoot } from '../repository-root.ts';
import { type Document, DocumentError } from './document.ts';

/** The root file of our description. */
export const descriptionPath: string = join(repositoryRoot, 'openapi/xpander.yaml');

/** Bundles a description and the files it refers to into one document. */
export async function bundled(path: string = descriptionPath): Promise<Document> {
  const config = await createConfig({ plugins: [itemSchema()] });
  const { bundle: result, problems } = await bundle({ ref: path, config });
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new DocumentError(errors.map(({ message }) => message).join('\n'));
  return result.parsed;
}
