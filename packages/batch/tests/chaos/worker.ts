/** A process of its own: adds the items, and works until the batch is settled. Exits with 0 then, and with 3 if drained. */
import { Xpander } from '@xpander/sdk';
import { openBatch } from '../../src/index.ts';
import { itemsOf, textOf } from './items.ts';
import type { CrashPoint, StoreModule, WorkerTerms } from './types.ts';

const terms = JSON.parse(process.env.CHAOS_WORKER ?? '') as WorkerTerms;

/** When the fence asked the store for each text, or later. */
const checkedMs = new Map<string, number>();

async function reach(point: CrashPoint): Promise<void> {
  const { crash } = terms;
  if (crash?.at !== point || Math.random() >= crash.share) return;
  // The harness counts how often a worker was frozen, and lets it go on.
  if (crash.signal === 'SIGSTOP') await new Promise((resolve) => process.send?.('frozen', resolve));
  process.kill(process.pid, crash.signal);
}

async function send(request: Request): Promise<Response> {
  const isStart = request.method === 'POST' && request.url.includes('/invoke');
  if (!isStart) return fetch(request);
  const { input } = (await request.clone().json()) as { input: { text: string } };
  request.headers.set('x-checked-ms', String(checkedMs.get(input.text)));
  await reach('fenced');
  const answered = fetch(request);
  // The request has left, or is about to: the process goes on for a moment.
  if (terms.crash?.at === 'sent') setTimeout(() => void reach('sent'), 2 * Math.random());
  const response = await answered;
  await reach('accepted');
  return response;
}

// The harness has gone, and its servers with it.
process.once('disconnect', () => process.exit(4));
function ignore(): void {}

const { openStore } = (await import(terms.spec.module)) as StoreModule;
const inner = openStore(terms.spec);
const store = {
  async open(batch: Parameters<typeof inner.open>[0]): ReturnType<typeof inner.open> {
    const open = await inner.open(batch);
    return {
      ...open,
      async claim(most, signal) {
        const claims = await open.claim(most, signal);
        if (claims.length > 0) await reach('claimed');
        return claims;
      },
      async check(claim) {
        const askedMs = Date.now();
        const isOurs = await open.check(claim);
        // The store asks again when the answer took half of the lease.
        const latestMs = Math.max(askedMs, Date.now() - Number(terms.spec.leaseMs) / 2);
        checkedMs.set(textOf(claim.index), latestMs);
        return isOurs;
      },
      async settle(claim, result) {
        await reach('settled');
        const isStored = await open.settle(claim, result);
        process.send?.('at work', ignore);
        await reach('stored');
        return isStored;
      },
    };
  },
};

const xpander = new Xpander({ apiKey: 'key', baseUrl: terms.url, fetch: send });
const stop = new AbortController();
process.once('SIGTERM', () => stop.abort());
const batch = await openBatch({ xpander, agentId: 'agent-1', name: 'chaos', store });
await batch.add(itemsOf(terms.items));
const summary = await batch.work({
  concurrency: terms.concurrency,
  rateLimit: terms.limit,
  drainMs: terms.drainMs,
  signal: stop.signal,
  onProgress: ({ storeError }) => void (storeError !== undefined && process.send?.({ storeError }, ignore)),
});
await batch.close();
process.exit(summary.left === 0 ? 0 : 3);
