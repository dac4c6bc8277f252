/**
 * Adds a million lines to a batch, and again once all results are there, and reports the peak memory of each process:
 * `node scripts/million.ts [lines]`. Nothing is sent.
 */

import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Batch, type BatchResult, fileStore, jsonl, openBatch } from '@xpander/batch';
import { taskIdOf, Xpander } from '@xpander/sdk';

const agentId = 'agent-1';
const name = 'million';
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
  return openBatch({ xpander, agentId, name, store: fileStore(output) });
}

const stage = stages[process.env.MILLION_STAGE ?? ''];
if (stage !== undefined) {
  const done = await stage();
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  const liveMiB = Math.round((heapUsed + arrayBuffers) / 2 ** 20);
  const peakMiB = Math.round(process.resourceUsage().maxRSS / 1_024);
  console.log(JSON.stringify({ ...done, liveMiB, peakMiB }));
  process.exit();
} else {
  const run = (name: string): void => {
    const env = { ...process.env, MILLION_STAGE: name, MILLION_FOLDER: folder };
    console.log(
      `${name}: ${execFileSync(process.execPath, ['--expose-gc', ...process.argv.slice(1)], { env, encoding: 'utf8' }).trim()}`,
    );
  };
  try {
    await write(input, (index) => JSON.stringify(promptOf(index)));
    run('add');
    const firstId = await taskIdOf(agentId, `${name}\0${0}\0${0}`);
    await write(output, (index) => JSON.stringify(resultOf(index, firstId)));
    run('resume');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
