import { batchGone } from '../servers/batch-gone.ts';
import { escapeText } from '../servers/escape-text.ts';
import { createPacedLimit } from '../servers/paced-limit.ts';
import type { OpenStore, WorkTerms } from '../store/types.ts';
import { addItems } from './add-items.ts';
import { createRedisClaims } from './claims.ts';
import { sendOutbox } from './outbox.ts';
import { readResults, readRunning, readStatus } from './read-batch.ts';
import { prefix, type RedisBatch } from './redis-batch.ts';

const chunkSize = 500;

export function openRedisStore(batch: RedisBatch): OpenStore {
  const { call, base, leaseMs, connections, queue } = batch;
  const claims = createRedisClaims(batch);

  return {
    graceMs: leaseMs,
    add: (items) => addItems(batch, items),
    begin: (terms) => beginWork(batch, terms),
    claim: claims.claim,
    check: claims.check,
    settle: claims.settle,
    release: claims.release,
    async stop({ code, message }) {
      await call('stop', base, code, escapeText(message));
    },
    async noteOrigin(origin) {
      await call('noteOrigin', base, origin);
    },
    status: () => readStatus(batch),
    running: () => readRunning(batch),
    results: () => readResults(batch),
    async sharedLimit(limit, clock) {
      const key = `${prefix}:limit:${limit.requests} per ${limit.perMs} ms`;
      return createPacedLimit(limit, clock, {
        take: async ({ stepMs, burst }) => Number(await call('take', key, stepMs, burst)),
        pause: async (forMs) => void (await call('pause', key, forMs)),
      });
    },
    async close() {
      await claims.close();
      await queue.close();
      connections.close();
    },
  };
}

/** Lets the batch go on, and reopens failed items. */
async function beginWork(batch: RedisBatch, { retryFailed }: WorkTerms): Promise<void> {
  const { call, base, connections } = batch;
  if ((await call('begin', base)) === 0) throw batchGone();
  if (retryFailed === 0) return;
  const failed = (await connections.redis.smembers(`${base}:failed`)).toSorted(
    (one, other) => Number(other) - Number(one),
  );
  for (let at = 0; at < failed.length; at += chunkSize)
    await call('reopen', base, retryFailed, ...failed.slice(at, at + chunkSize));
  await sendOutbox(batch);
}
