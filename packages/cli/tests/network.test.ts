import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { home, run } from './support/command.ts';
import { emulate } from './support/emulator.ts';

/** Writes down where a process connects to, by Node's own diagnostics. */
const watcher = join(home, 'watch-network.mjs');
writeFileSync(
  watcher,
  `import { subscribe } from 'node:diagnostics_channel';
import { appendFileSync } from 'node:fs';
const log = process.env.NETWORK_LOG;
appendFileSync(log, 'watching\\n');
subscribe('net.client.socket', ({ socket }) => {
  socket.on('connectionAttempt', (address, port) => appendFileSync(log, \`\${address}:\${port}\\n\`));
  socket.on('lookup', (error, address, family, host) => appendFileSync(log, \`lookup \${host}\\n\`));
});
`,
);

const commands = [
  '--version',
  '--help',
  'invoke echo Hi',
  'chat echo Hi',
  'batch echo - --out network.jsonl',
  'batch status none.jsonl',
  'tasks list',
  'agents list',
  'doctor',
  'completion zsh',
  'complete -- in',
  'no-such-command',
];

describe.concurrent('the network', () => {
  it.each(commands)('is used by `%s` only to reach the API', async (line) => {
    const { url, env } = await emulate();
    const log = join(home, `network-${commands.indexOf(line)}.log`);
    const watched = { ...env, NODE_OPTIONS: `--import=${pathToFileURL(watcher).href}`, NETWORK_LOG: log };
    await run(line.split(' '), { env: watched, input: 'line\n' });
    const [first, ...reached] = readFileSync(log, 'utf8').trimEnd().split('\n');
    expect(first).toBe('watching');
    expect(reached.filter((address) => `http://${address}` !== url)).toEqual([]);
    const usesApi = /^(invoke|chat|batch echo|tasks|agents|doctor|complete )/.test(line);
    expect(reached.length > 0).toBe(usesApi);
  });
});
