import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const run = promisify(execFile);
const packages = fileURLToPath(new URL('../../', import.meta.url));
let project: string;

/** A user's project with the packed tarballs of this package and the SDK, and nothing else. */
beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), 'xpander-ai-sdk-'));
  await Promise.all(['sdk', 'ai-sdk'].map(unpack));
});
afterAll(() => rm(project, { recursive: true, force: true }));

async function unpack(name: string): Promise<void> {
  const packed = await mkdtemp(join(project, 'packed-'));
  await run('pnpm', ['pack', '--pack-destination', packed], { cwd: join(packages, name) });
  const tarball = (await readdir(packed)).find((file) => file.endsWith('.tgz')) ?? '';
  const target = join(project, 'node_modules/@xpander', name);
  await mkdir(target, { recursive: true });
  await run('tar', ['-xzf', join(packed, tarball), '-C', target, '--strip-components=1']);
}

const readPacked = (path: string): Promise<string> =>
  readFile(join(project, 'node_modules/@xpander/ai-sdk', path), 'utf8');

const script = `
const fetch = async () => new Response(
  ['task_created', 'task_finished'].map((type) =>
    'data: ' + JSON.stringify({ type, task_id: 't-1', data: { id: 't-1', status: type === 'task_finished' ? 'completed' : 'executing', result: 'Hi' } }) + '\\n\\n',
  ).join(''),
  { headers: { 'content-type': 'text/event-stream' } },
);
const model = createXpander({ apiKey: 'key-1', fetch })('agent-1');
model.doGenerate({ prompt: [{ role: 'user', content: [{ type: 'text', text: 'Hello' }] }] })
  .then(({ content }) => console.log(content[0].text));
`;

const consumer = `
import { Xpander } from '@xpander/sdk';
import { agentTool, createXpander, type XpanderLanguageModel, type XpanderProviderOptions } from '@xpander/ai-sdk';

const client = new Xpander();
export const model: XpanderLanguageModel = createXpander(client)('agent-1', { onPaused: 'wait' });
export const analyst = agentTool(client.agent('agent-1'), { description: 'Analyzes prices', timeoutMs: 60_000 });
export const options = { threadId: 't-1', thinkMode: 'harder' } satisfies XpanderProviderOptions;
`;

describe('the packed tarball', () => {
  it('depends on the SDK alone, and on ai as an optional peer', async () => {
    const manifest = JSON.parse(await readPacked('package.json'));
    expect(Object.keys(manifest.dependencies)).toEqual(['@xpander/sdk']);
    expect(manifest.peerDependencies).toEqual({ ai: '^6.0.0 || ^7.0.0' });
    expect(manifest.peerDependenciesMeta).toEqual({ ai: { optional: true } });
    expect(manifest.engines).toEqual({ node: '>=20' });
    expect(manifest.scripts?.install ?? manifest.scripts?.postinstall).toBeUndefined();
  });

  it.each(['index.js', 'index.cjs', 'index.d.ts', 'index.d.cts'])('imports nothing but the SDK in %s', async (file) => {
    const imports = [...(await readPacked(`dist/${file}`)).matchAll(/(?:from |require\(|import\()["']([^"']+)/g)];
    const others = imports.flatMap(([, name = '']) => (/^@xpander\/sdk(\/parts)?$/.test(name) ? [] : [name]));
    expect(imports.length).toBeGreaterThan(0);
    expect(others).toEqual([]);
  });

  it('names the licence of what it copies', async () => {
    const notice = await readPacked('THIRD_PARTY_LICENSES.txt');
    for (const part of ['@ai-sdk/provider', 'Apache License', 'END OF TERMS AND CONDITIONS'])
      expect(notice).toContain(part);
  });

  it.each([
    ['import', 'main.mjs', "import { createXpander } from '@xpander/ai-sdk';"],
    ['require', 'main.cjs', "const { createXpander } = require('@xpander/ai-sdk');"],
  ])('runs an agent without ai installed, with %s', async (_, file, line) => {
    await writeFile(join(project, file), `${line}\n${script}`);
    const { stdout, stderr } = await run(process.execPath, [join(project, file)]);
    expect([stdout.trim(), stderr]).toEqual(['Hi', '']);
  });

  const compilers = {
    'TypeScript 7': new URL('../node_modules/typescript/bin/tsc', import.meta.url),
    'TypeScript 5.9': new URL('../../generated/node_modules/typescript/bin/tsc', import.meta.url),
  };

  /** Compiles files of the project, and returns what the compiler complains of. */
  async function compile(compiler: URL, files: Record<string, string>, own: object): Promise<string> {
    await writeFile(join(project, 'package.json'), JSON.stringify({ type: 'module' }));
    for (const [name, code] of Object.entries(files)) await writeFile(join(project, name), code);
    const compilerOptions = { target: 'es2022', lib: ['es2022', 'dom'], types: [], strict: true, noEmit: true, ...own };
    await writeFile(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: Object.keys(files) }));
    const { stdout } = await run(process.execPath, [fileURLToPath(compiler), '-p', project]).catch(
      (error: { stdout: string }) => error,
    );
    return stdout;
  }

  it.each(Object.entries(compilers))(
    'type-checks for a strict consumer with %s, library types included, without ai',
    async (_, compiler) => {
      const files = { 'main.ts': consumer, 'main.cts': consumer };
      const strict = { exactOptionalPropertyTypes: true, skipLibCheck: false };
      expect(await compile(compiler, files, { module: 'nodenext', ...strict })).toBe('');
    },
  );

  it.each(['ai6', 'ai7'])('type-checks as a model and a tool of %s', async (version) => {
    await symlink(join(packages, 'ai-sdk/node_modules', version), join(project, 'node_modules', version));
    const lines = [
      consumer,
      `import { generateText } from '${version}';`,
      "const call = { model, prompt: 'Hi', tools: { analyst }, providerOptions: { xpander: options } };",
      'export const answer: Promise<string> = generateText(call).then(({ text }) => text);',
    ];
    const own = { module: 'esnext', moduleResolution: 'bundler', skipLibCheck: true };
    expect(await compile(compilers['TypeScript 7'], { 'call.ts': lines.join('\n') }, own)).toBe('');
  });
});
