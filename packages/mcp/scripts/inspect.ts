import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { createMockXpander } from '@xpander/mock';

// Lets the command line of the official inspector list and call the tools of the built command, against the emulator.
// The inspector is downloaded, because it is too large for a dependency: about 110 MB.

const inspector = process.env.INSPECTOR ?? 'npx --yes @modelcontextprotocol/inspector@2.12.0';
const bin = fileURLToPath(new URL('../dist/bin.js', import.meta.url));
const mock = createMockXpander({ clock: 'real', agents: { greeter: ({ text }) => `Hello, ${text}!` } });
const { url, close } = await mock.listen({ port: 0 });

async function inspect(...args: string[]): Promise<number> {
  const server = ['-e', 'XPANDER_API_KEY=key', '-e', `XPANDER_BASE_URL=${url}`, '--', process.execPath, bin, '--all'];
  const [command = '', ...rest] = inspector.split(' ');
  console.log(`\n$ inspector --cli ${args.join(' ')}`);
  const child = spawn(command, [...rest, '--cli', ...args, ...server], { stdio: ['ignore', 'inherit', 'inherit'] });
  return new Promise((resolve) => child.on('close', (code) => resolve(code ?? 1)));
}

const codes = [
  await inspect('--method', 'tools/list', '--strict'),
  await inspect('--method', 'tools/call', '--tool-name', 'ask_greeter', '--tool-arg', 'prompt=Dana'),
];
await close();
process.exitCode = Math.max(...codes);
