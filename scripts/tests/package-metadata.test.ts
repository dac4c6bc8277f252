import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listPublished } from '../release/packages.ts';
import { runScript } from './run-script.ts';
import { temporaryFolder } from './temporary.ts';

const metadata = {
  repository: 'https://github.com/acme/agents',
  keywords: { 'every package': ['agents'], '@acme/one': ['one'] },
};

/** A repository with a package that is published and one that is not. */
async function repository(): Promise<string> {
  const root = await temporaryFolder();
  for (const folder of ['scripts/release', 'packages/one', 'packages/private']) {
    await mkdir(join(root, folder), { recursive: true });
  }
  const one = { name: '@acme/one', version: '1.2.0', license: 'MIT', engines: { node: '>=20' }, files: ['dist'] };
  await writeFile(join(root, 'LICENSE'), 'The licence\n');
  await writeFile(join(root, 'scripts/release/metadata.json'), JSON.stringify(metadata));
  await writeFile(join(root, 'packages/one/package.json'), JSON.stringify(one));
  await writeFile(join(root, 'packages/private/package.json'), JSON.stringify({ name: 'tools', private: true }));
  return root;
}

const read = (root: string, file: string): Promise<string> => readFile(join(root, 'packages/one', file), 'utf8');

describe('package-metadata', () => {
  it('finds the committed packages up to date', async () => {
    expect(await runScript('package-metadata.ts', ['--check'])).toEqual({ exitCode: 0, stdout: '', stderr: '' });
    expect(listPublished().length).toBeGreaterThanOrEqual(3);
  });

  it('writes address, keywords, licence and changelog of a published package', async () => {
    const root = await repository();
    expect(await runScript('package-metadata.ts', ['--root', root])).toMatchObject({ exitCode: 0, stderr: '' });
    expect(JSON.parse(await read(root, 'package.json'))).toEqual({
      name: '@acme/one',
      version: '1.2.0',
      license: 'MIT',
      repository: { type: 'git', url: 'git+https://github.com/acme/agents.git', directory: 'packages/one' },
      homepage: 'https://github.com/acme/agents/tree/main/packages/one#readme',
      bugs: { url: 'https://github.com/acme/agents/issues' },
      keywords: ['agents', 'one'],
      engines: { node: '>=20' },
      files: ['dist', 'CHANGELOG.md'],
    });
    expect(await read(root, 'LICENSE')).toBe('The licence\n');
    expect(await read(root, 'CHANGELOG.md')).toBe('# @acme/one\n');
    expect(JSON.parse(await readFile(join(root, 'packages/private/package.json'), 'utf8'))).toEqual({
      name: 'tools',
      private: true,
    });
  });

  it('keeps the changelog of earlier versions', async () => {
    const root = await repository();
    await writeFile(join(root, 'packages/one/CHANGELOG.md'), '# @acme/one\n\n## 1.2.0\n');
    await runScript('package-metadata.ts', ['--root', root]);
    expect(await read(root, 'CHANGELOG.md')).toBe('# @acme/one\n\n## 1.2.0\n');
  });

  it('names each file that is not up to date with --check, and leaves it alone', async () => {
    const root = await repository();
    const { exitCode, stderr } = await runScript('package-metadata.ts', ['--check', '--root', root]);
    expect(exitCode).toBe(1);
    for (const file of ['package.json', 'LICENSE', 'CHANGELOG.md']) expect(stderr).toContain(`packages/one/${file} is`);
    expect(JSON.parse(await read(root, 'package.json'))).not.toHaveProperty('repository');
  });
});
