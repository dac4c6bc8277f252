import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const run = promisify(execFile);
const otel = fileURLToPath(new URL('../', import.meta.url));
let project: string;
let contents: string[];

/** A project in which only the packed tarball and the API are installed: even without the SDK. */
beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), 'xpander-otel-'));
  await run('pnpm', ['pack', '--pack-destination', project], { cwd: otel });
  const tarball = join(project, (await readdir(project)).find((name) => name.endsWith('.tgz')) ?? '');
  const target = join(project, 'node_modules/@xpander/otel');
  await mkdir(target, { recursive: true });
  await mkdir(join(project, 'node_modules/@opentelemetry'));
  await run('tar', ['-xzf', tarball, '-C', target, '--strip-components=1']);
  contents = (await run('tar', ['-tzf', tarball])).stdout.trim().split('\n').sort();
  await writeFile(join(project, 'package.json'), JSON.stringify({ type: 'module' }));
});

afterAll(() => rm(project, { recursive: true, force: true }));

async function install(stack: string): Promise<void> {
  const target = join(project, 'node_modules/@opentelemetry/api');
  await rm(target, { force: true });
  await symlink(join(otel, 'stacks', stack, 'node_modules/@opentelemetry/api'), target);
}

const consumer = `
import { channelHooks, otelHooks, type OtelHooksOptions } from '@xpander/otel';
import { metrics, trace } from '@opentelemetry/api';

const options: OtelHooksOptions = { tracer: trace.getTracer('mine'), meter: metrics.getMeter('mine'), agentName: 'A' };
export const hooks = [otelHooks(options), otelHooks(), channelHooks()];
// @ts-expect-error there is no such option
otelHooks({ content: true });
`;

describe('the packed tarball', () => {
  it('contains exactly the expected files', () => {
    expect(contents.map((name) => name.replace('package/', ''))).toEqual([
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'dist/index.cjs',
      'dist/index.cjs.map',
      'dist/index.d.cts',
      'dist/index.d.ts',
      'dist/index.js',
      'dist/index.js.map',
      'package.json',
    ]);
  });

  it('has the API as its only peer, and no dependency', async () => {
    const text = await readFile(join(project, 'node_modules/@xpander/otel/package.json'), 'utf8');
    const { dependencies, peerDependencies, optionalDependencies } = JSON.parse(text);
    const api = { '@opentelemetry/api': '^1.3.0' };
    expect({ dependencies, peerDependencies, optionalDependencies }).toEqual({ peerDependencies: api });
  });

  it.each(['oldest', 'sdk-2', 'sdk-3'])('loads, and type-checks without the SDK, with the API of %s', async (stack) => {
    await install(stack);
    const load = 'console.log(typeof otelHooks().around, typeof channelHooks().around)';
    await writeFile(join(project, 'main.mjs'), `import { channelHooks, otelHooks } from '@xpander/otel'; ${load}`);
    await writeFile(join(project, 'main.cjs'), `const { channelHooks, otelHooks } = require('@xpander/otel'); ${load}`);
    for (const file of ['main.mjs', 'main.cjs'])
      expect((await run(process.execPath, [file], { cwd: project })).stdout).toBe('function function\n');
    await writeFile(join(project, 'consumer.ts'), consumer);
    await writeFile(join(project, 'consumer.cts'), consumer);
    const compilerOptions = {
      module: 'nodenext',
      target: 'es2022',
      lib: ['es2022', 'dom'],
      types: [],
      strict: true,
      exactOptionalPropertyTypes: true,
      skipLibCheck: false,
      noEmit: true,
    };
    await writeFile(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['consumer.*'] }));
    const compiler = join(otel, 'node_modules/typescript/bin/tsc');
    const { stdout } = await run(process.execPath, [compiler, '-p', project]).catch(
      (error: { stdout: string }) => error,
    );
    expect(stdout).toBe('');
  });
});
