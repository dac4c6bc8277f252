import { batchGone } from '../servers/batch-gone.ts';
import { createPacedLimit } from '../servers/paced-limit.ts';
import type { Claim, OpenStore } from '../store/types.ts';
import { addItems } from './add-items.ts';
import { beginWork, noteOrigin, stopBatch } from './batch-state.ts';
import type { BatchTables } from './batch-tables.ts';
import { createClaims } from './claims.ts';
import { readResults, readRunning, readStatus } from './read-batch.ts';
import { createCounter } from './shared-limit.ts';

/** How long a claim waits before it looks again, and before it returns without items. */
const lookEveryMs = 250;
const looks = 4;

export function openPostgresStore(tables: BatchTables): OpenStore {
  const { leaseMs, news, connection } = tables;
  const claims = createClaims(tables);

  const claim = async (most: number, signal: AbortSignal): Promise<readonly Claim[]> => {
    for (let look = 0; look < looks && !signal.aborted; look += 1) {
      if (look > 0) await news.wait(lookEveryMs, signal);
      const claimed = await claims.claim(most);
      if (claimed.length > 0) return claimed;
    }
    return [];
  };

  return {
    graceMs: leaseMs,
    add: (items) => addItems(tables, items).catch(explain),
    begin: (terms) => beginWork(tables, terms).catch(explain),
    claim: (most, signal) => claim(most, signal).catch(explain),
    check: claims.check,
    settle: (held, result) => claims.settle(held, result).catch(explain),
    release: claims.release,
    stop: (reason) => stopBatch(tables, reason),
    noteOrigin: (origin) => noteOrigin(tables, origin),
    status: () => readStatus(tables).catch(explain),
    running: () => readRunning(tables),
    results: () => readResults(tables),
    async sharedLimit(limit, clock) {
      return createPacedLimit(limit, clock, createCounter(tables, `${limit.requests} per ${limit.perMs} ms`));
    },
    async close() {
      await claims.close();
      await connection.close();
    },
  };
}

/** The tables were dropped. */
function explain(error: unknown): never {
  const { code } = error as { code?: unknown };
  throw code === '42P01' || code === '3F000' || code === '23503' ? batchGone() : error;
}
