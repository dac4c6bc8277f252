/**
 * Adds a million lines to a batch, and again once all results are there, and writes the peak memory of each process to
 * SCALE.md: `node scripts/million.ts [lines]`. Nothing is sent.
 */

import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Batch, type BatchResult, fileStore, jsonl, openBatch } from '@xpander/batch';
import { taskIdOf, Xpander } from '@xpander/sdk';
import { writeSection } from './scale-page.ts';

const agentId = 'agent-1';
const batchName = 'million';
const lines = Number(process.argv[2] ?? 1_000_000);
const folder = process.env.MILLION_FOLDER ?? mkdtempSync(join(tmpdir(), 'xpander-million-'));
const [input, output] = [join(folder, 'in.jsonl'), join(folder, 'out.jsonl')];
const xpander = new Xpander({ apiKey: 'key', baseUrl: 'http://127.0.0.1:9', rateLimit: 'off' });

const promptOf = (index: number): string => `Sum up review ${index} in one sentence, and name the mood of its author.`;

async function write(path: string, lineOf: (index: number) => string): Promise<void> {
  const file = createWriteStream(path);
  for (let index = 0; index < lines; index += 1) if (!file.write(`${lineOf(index)}\n`)) await once(file, 'drain');
  file.end();
  await once(file, 'finish');
}

function resultOf(index: number, taskId: string): BatchResult {
  const at = '2026-11-30T12:00:00.000Z';
  const result = `R:${index}`;
  return { key: String(index), index, taskId, status: 'completed', result, attempts: 1, startedAt: at, finishedAt: at };
}

/** Each runs in a process of its own. */
const stages: Readonly<Record<string, () => Promise<object>>> = {
  async idle() {
    return {};
  },
  /** A new batch. */
  async add() {
    const batch = await open();
    const added = await batch.add(jsonl(input));
    // The batch stays open, so that what it holds is counted.
    return added;
  },
  /** The same batch, with all its results. */
  async resume() {
    const batch = await open();
    const added = await batch.add(jsonl(input));
    const { completed } = await batch.work();
    let read = 0;
    for await (const { status } of batch.results()) if (status === 'completed') read += 1;
    return { ...added, completed, read };
  },
};

function open(): Promise<Batch> {
  return openBatch({ xpander, agentId, name: batchName, store: fileStore(output) });
}

interface Measured {
  /** The heap and typed arrays that are in use at the end. */
  readonly liveMiB: number;
  /** The most memory that the process has had, with all that Node itself takes. */
  readonly peakMiB: number;
}

/** Runs a stage in a process of its own. */
function measure(name: string, flags: readonly string[]): Measured {
  const env = { ...process.env, MILLION_STAGE: name, MILLION_FOLDER: folder };
  const args = ['--expose-gc', ...flags, ...process.argv.slice(1)];
  const printed = execFileSync(process.execPath, args, { env, encoding: 'utf8' });
  console.log(`${name} ${flags.join(' ')}: ${printed.trim()}`);
  return JSON.parse(printed) as Measured;
}

const names = {
  idle: 'the packages are loaded',
  add: 'a new batch is added',
  resume: 'the same input is added again, with all results there, and these are read',
};
/** As V8 chooses in a container with little memory, and as it does otherwise. */
const heaps = [[], ['--max-old-space-size=64']];

const stage = stages[process.env.MILLION_STAGE ?? ''];
if (stage !== undefined) {
  const done = await stage();
  const peakMiB = Math.round(process.resourceUsage().maxRSS / 1_024);
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  const liveMiB = Math.round((heapUsed + arrayBuffers) / 2 ** 20);
  console.log(JSON.stringify({ ...done, liveMiB, peakMiB }));
  process.exit();
} else {
  try {
    await write(input, (index) => JSON.stringify(promptOf(index)));
    const rows: string[] = [];
    for (const [name, what] of Object.entries(names)) {
      const firstId = await taskIdOf(agentId, `${batchName}\0${0}\0${0}`);
      if (name === 'resume') await write(output, (index) => JSON.stringify(resultOf(index, firstId)));
      const [standard, small] = heaps.map((flags) => {
        if (name === 'add') for (const end of ['', '.items', '.batch']) rmSync(`${output}${end}`, { force: true });
        return measure(name, flags);
      });
      rows.push(`| ${what} | ${standard?.liveMiB} MiB | ${standard?.peakMiB} MiB | ${small?.peakMiB} MiB |`);
    }
    writePage(rows);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function writePage(rows: readonly string[]): void {
  writeSection(
    'Memory of a million lines',
    `
\`node scripts/million.ts\` wrote this table: ${lines.toLocaleString('en')} prompts of 70 characters in a file of JSON lines, added to a batch in a file, each row in a
process of its own. The peak is that of the whole process (\`maxRSS\`), Node and the SDK included.

| while | in use | peak | peak with \`--max-old-space-size=64\` |
|---|---:|---:|---:|
${rows.join('\n')}
`,
  );
}
