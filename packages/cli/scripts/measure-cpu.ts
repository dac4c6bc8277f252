import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/**
 * Prints the CPU time of the command, as a ratio to that of `node -e 0` on the same machine: the median and the minimum of
 * many processes, taken in turns. `node scripts/measure-cpu.ts [rounds]`
 */
const rounds = Number(process.argv[2] ?? 21);
const bin = fileURLToPath(new URL('../dist/bin.js', import.meta.url));
const cases: Readonly<Record<string, readonly string[]>> = {
  'node -e 0': ['-e', '0'],
  'xpander-agent --version': [bin, '--version'],
  'xpander-agent --help': [bin, '--help'],
  'xpander-agent invoke --help': [bin, 'invoke', '--help'],
  'xpander-agent complete -- inv': [bin, 'complete', '--', 'inv'],
};

/** The CPU time of one process in milliseconds, with start and end, as its shell counts it. */
function measure(args: readonly string[]): number {
  const quoted = [process.execPath, ...args].map((argument) => `'${argument}'`).join(' ');
  const { stdout } = spawnSync('bash', ['-c', `TIMEFORMAT='%U %S'; { time ${quoted} >/dev/null 2>&1; } 2>&1`], {
    env: { PATH: process.env.PATH },
    encoding: 'utf8',
  });
  const [user = 0, system = 0] = stdout.trim().split(' ').map(Number);
  return (user + system) * 1_000;
}

const times = Object.fromEntries(Object.keys(cases).map((name) => [name, [] as number[]]));
for (let round = 0; round < rounds; round += 1)
  for (const [name, args] of Object.entries(cases)) times[name]?.push(measure(args));

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
const base = times['node -e 0'] ?? [];
console.log(`Node ${process.versions.node}, ${rounds} rounds\n`);
console.log('| command | median | minimum |\n|---|---|---|');
for (const [name, values] of Object.entries(times))
  console.log(
    `| \`${name}\` | ${(median(values) / median(base)).toFixed(2)} | ${(Math.min(...values) / Math.min(...base)).toFixed(2)} |`,
  );
