import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { repositoryRoot } from '../pages/pages.ts';

const run = promisify(execFile);
const firstCommandsOf = (path: string): string =>
  /^```sh\n(npm install [\s\S]*?)^```/m.exec(readFileSync(join(repositoryRoot, path), 'utf8'))?.[1] ?? '';

describe('the first answer', () => {
  const commands = firstCommandsOf('site/index.md');

  it('takes the same two commands on the home page and in the guide', () => {
    expect(commands).not.toBe('');
    expect(firstCommandsOf('docs/get-started.md')).toBe(commands);
    expect(commands.match(/^\S.*/gm)).toEqual([
      'npm install @xpander/sdk @xpander/mock',
      'node --input-type=module --eval "',
      '"',
    ]);
  });

  it('is printed by them, in an empty folder', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'xpander-first-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const [install = '', ...rest] = commands.split('\n');
    mkdirSync(join(folder, 'node_modules/@xpander'), { recursive: true });
    for (const [, name = ''] of install.matchAll(/@xpander\/(\S+)/g))
      symlinkSync(join(repositoryRoot, 'packages', name), join(folder, 'node_modules/@xpander', name));
    const { stdout, stderr } = await run('sh', ['-c', rest.join('\n')], { cwd: folder });
    expect({ stdout, stderr }).toEqual({ stdout: '42\n', stderr: '' });
  });
});
