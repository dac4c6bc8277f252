import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import packageJson from '../package.json' with { type: 'json' };
import { environment, home } from './support/command.ts';
import { emulate } from './support/emulator.ts';

const execute = promisify(execFile);
const root = fileURLToPath(new URL('../../', import.meta.url));
const project = join(home, 'consumer');
const modules = join(project, 'node_modules');
let contents: string[];

/** The packed packages of the family in an empty folder, and the dependencies of the mock beside them. */
beforeAll(async () => {
  for (const name of ['cli', 'sdk', 'batch', 'mock']) {
    const target = join(modules, '@xpander', name);
    mkdirSync(target, { recursive: true });
    await execute('pnpm', ['pack', '--pack-destination', join(home, name)], { cwd: join(root, name) });
    const [tarball = ''] = readdirSync(join(home, name));
    await execute('tar', ['-xzf', join(home, name, tarball), '-C', target, '--strip-components=1']);
    if (name !== 'cli') continue;
    const { stdout } = await execute('tar', ['-tzf', join(home, name, tarball)]);
    contents = stdout.trim().split('\n').sort();
  }
  symlinkSync(join(root, 'mock', 'node_modules', 'ajv'), join(modules, 'ajv'));
  for (const name of ['csv-parse', 'jsonc-parser'])
    symlinkSync(join(root, 'batch', 'node_modules', name), join(modules, name));
});

/** Node versions to run on: that of the tests, and another one on the path. */
async function nodes(): Promise<string[]> {
  const others = (process.env.PATH ?? '').split(delimiter).filter((folder) => !folder.includes('node_modules'));
  const found = [process.execPath];
  for (const folder of others) {
    const file = join(folder, 'node');
    const version = await execute(file, ['--version']).catch(() => undefined);
    if (version?.stdout.startsWith('v20.')) found.push(file);
    if (found.length === 2) return found;
  }
  console.warn('SKIPPED: the packed command on Node 20, because no Node 20 is on the path.');
  return found;
}

describe('the packed command', () => {
  it('contains the bundle, the licences and the README', () => {
    const others = contents.filter((name) => !/^package\/dist\/[\w-]+\.js$/.test(name));
    expect(others).toEqual(
      ['CHANGELOG.md', 'LICENSE', 'README.md', 'THIRD_PARTY_LICENSES.txt', 'package.json'].map(
        (name) => `package/${name}`,
      ),
    );
    expect(contents).toContain('package/dist/bin.js');
  });

  it('runs where it is installed, on Node 20 and later', async () => {
    const { env } = await emulate();
    const bin = join(modules, '@xpander/cli', packageJson.bin['xpander-agent']);
    const settings = { env: environment({ ...env, HOME: project }), cwd: project };
    for (const node of await nodes()) {
      expect((await execute(node, [bin, '--version'], settings)).stdout).toBe(`${packageJson.version}\n`);
      expect((await execute(node, [bin, 'invoke', 'echo', 'Hi', '--sync'], settings)).stdout).toBe('Hi\n');
      expect((await execute(node, [bin, 'invoke', 'words', 'a b', '--stream'], settings)).stdout).toBe('a b \n');
      const doctor = await execute(node, [bin, 'doctor', '--json'], settings);
      expect(JSON.parse(doctor.stdout)).toMatchObject({ ok: true });
      const batch = execute(node, [bin, 'batch', 'echo', '-', '--out', `${node.length}.jsonl`], settings);
      batch.child.stdin?.end('one\n');
      expect((await batch).stdout).toContain('1 completed');
    }
  });
});
