import { join } from 'node:path';
import { build } from 'esbuild';
import { run } from '../command.ts';
import type { Ledger } from '../ledger.ts';
import { type Compiler, compilers } from './compilers.ts';
import { type Kind, kinds, type Resolution, resolutions } from './create-project.ts';
import type { Manager } from './managers.ts';

/** One field of the table: a compiler that reads the project of a package manager, and a run of the result. */
export interface Cell {
  readonly manager: Manager;
  readonly kind: Kind;
  readonly compiler: Compiler;
  readonly resolution: Resolution;
}

/** Every package and entry point that a consumer uses. */
const used = [
  '@xpander/mock',
  '@xpander/sdk',
  '@xpander/generated',
  '@xpander/otel',
  '@xpander/ai-sdk',
  '@xpander/batch',
  '@xpander/batch/postgres',
  '@xpander/batch/redis',
  '@xpander/mcp',
  'ai',
].join(' ');

/** Lists every cell of a package manager. */
export function listCells(manager: Manager): Cell[] {
  // A package manager that brings its own TypeScript has that one alone.
  const able = compilers.filter(({ version }) => [undefined, version].includes(manager.typescript));
  return kinds.flatMap((kind) =>
    able.flatMap((compiler) => resolutions.map((resolution) => ({ manager, kind, compiler, resolution }))),
  );
}

/** Whether a cell is one of the short form: the oldest and the newest compiler for each kind, and each resolution. */
export function isCommon({ kind, compiler, resolution }: Cell): boolean {
  const isOldest = compiler === compilers[0];
  if (!isOldest && compiler !== compilers.at(-1)) return false;
  return resolution === (isOldest === (kind === 'CJS') ? 'nodenext' : 'bundler');
}

export function nameCell({ manager, kind, compiler, resolution }: Cell): string {
  return `${manager.name}, ${kind}, TypeScript ${compiler.name}, ${resolution}`;
}

/** Type-checks and runs a project in each way. Two at a time, because compilers take a core each. */
export async function tryProject(project: string, cells: readonly Cell[], ledger: Ledger): Promise<void> {
  const waiting = [...cells];
  const work = async (): Promise<void> => {
    for (let cell = waiting.shift(); cell !== undefined; cell = waiting.shift()) {
      const current = cell;
      await ledger.check(nameCell(current), () => tryCell(project, current));
    }
  };
  await Promise.all([work(), work()]);
}

async function tryCell(project: string, { manager, kind, compiler, resolution }: Cell): Promise<void> {
  const folder = join(project, kind);
  const out = join('out', compiler.name);
  const args = ['-p', join(folder, `tsconfig.${resolution}.json`)];
  if (resolution === 'nodenext') args.push('--outDir', join(folder, out));
  if (manager.typescript === undefined) await run(folder, process.execPath, [compiler.tsc, ...args]);
  else await manager.runCommand(project, 'tsc', ...args);
  const file = resolution === 'nodenext' ? join(folder, out, 'main.js') : await bundle(folder, kind, `${out}-bundle`);
  const printed = (await manager.runFile(project, file)).trim();
  if (printed !== used) throw new Error(`It has used ${printed}`);
}

/** Bundles the program for Node, as a user with a bundler does. */
async function bundle(folder: string, kind: Kind, out: string): Promise<string> {
  const outfile = join(folder, out, 'main.js');
  await build({
    entryPoints: [join(folder, 'main.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: kind === 'ESM' ? 'esm' : 'cjs',
    logLevel: 'silent',
    // Bundled CommonJS asks for Node's own modules by `require`.
    ...(kind === 'ESM' && {
      banner: {
        js: "import { createRequire as toRequire } from 'node:module'; const require = toRequire(import.meta.url);",
      },
    }),
  });
  return outfile;
}
