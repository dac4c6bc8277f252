import { batchGone } from '../servers/batch-gone.ts';
import { createPacedLimit } from '../servers/paced-limit.ts';
import type { OpenStore } from '../store/types.ts';
import { addItems } from './add-items.ts';
import { beginWork, noteOrigin, stopBatch } from './batch-state.ts';
import type { BatchTables } from './batch-tables.ts';
import { createPostgresClaims } from './claims.ts';
import { readResults, readRunning, readStatus } from './read-batch.ts';
import { createCounter } from './shared-limit.ts';

export function openPostgresStore(tables: BatchTables): OpenStore {
  const { leaseMs, connection } = tables;
  const claims = createPostgresClaims(tables);

  return {
    graceMs: leaseMs,
    add: (items) => addItems(tables, items).catch(explain),
    begin: (terms) => beginWork(tables, terms).catch(explain),
    claim: (most, signal) => claims.claim(most, signal).catch(explain),
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
