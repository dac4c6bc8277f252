import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'rolldown';
import { run } from './hosts/command.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Creates a project like a user's: the probe, and the SDK as it would be published. */
export async function buildProbe(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'xpander-runtimes-'));
  const target = join(folder, 'node_modules/@xpander/sdk');
  await mkdir(target, { recursive: true });
  await writeFile(join(folder, 'package.json'), '{ "type": "module", "dependencies": { "@xpander/sdk": "*" } }');
  await run(folder, 'pnpm', ['--dir', here('../packages/sdk'), 'pack', '--out', join(folder, 'sdk.tgz')]);
  await run(folder, 'tar', ['-xzf', join(folder, 'sdk.tgz'), '-C', target, '--strip-components=1']);
  // A process imports the package by its `exports`. A worker and a page need one file.
  await bundle('in-process', folder, ['@xpander/sdk']);
  await bundle('in-worker', folder, []);
  await bundle('in-shared-worker', folder, []);
  await bundle('in-page', folder, []);
  return folder;
}

async function bundle(name: string, folder: string, external: string[]): Promise<void> {
  await build({
    input: here(`probe/${name}.ts`),
    platform: 'browser',
    external,
    output: { file: join(folder, `${name}.mjs`), format: 'esm' },
  });
}
