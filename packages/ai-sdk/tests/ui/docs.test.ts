import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createMockXpander, type MockServer } from '@xpander/mock';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { eventually } from './eventually.ts';

const run = promisify(execFile);
/** Inside of the package, so that its dependencies are found. */
const folder = fileURLToPath(new URL('../../.results/chat-guide/', import.meta.url));
const guide = readFileSync(new URL('../../docs/chat.md', import.meta.url), 'utf8');
const blocks = [...guide.matchAll(/^```ts\n\/\/ (\S+)\n([\s\S]*?)^```/gm)];

const mock = createMockXpander({ agents: { host: ({ text }) => `You said ${text}` }, clock: 'real' });
let api: MockServer;

beforeAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  for (const [, file = '', code = ''] of blocks) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), code);
  }
  api = await mock.listen({ port: 0 });
});

afterAll(async () => {
  await api.close();
  rmSync(folder, { recursive: true, force: true });
});

const environment = (): Record<string, string> => ({
  XPANDER_API_KEY: 'test',
  XPANDER_API_URL: api.url,
  XPANDER_AGENT_ID: 'host',
  CHAT_SECRET: 'a-secret-of-the-server',
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function start(file: string): Promise<string> {
  const port = await freePort();
  const env = { ...environment(), PORT: String(port) };
  const child: ChildProcess = spawn(process.execPath, [file], {
    cwd: folder,
    env,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  onTestFinished(() => void child.kill());
  const url = `http://localhost:${port}`;
  await eventually(async () => void (await fetch(url)));
  return url;
}

type Ask = (path: string, init?: RequestInit) => Promise<Response>;

/** A conversation, as a page has it. */
async function converse(ask: Ask, chatId: string): Promise<void> {
  const headers = { 'x-user-id': 'dana', 'content-type': 'application/json' };
  const messages = [{ id: '1', role: 'user', parts: [{ type: 'text', text: 'Hi' }] }];
  const sent = await ask('/api/chat', { method: 'POST', headers, body: JSON.stringify({ id: chatId, messages }) });
  expect(sent.headers.get('content-type')).toBe('text/event-stream');
  expect(await sent.text()).toContain('You said Hi');
  const refused = await ask('/api/chat', { method: 'POST', headers, body: JSON.stringify({ id: chatId }) });
  expect([refused.status, await refused.text()]).toEqual([400, expect.stringMatching(/^messages must/)]);
  expect((await ask(`/api/chat/${chatId}/stream`, { headers })).status).toBe(204);
  expect((await ask(`/api/chat/${chatId}/stop`, { method: 'POST', headers, body: '{}' })).status).toBe(204);
  const history = (await (await ask(`/api/chat/${chatId}`, { headers })).json()) as { role: string }[];
  expect(history.map(({ role }) => role)).toEqual(['user', 'assistant']);
}

describe('the code of docs/chat.md', () => {
  it('compiles under strict flags', async () => {
    const compilerOptions = { types: ['node'], skipLibCheck: true, isolatedDeclarations: false, declaration: false };
    const project = { extends: '../../../../tsconfig.base.json', include: ['**/*.ts'], compilerOptions };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(project));
    const tsc = fileURLToPath(import.meta.resolve('typescript/package.json')).replace(/package\.json$/, 'bin/tsc');
    const { stdout } = await run(process.execPath, [tsc, '-p', folder]).catch((error: { stdout: string }) => error);
    expect(stdout).toBe('');
  });

  it.each(['hono.ts', 'express.ts'])('serves a chat as %s', async (file) => {
    const url = await start(file);
    await converse((path, init) => fetch(url + path, init), file);
  });

  it('serves a chat as a worker', async () => {
    const worker = (await import(join(folder, 'worker.ts'))) as {
      default: { fetch(request: Request, env: Record<string, string>): Promise<Response> };
    };
    const ask: Ask = (path, init) =>
      worker.default.fetch(new Request(`https://example.com${path}`, init), environment());
    await converse(ask, 'worker');
  });

  it('answers a question without the handler', async () => {
    const { stdout } = await run(process.execPath, ['ask.ts'], { cwd: folder, env: environment() });
    expect(stdout).toContain('You said Hello');
  });

  it('names routes that Next.js knows', () => {
    const routes = blocks.map(([, file = '']) => file).filter((file) => file.startsWith('app/'));
    expect(routes).toEqual(['app/api/chat/route.ts', 'app/api/chat/[id]/stream/route.ts']);
  });
});
