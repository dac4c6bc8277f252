import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, inject, it } from 'vitest';
import packageJson from '../package.json' with { type: 'json' };
import { binFolder, environment, nodes } from './support/command.ts';
import { emulate } from './support/emulator.ts';

const execute = promisify(execFile);

describe('the packed command', () => {
  it('contains the bundle, the licences and the README', () => {
    const { contents } = inject('installed');
    const others = contents.filter((name) => !/^package\/dist\/[\w-]+\.js$/.test(name));
    expect(others).toEqual(
      ['CHANGELOG.md', 'LICENSE', 'README.md', 'THIRD_PARTY_LICENSES.txt', 'package.json'].map(
        (name) => `package/${name}`,
      ),
    );
    expect(contents).toContain('package/dist/bin.js');
  });

  // The other test files run what is packed, too, and golden.test.ts each command on both versions.
  it.each(nodes)('runs by its name on Node $version', async ({ path }) => {
    const { env } = await emulate();
    const variables = environment({ ...env, PATH: `${binFolder}:${join(path, '..')}:${process.env.PATH}` });
    const command = (...args: string[]) => execute('xpander-agent', args, { env: variables });
    expect((await command('--version')).stdout).toBe(`${packageJson.version}\n`);
    expect((await command('invoke', 'echo', 'Hi')).stdout).toBe('Hi\n');
  });
});
