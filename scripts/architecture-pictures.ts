/**
 * Draws the pictures in docs/architecture.md: the packages by the imports of their source, and the layers of the SDK by
 * the list that a test holds. With --check it only says whether they are up to date.
 * Usage: node scripts/architecture-pictures.ts [--check] [--page <file>]
 * Exit code: 0 drawn or up to date, 1 not up to date (with --check), or a picture has no place.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { layers } from '../packages/sdk/tests/layers.ts';
import { drawLayers } from './architecture/layers.ts';
import { drawPackages, readPackages } from './architecture/packages.ts';
import { repositoryRoot } from './repository-root.ts';

const { values } = parseArgs({
  options: {
    check: { type: 'boolean', default: false },
    page: { type: 'string', default: join(repositoryRoot, 'docs/architecture.md') },
  },
});

const pictures = { packages: drawPackages(readPackages()), layers: drawLayers(layers) };
const before = await readFile(values.page, 'utf8');
const after = Object.entries(pictures).reduce((text, [name, picture]) => place(text, name, picture), before);
if (values.check && after !== before) {
  console.error('The pictures in docs/architecture.md are not up to date: run `pnpm generate` and commit the result.');
  process.exitCode = 1;
} else if (after !== before) {
  await writeFile(values.page, after);
  console.log('The pictures in docs/architecture.md drawn');
}

/** Replaces the code block between the marks of a picture. */
function place(text: string, name: string, picture: string): string {
  const [start, end] = [`<!-- drawn: ${name} -->\n`, `<!-- end: ${name} -->`];
  const [head, rest] = text.split(start);
  const tail = rest?.split(end)[1];
  if (head === undefined || tail === undefined) throw new Error(`The page has no place for the picture "${name}"`);
  return `${head}${start}\n\`\`\`text\n${picture}\n\`\`\`\n\n${end}${tail}`;
}
