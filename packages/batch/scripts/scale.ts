/**
 * Measures a batch of 1,000, 10,000 and 100,000 items on the emulator's virtual clock, and writes SCALE.md:
 * `node scripts/scale.ts [items…]`. Each size has a process of its own.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createMockXpander } from '@xpander/mock';
import { Xpander } from '@xpander/sdk';
import { fileStore, openBatch } from '../src/index.ts';
import { writeSection } from './scale-page.ts';

const limit = { requests: 100, perMs: 60_000 };
const tenths = 10;

interface Measured {
  readonly items: number;
  readonly requests: number;
  readonly limitShare: number;
  readonly cpuMs: number;
  /** CPU of each tenth of the run: it shows whether anything grows with what was done before. */
  readonly tenthsMs: readonly number[];
  /** What batch and SDK hold when all is settled. */
  readonly ownHeapBytes: number;
  readonly fileBytes: number;
  readonly resumeCpuMs: number;
}

async function measure(items: number): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), 'xpander-scale-'));
  const path = join(folder, 'out.jsonl');
  const agents = {
    'agent-1': [
      { status: 'executing' as const, afterMs: 100 },
      { status: 'completed' as const, afterMs: 5_000, result: 'done' },
    ],
  };
  // What the server remembers is no part of the measure.
  const keep = { requests: 1_000, endedTasks: 1_000 };
  const mock = createMockXpander({ agents, wire: { chunks: false, tasks: 'short' }, rateLimit: limit, keep });
  let requests = 0;
  const marks: number[] = [];
  const counted: typeof fetch = (input, init) => {
    if (requests % Math.ceil(items / tenths) === 0) marks.push(cpuSince());
    requests += 1;
    return mock.fetch(input, init);
  };
  const xpander = new Xpander({ apiKey: 'key', fetch: counted, clock: mock.clock });
  const options = { xpander, agentId: 'agent-1', name: 'scale' };
  try {
    const emptyHeap = await heap();
    const batch = await openBatch({ ...options, store: fileStore(path) });
    const startedMs = mock.clock.now();
    const cpu = process.cpuUsage();
    await batch.add(Array.from({ length: items }, (_, index) => `prompt ${index}`));
    const { completed } = await batch.work({ concurrency: 20, rateLimit: limit });
    const cpuMs = cpuSince(cpu);
    if (completed !== items) throw new Error(`${completed} of ${items} are completed`);
    // The last run has five seconds to itself.
    const spanMs = mock.clock.now() - startedMs - 5_100;
    const tenthsMs = marks.slice(0, tenths).map((mark, at) => (marks[at + 1] ?? cpuSince()) - mark);
    mock.reset();
    const ownHeapBytes = (await heap()) - emptyHeap;
    await batch.close();
    const resumed = process.cpuUsage();
    const again = await openBatch({ ...options, store: fileStore(path) });
    await again.work();
    const resumeCpuMs = cpuSince(resumed);
    await again.close();
    const limitShare = requests / ((spanMs / limit.perMs) * limit.requests);
    const fileBytes = statSync(path).size;
    return { items, requests, limitShare, cpuMs, tenthsMs, ownHeapBytes, fileBytes, resumeCpuMs };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function cpuSince(before?: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

async function heap(): Promise<number> {
  for (let round = 0; round < 3; round += 1) {
    await setImmediate();
    globalThis.gc?.();
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

function row({ items, requests, limitShare, cpuMs, ownHeapBytes, fileBytes, resumeCpuMs }: Measured): string {
  const cells = [
    items.toLocaleString('en'),
    (requests / items).toFixed(4),
    `${(limitShare * 100).toFixed(1)} %`,
    `${(cpuMs / items).toFixed(2)} ms`,
    `${(ownHeapBytes / 2 ** 20).toFixed(1)} MiB`,
    `${Math.round(ownHeapBytes / items).toLocaleString('en')} B`,
    `${(fileBytes / 2 ** 20).toFixed(1)} MiB`,
    `${((resumeCpuMs / items) * 1_000).toFixed(0)} µs`,
  ];
  return `| ${cells.join(' | ')} |`;
}

const sizes = process.argv.slice(2).map(Number);
if (process.env.SCALE_ITEMS !== undefined) {
  console.log(JSON.stringify(await measure(Number(process.env.SCALE_ITEMS))));
} else {
  const all: Measured[] = [];
  for (const items of sizes.length === 0 ? [1_000, 10_000, 100_000] : sizes) {
    const env = { ...process.env, SCALE_ITEMS: String(items) };
    const flags = ['--expose-gc', fileURLToPath(import.meta.url)];
    const printed = execFileSync(process.execPath, flags, {
      env,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    console.log(printed.trim());
    all.push(JSON.parse(printed) as Measured);
    writePage(all);
  }
}

/** By which power of the number of items the CPU grows. */
function exponentOf(one: Measured, other: Measured): number {
  return Math.log(other.cpuMs / one.cpuMs) / Math.log(other.items / one.items);
}

function growthOf(all: readonly Measured[]): string {
  return all
    .slice(1)
    .flatMap((measured, at) => {
      const before = all[at];
      if (before === undefined) return [];
      const times = `${(measured.cpuMs / before.cpuMs).toFixed(1)} times the CPU`;
      const name = (items: number): string => items.toLocaleString('en');
      return `From ${name(before.items)} to ${name(measured.items)} items: ${times} (exponent ${exponentOf(before, measured).toFixed(2)}).`;
    })
    .join('\n');
}

function tenthsOf({ items, tenthsMs }: Measured): string {
  const each = tenthsMs.map((ms) => (ms / (items / tenths)).toFixed(2));
  return `- ${items.toLocaleString('en')} items: ${each.join(', ')}`;
}

function writePage(all: readonly Measured[]): void {
  writeSection(
    'Requests, CPU and memory',
    `
\`node scripts/scale.ts\` wrote this table: runs of five seconds on the emulator's virtual clock, in a file, with a limit of 100 requests a
minute and 20 items at a time. CPU is that of batch, SDK and emulator together. Memory is the heap that is left when all is settled
and the emulator has dropped its own records. Resuming reads the files of the finished batch.

| items | requests an item | of the limit | CPU an item | memory | memory an item | output file | resuming, CPU an item |
|---:|---:|---:|---:|---:|---:|---:|---:|
${all.map(row).join('\n')}

${growthOf(all)}

CPU an item in milliseconds, for each tenth of the run:

${all.map(tenthsOf).join('\n')}
`,
  );
}
