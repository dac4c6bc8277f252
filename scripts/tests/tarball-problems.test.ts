import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findTarballProblems } from '../release/tarball-problems.ts';
import { temporaryFolder, written } from './temporary.ts';

const reviewed = ['dist/index.js', 'package.json'];

/** An unpacked tarball with a manifest and files. */
async function unpacked(manifest: object, files: readonly string[] = ['dist/index.js']): Promise<string> {
  const folder = await temporaryFolder();
  await written(folder, 'package.json', { name: 'a', version: '1.0.0', ...manifest });
  for (const file of files) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await written(folder, file, '');
  }
  return folder;
}

describe('a tarball', () => {
  it('is accepted with the reviewed files and ranges that a registry has', async () => {
    const folder = await unpacked({ dependencies: { b: '^1.0.0' }, scripts: { test: 'x' } });
    expect(findTarballProblems(folder, reviewed)).toEqual([]);
  });

  it.each([
    ['dependencies', 'workspace:^'],
    ['dependencies', 'catalog:'],
    ['peerDependencies', 'workspace:*'],
    ['optionalDependencies', 'file:../b'],
  ])('is refused with a range in %s that only a workspace understands: %s', async (kind, range) => {
    const folder = await unpacked({ [kind]: { b: range } });
    expect(findTarballProblems(folder, reviewed)).toEqual([
      `the range of b is ${range}, which no registry understands`,
    ]);
  });

  it('is refused without a reviewed file, and with one that was not reviewed', async () => {
    expect(findTarballProblems(await unpacked({}, []), reviewed)).toEqual(['dist/index.js is missing']);
    expect(findTarballProblems(await unpacked({}, ['dist/index.js', '.env']), reviewed)).toEqual([
      '.env is not in the reviewed list',
    ]);
  });

  it('is refused with a script that runs at installation', async () => {
    const folder = await unpacked({ scripts: { postinstall: 'node x' } });
    expect(findTarballProblems(folder, reviewed)).toEqual(['the script postinstall runs at installation']);
  });
});
