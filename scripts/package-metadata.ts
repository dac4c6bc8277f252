/**
 * Writes what each published package says about the project, from scripts/release/metadata.json: `repository`,
 * `homepage`, `bugs` and `keywords` of its package.json, its LICENSE, and the heading of its CHANGELOG.md, which
 * `changeset version` continues. With --check it only names the files that are not up to date.
 * Usage: node scripts/package-metadata.ts [--check] [--root <folder>]
 * Exit code: 0 written or up to date, 1 not up to date (with --check).
 */
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { metadataPath, readMetadata, withMetadata } from './release/metadata.ts';
import { listPublished, type PublishedPackage } from './release/packages.ts';
import { repositoryRoot } from './repository-root.ts';

const { values } = parseArgs({
  options: { check: { type: 'boolean', default: false }, root: { type: 'string', default: repositoryRoot } },
});

const metadata = readMetadata(values.root);
const license = await readFile(join(values.root, 'LICENSE'), 'utf8');

for (const published of listPublished(values.root)) {
  for (const [file, text] of await expectedFiles(published)) {
    const path = join(values.root, published.directory, file);
    if (existsSync(path) && (await readFile(path, 'utf8')) === text) continue;
    if (values.check) {
      console.error(`${published.directory}/${file} is not up to date with ${metadataPath}: run \`pnpm generate\`.`);
      process.exitCode = 1;
    } else {
      await writeFile(path, text);
      console.log(`${published.directory}/${file} written`);
    }
  }
}

async function expectedFiles(published: PublishedPackage): Promise<[file: string, text: string][]> {
  const changelog = join(values.root, published.directory, 'CHANGELOG.md');
  return [
    ['package.json', `${JSON.stringify(withMetadata(published, metadata), undefined, 2)}\n`],
    ['LICENSE', license],
    ['CHANGELOG.md', existsSync(changelog) ? await readFile(changelog, 'utf8') : `# ${published.manifest.name}\n`],
  ];
}
