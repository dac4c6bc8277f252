import { execFile } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { listPublished, type Manifest, readManifest } from '../release/packages.ts';
import { findTarballProblems, listFiles } from '../release/tarball-problems.ts';
import { repositoryRoot } from '../repository-root.ts';
import { temporaryFolder } from './temporary.ts';

const run = promisify(execFile);
const published = listPublished();

/** Packs a package as a release does, and unpacks the tarball. */
async function unpacked(directory: string): Promise<string> {
  const source = join(repositoryRoot, directory);
  if (!existsSync(join(source, 'dist'))) throw new Error(`${directory} is not built: run \`pnpm build\` first.`);
  const folder = await temporaryFolder();
  await run('pnpm', ['pack', '--out', join(folder, 'package.tgz')], { cwd: source });
  await mkdir(join(folder, 'unpacked'));
  await run('tar', ['-xzf', join(folder, 'package.tgz'), '-C', join(folder, 'unpacked'), '--strip-components=1']);
  return join(folder, 'unpacked');
}

describe.each(published)('the tarball of $manifest.name', ({ directory, manifest }) => {
  let folder: string;
  let files: string[];
  let packed: Manifest;

  beforeAll(async () => {
    folder = await unpacked(directory);
    files = listFiles(folder);
    packed = readManifest(join(folder, 'package.json'));
  });

  it('holds the reviewed files: `vitest run tests/tarballs.test.ts -u` in scripts/ writes the list anew', async () => {
    const name = directory.replace('packages/', '');
    await expect(`${files.join('\n')}\n`).toMatchFileSnapshot(`../release/tarballs/${name}.txt`);
  });

  it('has a README, the licence and the changelog', () => {
    expect(files).toEqual(expect.arrayContaining(['README.md', 'LICENSE', 'CHANGELOG.md']));
  });

  it('says where it comes from', () => {
    expect(packed.repository).toMatchObject({ type: 'git', directory });
    expect(packed).toMatchObject({ homepage: expect.any(String), bugs: { url: expect.any(String) } });
    expect(packed.keywords).toEqual(manifest.keywords);
  });

  it('asks for versions that a registry has, and runs no script at installation', () => {
    expect(findTarballProblems(folder, files)).toEqual([]);
  });

  it('has the whole source in its source maps, by paths from the package or its dependencies', () => {
    for (const file of files.filter((name) => name.endsWith('.map'))) {
      const { sources, sourcesContent } = JSON.parse(readFileSync(join(folder, file), 'utf8'));
      expect(sourcesContent, file).toHaveLength(sources.length);
      expect(sourcesContent, file).not.toContain(null);
      expect(
        sources.filter((source: string) => !source.startsWith('../')),
        file,
      ).toEqual([]);
    }
  });
});

describe('the list of published packages', () => {
  it('is that of the reviewed lists', () => {
    const lists = globSync('*.txt', { cwd: join(repositoryRoot, 'scripts/release/tarballs') });
    expect(lists.sort()).toEqual(published.map(({ directory }) => `${directory.replace('packages/', '')}.txt`));
  });

  it('is that of the builds for which these tests wait in turbo.json', () => {
    const { tasks } = JSON.parse(readFileSync(join(repositoryRoot, 'turbo.json'), 'utf8'));
    const waitedFor = tasks['@xpander/scripts#test'].dependsOn;
    expect(waitedFor).toEqual(expect.arrayContaining(published.map(({ manifest }) => `${manifest.name}#build`)));
  });
});
