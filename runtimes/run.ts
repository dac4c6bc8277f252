import { rm, writeFile } from 'node:fs/promises';
import { buildProbe } from './build.ts';
import { findBreaches } from './check.ts';
import { type Crowd, visitSharedWorker } from './concurrency.ts';
import { hosts } from './hosts/hosts.ts';
import { fillMatrix, type Matrix } from './matrix.ts';
import { toMarkdown } from './report.ts';
import { openEmulator } from './server/emulator.ts';

/** `pnpm runtimes` tries every runtime and writes RESULTS.md. `pnpm runtimes bun deno` tries these two and prints. */
const names = process.argv.slice(2);
const chosen = Object.entries(hosts).filter(([name]) => names.length === 0 || names.includes(name));
if (chosen.length < names.length) throw new Error(`The runtimes are ${Object.keys(hosts).join(', ')}`);

const apiKey = `key-${crypto.randomUUID()}`;
const emulator = await openEmulator(apiKey);
const bundle = await buildProbe();
const matrices: Matrix[] = [];
const crowds: Crowd[] = [];
try {
  for (const [name, start] of chosen) {
    process.stderr.write(`${name} …\n`);
    const host = await start(bundle, emulator.url);
    try {
      matrices.push(await fillMatrix(host, emulator.url, apiKey));
      if (name === 'workerd') crowds.push(...(await visitSharedWorker(bundle)));
    } finally {
      await host.close();
    }
  }
} finally {
  await emulator.close();
  await rm(bundle, { recursive: true });
}

const results = toMarkdown(matrices, crowds);
if (names.length === 0) await writeFile(new URL('RESULTS.md', import.meta.url), results);
else process.stdout.write(results);

const disappointed = crowds.filter(({ visitors, answered }) => answered < visitors);
const breaches = [
  ...matrices.flatMap((matrix) => findBreaches(matrix, apiKey)),
  ...disappointed.map(
    ({ name, compatibilityDate, errors }) => `workerd ${compatibilityDate}, ${name}: ${errors.join(', ')}`,
  ),
];
for (const breach of breaches) process.stderr.write(`${breach}\n`);
process.exitCode = breaches.length === 0 ? 0 : 1;
