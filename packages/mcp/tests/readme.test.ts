import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readArguments } from '../src/command/read-arguments.ts';
import { type Emulator, startEmulator } from './support/emulator.ts';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../', import.meta.url));
const readme = await readFile(join(root, 'README.md'), 'utf8');
const blocks = (language: string): string[] =>
  [...readme.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(([, code = '']) => code);

let emulator: Emulator;
let folder: string;
let env: Record<string, string>;
beforeAll(async () => {
  emulator = await startEmulator();
  const keys = { XPANDER_API_KEY: 'test', XPANDER_API_URL: emulator.url, XPANDER_AGENT_ID: 'echo' };
  env = { PATH: process.env.PATH ?? '', MCP_TOKEN: 'token', ...keys };
  await mkdir(join(root, '.readme'), { recursive: true });
  folder = await mkdtemp(join(root, '.readme/'));
  const code = blocks('ts');
  await Promise.all(code.map((block, index) => writeFile(join(folder, `${index}.ts`), block)));
});
afterAll(async () => {
  await emulator.close();
  await rm(join(root, '.readme'), { recursive: true, force: true });
});

describe('the README', () => {
  it('has code that compiles', async () => {
    const project = {
      extends: '../../../../tsconfig.base.json',
      include: ['*.ts'],
      compilerOptions: { types: ['node'] },
    };
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(project));
    const compiler = fileURLToPath(import.meta.resolve('typescript/package.json')).replace(/package\.json$/, 'bin/tsc');
    await expect(run(process.execPath, [compiler, '-p', folder])).resolves.toMatchObject({ stdout: '' });
  });

  it('has code that serves over stdio', async () => {
    const client = new Client({ name: 'test', version: '1.0.0' });
    await client.connect(new StdioClientTransport({ command: process.execPath, args: [join(folder, '0.ts')], env }));
    const answer = await client.callTool({ name: 'ask_market_analyst', arguments: { prompt: 'Hello' } });
    expect(answer.structuredContent).toMatchObject({ status: 'completed', result: 'Turn 1: Hello' });
    await client.close();
  });

  it('has code that serves over HTTP, to callers with the token', async () => {
    const server = spawn(process.execPath, [join(folder, '1.ts')], { env: { ...env, PORT: '0' } });
    const [printed] = await once(server.stdout, 'data');
    const [, port] = /port: (\d+)/.exec(String(printed)) ?? [];
    const url = new URL(`http://127.0.0.1:${port}/mcp`);
    expect((await fetch(url, { method: 'POST' })).status).toBe(401);
    const client = new Client({ name: 'test', version: '1.0.0' });
    const requestInit = { headers: { authorization: 'Bearer token' } };
    await client.connect(new StreamableHTTPClientTransport(url, { requestInit }));
    expect((await client.listTools()).tools.map(({ name }) => name)).toContain('ask_echo');
    await client.close();
    server.kill();
    await once(server, 'close');
  });

  it('has configurations whose command lines are valid', () => {
    const configurations = blocks('json').map((text) => JSON.parse(text) as Record<string, Record<string, unknown>>);
    const servers = configurations.map(({ mcpServers, servers: ofCode }) => (mcpServers ?? ofCode)?.xpander);
    expect(servers).toHaveLength(3);
    for (const server of servers) {
      const { command, args, env: variables } = server as { command: string; args: string[]; env: object };
      expect([command, ...args.slice(0, 2)]).toEqual(['npx', '-y', '@xpander/mcp']);
      expect(readArguments(args.slice(2))).toMatchObject({ agents: ['<id>'] });
      expect(Object.keys(variables)).toEqual(['XPANDER_API_KEY']);
    }
  });
});
