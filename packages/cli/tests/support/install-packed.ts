import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { TestProject } from 'vitest/node';
import packageJson from '../../package.json' with { type: 'json' };

const execute = promisify(execFile);
const packages = fileURLToPath(new URL('../../../', import.meta.url));

/** A version of Node to run the command on. */
export interface NodeVersion {
  readonly version: string;
  readonly path: string;
}

/** The packed packages of the family in an empty folder, once for all test files. */
export interface Installed {
  /** The file that the command runs. */
  readonly bin: string;
  /** The folder of the installed commands. */
  readonly binFolder: string;
  /** The paths in the tarball of the command. */
  readonly contents: readonly string[];
  /** That of the tests, and Node 20 where the path has it. */
  readonly nodes: readonly NodeVersion[];
}

declare module 'vitest' {
  interface ProvidedContext {
    installed: Installed;
  }
}

export default async function installPacked({ provide }: TestProject): Promise<() => Promise<void>> {
  const project = await mkdtemp(join(tmpdir(), 'xpander-installed-'));
  const modules = join(project, 'node_modules');
  await mkdir(modules);
  const [tarball = ''] = await Promise.all(['cli', 'sdk', 'batch', 'mock'].map((name) => install(name, project)));
  // What the packages depend on, as npm would install it beside them.
  await symlink(join(packages, 'mock', 'node_modules', 'ajv'), join(modules, 'ajv'));
  for (const name of ['csv-parse', 'jsonc-parser'])
    await symlink(join(packages, 'batch', 'node_modules', name), join(modules, name));
  const bin = join(modules, '@xpander', 'cli', packageJson.bin['xpander-agent']);
  const binFolder = join(modules, '.bin');
  await mkdir(binFolder);
  await symlink(bin, join(binFolder, 'xpander-agent'));
  const { stdout } = await execute('tar', ['-tzf', tarball]);
  provide('installed', { bin, binFolder, contents: stdout.trim().split('\n').sort(), nodes: await findNodes() });
  return () => rm(project, { recursive: true, force: true });
}

async function install(name: string, project: string): Promise<string> {
  const target = join(project, 'node_modules', '@xpander', name);
  const packed = join(project, 'packed', name);
  await mkdir(target, { recursive: true });
  await execute('pnpm', ['pack', '--pack-destination', packed], { cwd: join(packages, name) });
  const [file = ''] = await readdir(packed);
  const tarball = join(packed, file);
  await execute('tar', ['-xzf', tarball, '-C', target, '--strip-components=1']);
  return tarball;
}

async function findNodes(): Promise<NodeVersion[]> {
  const own = { version: process.versions.node, path: process.execPath };
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    if (folder.includes('node_modules')) continue;
    const path = join(folder, 'node');
    const version = await execute(path, ['--version']).then(
      ({ stdout }) => stdout.trim().slice(1),
      () => '',
    );
    if (version.startsWith('20.')) return [own, { version, path }];
  }
  console.warn('SKIPPED: the command on Node 20, because no Node 20 is on the path.');
  return [own];
}
