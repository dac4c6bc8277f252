import { createMockXpander, type ScriptTurn } from '@xpander/mock';
import { expect, it } from 'vitest';
import { Xpander } from '../src/index.ts';

function seeded(seed: number) { let s = seed; return () => { s = (s * 1664525 + 1013904223) % 4294967296; return s / 4294967296; }; }
const logn = (r: () => number, median: number, sigma: number) => median * Math.exp(sigma * Math.sqrt(-2 * Math.log(1 - r())) * Math.cos(2 * Math.PI * r()));

async function sim(n: number, c: number, medianMs: number, sigma: number, rate?: number, opts: object = {}) {
  const r = seeded(7);
  const ends = new Map<string, number>();
  const durations = Array.from({ length: n }, () => logn(r, medianMs, sigma));
  const mock: any = createMockXpander({ agents: { a: async ({ text, sleep }: ScriptTurn) => { await sleep(durations[Number(text)]!); ends.set(text, mock.clock.now()); return 'R' + text; } } });
  const x = new Xpander({ apiKey: 'k', fetch: mock.fetch, clock: mock.clock, ...(rate && { rateLimit: { requests: rate, perMs: 60_000 } }) });
  const t0 = mock.clock.now(); const lags: number[] = []; let k = 0;
  for await (const o of x.agents.runMany('a', durations.map((_, i) => String(i)), { concurrency: c, deadlineMs: 0, ...opts })) {
    k++; if (o.error) throw o.error; expect(o.task!.result).toBe('R' + o.request); lags.push(mock.clock.now() - ends.get(o.request as string)!);
  }
  const kinds: Record<string, number> = {};
  for (const q of mock.requests) { const key = q.method + ' ' + q.path.replace(/tasks\/.*/, 'tasks/:id'); kinds[key] = (kinds[key] ?? 0) + 1; }
  lags.sort((a, b) => a - b);
  console.log(JSON.stringify({ n, c, rate, opts, k, requests: mock.requests.length, lag: Math.round(lags.reduce((a, b) => a + b) / k), p95: Math.round(lags[Math.floor(k * .95)]!), wall: Math.round((mock.clock.now() - t0) / 1000), kinds }));
}
it('sims', async () => {
  await sim(300, 20, 8000, 1);
  await sim(300, 20, 8000, 1, 100);
  await sim(300, 20, 8000, 1, undefined, { detail: 'summary' });
  await sim(300, 20, 8000, 1, 100, { detail: 'summary' });
  await sim(300, 20, 8000, 1, undefined, { via: 'stream' });
  await sim(300, 20, 8000, 1, 100, { via: 'stream' });
}, 600000);
async function all(n: number, medianMs: number, sigma: number, rate?: number, opts: object = {}, bare = true) {
  const r = seeded(7);
  const ends = new Map<string, number>();
  const durations = Array.from({ length: n }, () => logn(r, medianMs, sigma));
  const mock: any = createMockXpander({ agents: { a: async ({ text, sleep }: ScriptTurn) => { await sleep(durations[Number(text)]!); ends.set(text, mock.clock.now()); return 'R' + text; } } });
  const y = new Xpander({ apiKey: 'k', fetch: mock.fetch, clock: mock.clock });
  const started = []; for (let i = 0; i < n; i++) started.push(await y.agents.invokeAsync('a', String(i)));
  const x = new Xpander({ apiKey: 'k', fetch: mock.fetch, clock: mock.clock, ...(rate && { rateLimit: { requests: rate, perMs: 60_000 } }) });
  const before = mock.requests.length;
  const t0 = mock.clock.now(); const lags: number[] = []; let k = 0;
  for await (const o of x.tasks.waitAll(bare ? started.map(s => s.id) : started, { deadlineMs: 0, ...opts })) {
    k++; if (o.error) throw o.error; lags.push(mock.clock.now() - ends.get(o.task!.result!.slice(1))!);
  }
  const kinds: Record<string, number> = {};
  for (const q of mock.requests.slice(before)) { const key = q.method + ' ' + q.path.replace(/tasks\/.*/, 'tasks/:id'); kinds[key] = (kinds[key] ?? 0) + 1; }
  lags.sort((a, b) => a - b);
  console.log(JSON.stringify({ n, rate, opts, k, lag: Math.round(lags.reduce((a, b) => a + b) / k), p95: Math.round(lags[Math.floor(k * .95)]!), wall: Math.round((mock.clock.now() - t0) / 1000), kinds }));
}
it.skip("wait all", async () => {
  await all(200, 8000, 1, 100);
  await all(200, 8000, 1);
  await all(1000, 600000, .7, 100);
  await all(1000, 600000, .7, 100, {detail: 'summary'});
  await all(1000, 600000, .7);
}, 600000);
