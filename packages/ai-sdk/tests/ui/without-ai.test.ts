import { execFile, execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const run = promisify(execFile);
const folderOf = (name: string): string => fileURLToPath(new URL(`../../../${name}/`, import.meta.url));
let project: string;

/** A project in which only this package and the SDK are installed, as they would be published. */
beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), 'xpander-chat-'));
  for (const name of ['ai-sdk', 'sdk']) {
    const target = join(project, 'node_modules/@xpander', name);
    await mkdir(target, { recursive: true });
    await run('pnpm', ['pack', '--pack-destination', target], { cwd: folderOf(name) });
    const tarball = (await readdir(target)).find((file) => file.endsWith('.tgz')) ?? '';
    await run('tar', ['-xzf', join(target, tarball), '-C', target, '--strip-components=1']);
  }
  await writeFile(join(project, 'server.ts'), server);
  await writeFile(join(project, 'server.mjs'), withoutTypes);
  await writeFile(join(project, 'server.cjs'), asCommonJs);
});

afterAll(() => rm(project, { recursive: true, force: true }));

const server = `import { Xpander } from '@xpander/sdk';
import { type ChatMessage, createChatHandler, privateThreadId, toUIMessages } from '@xpander/ai-sdk/ui';

const api = async (request: Request): Promise<Response> => {
  if (request.url.endsWith('/invoke/stream')) {
    const { id } = await request.json();
    const data = { type: 'task_finished', task_id: id, data: { id, status: 'completed', result: 'Hello' } };
    return new Response('data: ' + JSON.stringify(data) + '\\n\\n', { headers: { 'content-type': 'text/event-stream' } });
  }
  return Response.json({ detail: 'Not found' }, { status: 404 });
};
const chat = createChatHandler({
  client: new Xpander({ apiKey: 'key', fetch: api }),
  agentId: 'host',
  threadId: (chatId) => privateThreadId('secret', 'dana', chatId),
});
const ask = (body: object): Request => new Request('https://example.com', { method: 'POST', body: JSON.stringify(body) });
const question = { id: '1', messages: [{ role: 'user', parts: [{ type: 'text', text: 'Hi' }] }] };
const none: ChatMessage[] = toUIMessages([]);
export const answered: Promise<string> = (async () => {
  const events = await (await chat.POST(ask(question))).text();
  const refused = await chat.POST(ask({}));
  const resumed = await chat.resume('1', ask({}));
  return [events.includes('"delta":"Hello"'), refused.status, resumed.status, none.length].join(' ');
})();
`;

const withoutTypes = `${server.replaceAll(/: (Promise<\w+>|Request|object|ChatMessage\[\])/g, '').replace('type ChatMessage, ', '')}
console.log(await answered);
`;

const asCommonJs = `${withoutTypes
  .replaceAll(/import (\{[^}]*\}) from ('[^']*')/g, 'const $1 = require($2)')
  .replace('export const', 'const')
  .replace('console.log(await answered)', 'answered.then(console.log)')}`;

const expected = 'true 400 204 0';

/** A Node of version 20 on the path, which is what the package promises to run on. */
function findNode20(): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders
    .map((folder) => join(folder, 'node'))
    .filter(existsSync)
    .find((file) => execFileSync(file, ['--version'], { encoding: 'utf8' }).startsWith('v20.'));
}

describe('the entry for pages, without the package `ai`', () => {
  it.each(['server.mjs', 'server.cjs'])('runs as %s', async (file) => {
    expect((await run(process.execPath, [file], { cwd: project })).stdout.trim()).toBe(expected);
  });

  const node20 = findNode20();
  if (node20 === undefined) console.warn('SKIPPED: no Node 20 was found on the path.');
  it.skipIf(node20 === undefined).each(['server.mjs', 'server.cjs'])('runs as %s in Node 20', async (file) => {
    expect((await run(node20 ?? '', [file], { cwd: project })).stdout.trim()).toBe(expected);
  });

  it('has types that compile without it', async () => {
    const compilerOptions = {
      module: 'nodenext',
      target: 'es2022',
      strict: true,
      noEmit: true,
      types: [],
      lib: ['es2023', 'dom', 'dom.iterable', 'dom.asynciterable'],
    };
    await writeFile(join(project, 'package.json'), '{ "type": "module" }');
    await writeFile(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['server.ts'] }));
    const tsc = fileURLToPath(import.meta.resolve('typescript/package.json')).replace(/package\.json$/, 'bin/tsc');
    const { stdout } = await run(process.execPath, [tsc, '-p', project]).catch((error: { stdout: string }) => error);
    expect(stdout).toBe('');
  });

  it('uses nothing of Node, so that a worker can run it', async () => {
    const bundled = await build({
      root: project,
      logLevel: 'silent',
      build: { write: false, target: 'es2022', lib: { entry: 'server.ts', formats: ['es'], fileName: 'worker' } },
    });
    const [output] = [bundled].flat();
    const chunk = output !== undefined && 'output' in output ? output.output[0] : undefined;
    expect(chunk?.imports).toEqual([]);
    await writeFile(join(project, 'worker.mjs'), chunk?.code ?? '');
    // A worker has no globals of Node. `Buffer` has to stay here, because Node's own `Request` uses it.
    const hide = 'for (const name of ["process", "global", "setImmediate"]) delete globalThis[name];';
    const script = `const { log } = console; ${hide} const { answered } = await import('./worker.mjs'); log(await answered);`;
    const { stdout } = await run(process.execPath, ['--input-type=module', '-e', script], { cwd: project });
    expect(stdout.trim()).toBe(expected);
  });
});
