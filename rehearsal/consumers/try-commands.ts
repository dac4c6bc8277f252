import { once } from 'node:events';
import { join } from 'node:path';
import { run, type Started, start } from '../command.ts';
import type { Ledger } from '../ledger.ts';
import type { PackedPackage } from '../publishing/pack.ts';

/** Runs the command of each package by `npx` in an empty project, as the documentation says: the emulator, and clients of it. */
export async function tryCommands(project: string, packed: readonly PackedPackage[], ledger: Ledger): Promise<void> {
  // npx keeps what it has installed by name and version. Another rehearsal had other contents under the same ones.
  const env = { npm_config_cache: join(project, '.npm'), XPANDER_API_KEY: 'any-key' };
  const toArgs = (name: string, ...args: string[]): string[] => {
    const version = packed.find((candidate) => candidate.name === name)?.version;
    return ['--yes', `${name}@${version}`, ...args];
  };
  const mock = start(project, 'npx', toArgs('@xpander/mock', '--port', '0'), { env });
  try {
    await ledger.require('npx @xpander/mock', async () => {
      const address = await readAddress(mock);
      Object.assign(env, { XPANDER_API_URL: address, XPANDER_BASE_URL: address, XPANDER_AGENT_ID: 'parrot' });
    });
    await ledger.check('npx @xpander/cli', async () => {
      const printed = await run(project, 'npx', toArgs('@xpander/cli', 'invoke', 'Hello', '--json'), { env });
      const { status } = JSON.parse(printed) as { status: string };
      if (status !== 'completed') throw new Error(printed);
    });
    await ledger.check('npx @xpander/mcp', async () => {
      const opening = { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'npx', version: '1' } };
      const messages = [
        { jsonrpc: '2.0', id: 1, method: 'initialize', params: opening },
        { jsonrpc: '2.0', method: 'notifications/initialized' },
        { jsonrpc: '2.0', id: 2, method: 'tools/list' },
      ];
      const server = start(project, 'npx', toArgs('@xpander/mcp', '--agents', 'parrot'), { env });
      for (const message of messages) server.child.stdin.write(`${JSON.stringify(message)}\n`);
      try {
        await untilPrinted(server, /"wait_for_task"/);
        server.child.stdin.end();
        const { exitCode, printed } = await server.ended;
        if (exitCode !== 0) throw new Error(`It ended with ${exitCode}:\n${printed}`);
      } finally {
        server.kill();
      }
    });
  } finally {
    mock.kill();
    await mock.ended;
  }
}

async function readAddress(mock: Started): Promise<string> {
  return untilPrinted(mock, /http:\/\/[\d.]+:\d+/);
}

/** Waits until a program has printed something, and returns it. Rejects if the program ends before. */
async function untilPrinted({ child, ended, printed }: Started, pattern: RegExp): Promise<string> {
  const end = ended.then(({ exitCode }) => {
    throw new Error(`It ended with ${exitCode}:\n${printed()}`);
  });
  for (;;) {
    const found = pattern.exec(printed());
    if (found !== null) {
      end.catch(() => undefined);
      return found[0];
    }
    await Promise.race([once(child.stdout, 'data'), once(child.stderr, 'data'), end]);
  }
}
