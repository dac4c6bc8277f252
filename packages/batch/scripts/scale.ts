/**
 * Measures a batch of 1,000, 10,000 and 100,000 items on the emulator's virtual clock, and writes SCALE.md:
 * `node scripts/scale.ts [items…]`. Each size has a process of its own.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createMockXpander } from '@xpander/mock';
import { Xpander } from '@xpander/sdk';
import { fileStore, openBatch } from '../src/index.ts';

const limit = { requests: 100, perMs: 60_000 };

interface Measured {
  readonly items: number;
  readonly requests: number;
  readonly limitShare: number;
  readonly cpuMs: number;
  /** What batch, SDK and emulator hold when all is settled, and what is left of it without the emulator's records. */
  readonly heapBytes: number;
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
  const mock = createMockXpander({ agents, wire: { chunks: false, tasks: 'short' }, rateLimit: limit });
  const xpander = new Xpander({ apiKey: 'key', fetch: mock.fetch, clock: mock.clock });
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
    const requests = mock.requests.length;
    // The last run has five seconds to itself.
    const spanMs = mock.clock.now() - startedMs - 5_100;
    const heapBytes = (await heap()) - emptyHeap;
    mock.reset();
    const ownHeapBytes = (await heap()) - emptyHeap;
    await batch.close();
    const resumed = process.cpuUsage();
    const again = await openBatch({ ...options, store: fileStore(path) });
    await again.work();
    const resumeCpuMs = cpuSince(resumed);
    await again.close();
    const limitShare = requests / ((spanMs / limit.perMs) * limit.requests);
    return { items, requests, limitShare, cpuMs, heapBytes, ownHeapBytes, fileBytes: statSync(path).size, resumeCpuMs };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function cpuSince(before: NodeJS.CpuUsage): number {
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
  const rows: string[] = [];
  for (const items of sizes.length === 0 ? [1_000, 10_000, 100_000] : sizes) {
    const env = { ...process.env, SCALE_ITEMS: String(items) };
    const flags = ['--expose-gc', '--max-old-space-size=4096', fileURLToPath(import.meta.url)];
    const printed = execFileSync(process.execPath, flags, {
      env,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    console.log(printed.trim());
    rows.push(row(JSON.parse(printed) as Measured));
    writePage(rows);
  }
}

function writePage(rows: readonly string[]): void {
  const page = `# What a batch costs

\`node scripts/scale.ts\` wrote this table: runs of five seconds on the emulator's virtual clock, in a file, with a limit of 100 requests a
minute and 20 items at a time. CPU is that of batch, SDK and emulator together. Memory is the heap that is left when all is settled
and the emulator has dropped its own records. Resuming reads the files of the finished batch.

| items | requests an item | of the limit | CPU an item | memory | memory an item | output file | resuming, CPU an item |
|---:|---:|---:|---:|---:|---:|---:|---:|
${rows.join('\n')}
`;
  writeFileSync(fileURLToPath(new URL('../SCALE.md', import.meta.url)), page);
}
