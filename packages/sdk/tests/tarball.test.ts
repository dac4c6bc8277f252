import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const run = promisify(execFile);
const sdk = fileURLToPath(new URL('../', import.meta.url));
let project: string;
let contents: string[];

/** A project of somebody else, with nothing installed but the tarball as it would be published. */
beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), 'xpander-consumer-'));
  await run('pnpm', ['pack', '--pack-destination', project], { cwd: sdk });
  const tarball = (await readdir(project)).find((name) => name.endsWith('.tgz')) ?? '';
  const target = join(project, 'node_modules/@xpander/sdk');
  await mkdir(target, { recursive: true });
  await run('tar', ['-xzf', join(project, tarball), '-C', target, '--strip-components=1']);
  const { stdout } = await run('tar', ['-tzf', join(project, tarball)]);
  contents = stdout.trim().split('\n').sort();
});

afterAll(() => rm(project, { recursive: true, force: true }));

const consumer = `
import { ApiError, type CompletedTask, type RunOptions, Xpander } from '@xpander/sdk';

export async function main(options: RunOptions): Promise<string | null | undefined> {
  const xpander = new Xpander({ apiKey: 'key' });
  const task: CompletedTask = await xpander.agent('a').run({ input: { text: 'hi' }, think_mode: 'harder' }, options);
  const { data } = await xpander.api.GET('/v1/tasks/{task_id}', { params: { path: { task_id: task.id } } });
  const status: string | null | undefined = data?.status;
  return status ?? task.result;
}
export const isMissing = (error: unknown): boolean => error instanceof ApiError && error.code === 'not_found';
`;

const compilers = {
  'TypeScript 7': new URL('node_modules/typescript/bin/tsc', new URL('../', import.meta.url)),
  'TypeScript 5.9': new URL('../generated/node_modules/typescript/bin/tsc', new URL('../', import.meta.url)),
};

describe('the packed tarball', () => {
  it('contains what it needs and nothing else', () => {
    const names = contents.map((name) => name.replace('package/', ''));
    expect(names).toEqual([
      'LICENSE',
      'README.md',
      'THIRD_PARTY_LICENSES.txt',
      'dist/index.cjs',
      'dist/index.cjs.map',
      'dist/index.d.cts',
      'dist/index.d.ts',
      'dist/index.js',
      'dist/index.js.map',
      'package.json',
    ]);
  });

  it.each(Object.entries(compilers))(
    'type-checks for a strict consumer with %s, library types included',
    async (_, compiler) => {
      await writeFile(join(project, 'main.ts'), consumer);
      await writeFile(join(project, 'main.cts'), consumer);
      await writeFile(join(project, 'package.json'), JSON.stringify({ type: 'module' }));
      for (const [module, moduleResolution] of [
        ['nodenext', 'nodenext'],
        ['esnext', 'bundler'],
      ]) {
        const compilerOptions = {
          module,
          moduleResolution,
          target: 'es2022',
          lib: ['es2022', 'dom'],
          types: [],
          strict: true,
          exactOptionalPropertyTypes: true,
          skipLibCheck: false,
          noEmit: true,
        };
        await writeFile(
          join(project, 'tsconfig.json'),
          JSON.stringify({ compilerOptions, include: ['main.ts', 'main.cts'] }),
        );
        const { stdout } = await run(process.execPath, [fileURLToPath(compiler), '-p', project]).catch(
          (error: { stdout: string }) => error,
        );
        expect(stdout).toBe('');
      }
    },
  );

  it.each([
    ['import', "import { Xpander } from '@xpander/sdk'; console.log(typeof Xpander)", 'main.mjs'],
    ['require', "console.log(typeof require('@xpander/sdk').Xpander)", 'main.cjs'],
  ])('loads with %s', async (_, code, file) => {
    await writeFile(join(project, file), code);
    expect((await run(process.execPath, [join(project, file)])).stdout.trim()).toBe('function');
  });
});
