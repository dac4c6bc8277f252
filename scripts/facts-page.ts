/**
 * Writes openapi/FACTS.md from openapi/facts.yaml. With --check it only says whether the page is up to date.
 * Usage: node scripts/facts-page.ts [--check] [--out <file>]
 * Exit code: 0 written or up to date, 1 not up to date (with --check).
 */
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readFacts } from './provenance/facts.ts';
import { factsMarkdown } from './provenance/facts-markdown.ts';
import { repositoryRoot } from './repository-root.ts';

const { values } = parseArgs({
  options: {
    check: { type: 'boolean', default: false },
    out: { type: 'string', default: join(repositoryRoot, 'openapi/FACTS.md') },
  },
});

const page = factsMarkdown(await readFacts());
const isCurrent = existsSync(values.out) && (await readFile(values.out, 'utf8')) === page;
if (values.check && !isCurrent) {
  console.error('FACTS.md is not up to date with facts.yaml: run `pnpm generate` and commit the result.');
  process.exitCode = 1;
} else if (!isCurrent) {
  await writeFile(values.out, page);
  console.log('FACTS.md written');
}
