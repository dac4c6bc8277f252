/**
 * Measures how much of the rate limit three processes use together, on PostgreSQL and on Redis, and writes it to SCALE.md:
 * `node scripts/limit-share.ts [items]`.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { createMockXpander } from '@xpander/mock';
import { Xpander } from '@xpander/sdk';
import { openBatch } from '../src/index.ts';
import { postgresChaos } from '../tests/chaos/stores/postgres.ts';
import { redisChaos } from '../tests/chaos/stores/redis.ts';
import type { ChaosStore, StoreModule, StoreSpec } from '../tests/chaos/types.ts';
import { writeSection } from './scale-page.ts';

/** That of the API. A short period would measure the machine as well. */
const limit = { requests: 100, perMs: 60_000 };
const items = Number(process.argv[2] ?? 300);
const runMs = 500;
const concurrency = 15;

interface Terms {
  readonly url: string;
  readonly spec: StoreSpec;
  readonly items: number;
}

interface Measured {
  readonly requests: number;
  readonly share: number;
  readonly peak: number;
}

/** One of the processes. */
async function work({ url, spec, items }: Terms): Promise<void> {
  const { openStore } = (await import(spec.module)) as StoreModule;
  const xpander = new Xpander({ apiKey: 'key', baseUrl: url });
  const batch = await openBatch({ xpander, agentId: 'agent-1', name: 'limit', store: openStore(spec) });
  await batch.add(Array.from({ length: items }, (_, index) => `prompt ${index}`));
  await batch.work({ concurrency, rateLimit: limit });
  await batch.close();
}

async function measure({ start, processes }: ChaosStore): Promise<Measured> {
  const store = await start(60_000);
  const agents = { 'agent-1': [{ status: 'completed' as const, afterMs: runMs, result: 'done' }] };
  const mock = createMockXpander({ clock: 'real', agents, rateLimit: limit, wire: { chunks: false, tasks: 'short' } });
  const server = await mock.listen({ port: 0 });
  try {
    const terms: Terms = { url: server.url, spec: store.spec, items };
    const env = { ...process.env, NODE_NO_WARNINGS: '1', LIMIT_TERMS: JSON.stringify(terms) };
    const workers = Array.from({ length: processes }, () =>
      spawn(process.execPath, [fileURLToPath(import.meta.url)], { env, stdio: 'inherit' }),
    );
    const codes = await Promise.all(workers.map(async (worker) => (await once(worker, 'exit'))[0] as number | null));
    if (codes.some((code) => code !== 0)) throw new Error(`the workers ended with ${codes.join(', ')}`);
    return summarize(mock.requests.map(({ at }) => at).sort((one, other) => one - other));
  } finally {
    await server.close();
    await store.close();
  }
}

/** From the first request to the last: the time in which the limit counts. */
function summarize(times: readonly number[]): Measured {
  const spanMs = (times.at(-1) ?? 0) - (times[0] ?? 0);
  const share = (times.length - 1) / ((spanMs / limit.perMs) * limit.requests);
  let peak = 0;
  let first = 0;
  times.forEach((at, index) => {
    while (at - (times[first] ?? 0) >= limit.perMs) first += 1;
    peak = Math.max(peak, index - first + 1);
  });
  return { requests: times.length, share, peak };
}

if (process.env.LIMIT_TERMS !== undefined) {
  await work(JSON.parse(process.env.LIMIT_TERMS) as Terms);
} else {
  const stores = [postgresChaos, redisChaos];
  const all = await Promise.all(stores.map(measure));
  const rows = all.map(({ requests, share, peak }, at) => {
    if (share < 0.95 || peak > limit.requests) process.exitCode = 1;
    const shown = `${(share * 100).toFixed(1)} % | ${peak} of ${limit.requests}`;
    return `| ${stores[at]?.name} | ${items} | ${(requests / items).toFixed(3)} | ${shown} |`;
  });
  console.log(JSON.stringify(all));
  writeSection(
    'Share of the limit on PostgreSQL and Redis',
    `
\`node scripts/limit-share.ts\` wrote this table: three processes on each server share a limit of ${limit.requests} requests in ${limit.perMs / 1_000} seconds, each\nof them with up to ${concurrency} items at once, runs of ${runMs / 1_000} s, and an emulator with the same limit over HTTP, in real time. The share\ncounts from the first request to the last. On a machine that is starved, requests that were seconds on their way arrive together, and
the peak may be above the limit.

| store | items | requests an item | of the limit | peak |
|---|---:|---:|---:|---:|
${rows.join('\n')}
`,
  );
}
