import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import packageJson from '../package.json' with { type: 'json' };
import { type Emulator, secretKey, startEmulator } from './support/emulator.ts';

const run = promisify(execFile);
const packages = fileURLToPath(new URL('../../', import.meta.url));
let emulator: Emulator;
let project: string;

/** A user's project with the packed tarballs, as they would be published, and the other dependencies as links. */
beforeAll(async () => {
  emulator = await startEmulator();
  project = await mkdtemp(join(tmpdir(), 'xpander-mcp-consumer-'));
  for (const name of ['sdk', 'mcp']) {
    const into = join(project, `packed-${name}`);
    await run('pnpm', ['pack', '--pack-destination', into], { cwd: join(packages, name) });
    const [tarball = ''] = await readdir(into);
    const target = join(project, 'node_modules/@xpander', name);
    await mkdir(target, { recursive: true });
    await run('tar', ['-xzf', join(into, tarball), '-C', target, '--strip-components=1']);
  }
  for (const name of Object.keys(packageJson.dependencies).filter((name) => !name.startsWith('@xpander/'))) {
    const target = join(project, 'node_modules', name);
    await mkdir(dirname(target), { recursive: true });
    await symlink(await realpath(join(packages, 'mcp/node_modules', name)), target);
  }
});
afterAll(async () => {
  await emulator.close();
  await rm(project, { recursive: true, force: true });
});

describe('the packed tarball', () => {
  it('serves as a command', async () => {
    const bin = join(project, 'node_modules/@xpander/mcp/dist/bin.js');
    const env = { XPANDER_API_KEY: secretKey, XPANDER_BASE_URL: emulator.url };
    const client = new Client({ name: 'test', version: '1.0.0' });
    await client.connect(
      new StdioClientTransport({ command: process.execPath, args: [bin, '--agents', 'echo'], env, stderr: 'ignore' }),
    );
    const answer = await client.callTool({ name: 'ask_echo', arguments: { prompt: 'Hello' } });
    expect(answer.structuredContent).toMatchObject({ status: 'completed', result: 'Turn 1: Hello' });
    await client.close();
  });

  it.each([
    ['main.mjs', "import { createMcpHandler } from '@xpander/mcp'; import { Xpander } from '@xpander/sdk';"],
    ['main.cjs', "const { createMcpHandler } = require('@xpander/mcp'); const { Xpander } = require('@xpander/sdk');"],
  ])('can be imported in %s', async (file, imports) => {
    const use = "console.log(typeof createMcpHandler({ client: new Xpander({ apiKey: 'k' }), agents: 'all' }).fetch);";
    await writeFile(join(project, file), `${imports}\n${use}\n`);
    expect((await run(process.execPath, [join(project, file)])).stdout).toBe('function\n');
  });
});
