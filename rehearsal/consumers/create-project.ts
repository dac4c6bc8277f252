import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PackedPackage } from '../publishing/pack.ts';
import type { Registry } from '../registry/registry.ts';
import type { Manager } from './managers.ts';

/** The two kinds of modules. Each is a folder of the project with the same source. */
export const kinds = ['ESM', 'CJS'] as const;
export type Kind = (typeof kinds)[number];

/** What users install beside our packages: the optional peers, and what their own code imports. */
const others = {
  '@opentelemetry/api': '1.10.0',
  // The declarations of `ai` need it.
  '@types/json-schema': '7.0.15',
  '@types/node': '24.19.2',
  ai: '7.0.173',
  bullmq: '6.7.0',
  ioredis: '6.0.0',
  'pg-boss': '12.38.0',
  zod: '4.6.7',
};

const strict = { strict: true, skipLibCheck: false, target: 'es2022', types: ['node'] };

/** The settings of a user, for each way to resolve modules. */
const configs = {
  nodenext: { ...strict, module: 'nodenext', outDir: 'out' },
  bundler: { ...strict, module: 'preserve', moduleResolution: 'bundler', noEmit: true },
};

export type Resolution = keyof typeof configs;
export const resolutions = Object.keys(configs) as readonly Resolution[];

/** Writes a project that depends on all packages, and installs it from the registry. */
export async function createProject(
  folder: string,
  manager: Manager,
  registry: Registry,
  packed: readonly PackedPackage[],
): Promise<string> {
  const project = join(folder, manager.name.toLowerCase().replaceAll(' ', '-'));
  await mkdir(project, { recursive: true });
  const own = Object.fromEntries(packed.map(({ name, version }) => [name, version]));
  const { typescript } = manager;
  const dependencies = { ...own, ...others, ...(typescript !== undefined && { typescript }) };
  await writeJson(project, 'package.json', { name: 'consumer', private: true, dependencies });
  for (const [file, text] of Object.entries(manager.files(registry))) await writeFile(join(project, file), text);
  for (const kind of kinds) {
    const target = join(project, kind);
    await cp(join(import.meta.dirname, 'project'), target, { recursive: true });
    await writeJson(target, 'package.json', { type: kind === 'ESM' ? 'module' : 'commonjs' });
    for (const [resolution, compilerOptions] of Object.entries(configs))
      await writeJson(target, `tsconfig.${resolution}.json`, { compilerOptions, include: ['*.ts'] });
  }
  await manager.install(project);
  return project;
}

function writeJson(folder: string, file: string, content: object): Promise<void> {
  return writeFile(join(folder, file), JSON.stringify(content, undefined, 2));
}
