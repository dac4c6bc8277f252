import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const compiler = fileURLToPath(new URL('../node_modules/typescript/bin/tsc', import.meta.url));

/** The compiler's diagnostics of one compilation. */
export interface Compilation {
  readonly instantiations: number;
  readonly types: number;
  readonly memoryKib: number;
  readonly checkSeconds: number;
}

/** Compiles one file under strict settings. One thread makes the counts reproducible. */
export async function compile(file: string): Promise<Compilation> {
  const folder = await mkdtemp(join(tmpdir(), 'xpander-types-'));
  try {
    const compilerOptions = {
      target: 'es2023',
      lib: ['es2023', 'dom', 'dom.iterable', 'dom.asynciterable'],
      module: 'nodenext',
      strict: true,
      noEmit: true,
      skipLibCheck: true,
      types: [],
    };
    const project = join(folder, 'tsconfig.json');
    await writeFile(project, JSON.stringify({ compilerOptions, files: [file] }));
    const { stdout } = await run(process.execPath, [
      compiler,
      '-p',
      project,
      '--extendedDiagnostics',
      '--singleThreaded',
    ]);
    const read = (name: string): number => Number(new RegExp(`^${name}:\\s+([\\d.]+)`, 'm').exec(stdout)?.[1]);
    return {
      instantiations: read('Instantiations'),
      types: read('Types'),
      memoryKib: read('Memory used'),
      checkSeconds: read('Check time'),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
