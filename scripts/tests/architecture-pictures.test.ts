import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { drawLayers } from '../architecture/layers.ts';
import { drawPackages } from '../architecture/packages.ts';
import { repositoryRoot } from '../repository-root.ts';
import { runScript } from './run-script.ts';
import { temporaryFolder, written } from './temporary.ts';

describe('architecture-pictures', () => {
  it('finds the committed pictures up to date', async () => {
    expect(await runScript('architecture-pictures.ts', ['--check'])).toEqual({ exitCode: 0, stdout: '', stderr: '' });
  });

  it('fails with --check on a picture that was edited by hand, and draws it anew without', async () => {
    const page = await readFile(join(repositoryRoot, 'docs/architecture.md'), 'utf8');
    const path = await written(await temporaryFolder(), 'page.md', page.replace('│ transport ', '│ transports'));
    const { exitCode, stderr } = await runScript('architecture-pictures.ts', ['--check', '--page', path]);
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining('pnpm generate')]);
    expect(await runScript('architecture-pictures.ts', ['--page', path])).toMatchObject({ exitCode: 0, stderr: '' });
    expect(await readFile(path, 'utf8')).toBe(page);
  });

  it('fails on a page without a place for a picture', async () => {
    const path = await written(await temporaryFolder(), 'page.md', '# A page\n');
    const { exitCode, stderr } = await runScript('architecture-pictures.ts', ['--page', path]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('no place for the picture "packages"');
  });
});

describe('the picture of the packages', () => {
  it('puts each package under the deepest one that it imports, and names what the tree does not show', () => {
    const node = (name: string, ...imports: string[]) => ({
      name,
      description: `is ${name}`,
      imports,
      isGenerated: false,
    });
    const picture = drawPackages([
      node('alone'),
      node('cli', 'mock', 'sdk'),
      { ...node('generated'), isGenerated: true },
      node('mock', 'generated'),
      node('sdk', 'generated'),
      node('tool', 'generated', 'sdk'),
    ]);
    expect(picture.replaceAll(/ +(?=is |the )/g, ' ')).toBe(
      [
        'openapi/ the API, written by hand',
        '└─ generated is generated',
        '   ├─ mock is mock',
        '   │  └─ cli is cli (imports sdk too)',
        '   └─ sdk is sdk',
        '      └─ tool is tool',
        'alone is alone',
      ].join('\n'),
    );
  });
});

describe('the picture of the layers', () => {
  it('is a stack in the order of the list', () => {
    expect(drawLayers({ top: 'calls', bottom: 'answers' })).toBe(
      ['┌─────────────────┐', '│ top     calls   │', '│ bottom  answers │', '└─────────────────┘'].join('\n'),
    );
  });
});
