/**
 * Adds a million lines to a batch, and again once all results are there, and reports the peak memory of each process:
 * `node scripts/million.ts [lines]`. Nothing is sent.
 */

import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { taskIdOf, Xpander } from '@xpander/sdk';
import { type Batch, type BatchResult, fileStore, jsonl, openBatch } from '../src/index.ts';

const agentId = 'agent-1';
const name = 'million';
const lines = Number(process.argv[2] ?? 1_000_000);
const folder = process.env.MILLION_FOLDER ?? '';
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

const stages: Readonly<Record<string, () => Promise<object>>> = {
  /** A new batch. */
  async add() {
    await write(input, (index) => JSON.stringify(promptOf(index)));
    const batch = await open();
    const added = await batch.add(jsonl(input));
    await batch.close();
    return added;
  },
  /** The same batch, with all its results. */
  async resume() {
    const firstId = await taskIdOf(agentId, `${name}\0${0}\0${0}`);
    await write(output, (index) => JSON.stringify(resultOf(index, firstId)));
    const batch = await open();
    const added = await batch.add(jsonl(input));
    const { completed } = await batch.work();
    let read = 0;
    for await (const { status } of batch.results()) if (status === 'completed') read += 1;
    await batch.close();
    return { ...added, completed, read };
  },
};

function open(): Promise<Batch> {
  return openBatch({ xpander, agentId, name, store: fileStore(output) });
}

const stage = stages[process.env.MILLION_STAGE ?? ''];
if (stage !== undefined) {
  const done = await stage();
  console.log(JSON.stringify({ ...done, peakMiB: Math.round(process.resourceUsage().maxRSS / 1_024) }));
} else {
  const made = mkdtempSync(join(tmpdir(), 'xpander-million-'));
  try {
    for (const name of Object.keys(stages)) {
      const env = { ...process.env, MILLION_STAGE: name, MILLION_FOLDER: made };
      const printed = execFileSync(process.execPath, process.argv.slice(1), { env, encoding: 'utf8' });
      console.log(`${name}: ${printed.trim()}`);
    }
  } finally {
    rmSync(made, { recursive: true, force: true });
  }
}
