import type { BatchResult } from '../batch/types.ts';
import type { AddSummary, BatchIdentity, NewItem, OpenStore, StoreStatus } from '../store/types.ts';
import { type BatchPaths, type LoadedBatch, loadBatch } from './load-batch.ts';
import { type LockedBatch, openLockedBatch } from './locked-batch.ts';
import { createPacedLimit } from './paced-limit.ts';
import { readLines } from './read-lines.ts';
import { parseResult } from './stored-lines.ts';

export interface FileTerms {
  readonly batch: BatchIdentity;
  readonly paths: BatchPaths;
  readonly graceMs: number;
  readonly durability: 'second' | 'line';
}

/**
 * Opens the files of a batch. The first call that writes takes the lock. Before, progress and results are read from what
 * another process may be writing.
 */
export function openFileStore(terms: FileTerms): OpenStore {
  const { paths, batch, graceMs } = terms;
  let locking: Promise<LockedBatch> | undefined;

  const lock = (): Promise<LockedBatch> => {
    locking ??= openLockedBatch(terms).catch((error) => {
      locking = undefined;
      throw error;
    });
    return locking;
  };
  const view = async (): Promise<LoadedBatch> => (await locking)?.loaded ?? loadBatch(paths, batch, false);

  return {
    graceMs,
    add: async (items: AsyncIterable<NewItem>): Promise<AddSummary> => (await lock()).add(items),
    begin: async (workTerms) => (await lock()).begin(workTerms),
    claim: async (most, signal) => (await lock()).claim(most, signal),
    check: async (claim) => (await lock()).check(claim),
    settle: async (claim, result) => (await lock()).settle(claim, result),
    release: async (claim, how) => (await lock()).release(claim, how),
    stop: async (reason) => (await lock()).stop(reason),
    noteOrigin: async (origin) => (await lock()).noteOrigin(origin),
    async status(): Promise<StoreStatus> {
      const { counts, recent, sidecar } = await view();
      return {
        ...counts,
        perMinute: recent.count(),
        origin: sidecar?.origin ?? 'unknown',
        stop: sidecar?.stop,
      };
    },
    async *running() {
      yield* (await locking)?.running() ?? [];
    },
    async *results(): AsyncGenerator<BatchResult, void, undefined> {
      const { table, resultsSize } = await view();
      for (const line of readLines(paths.results, 0, resultsSize)) {
        const result = parseResult(paths.results, line);
        // A retried item has several lines, of which the last one counts.
        if (table.resultOffset.get(table.find(result.key)) === line.offset) yield result;
      }
    },
    async sharedLimit(limit, clock) {
      const { sentBeforeMs } = await lock();
      const quietMs = Date.now() - sentBeforeMs;
      return quietMs < limit.perMs ? createPacedLimit(limit, clock, quietMs) : undefined;
    },
    async close() {
      const locked = await locking?.catch(() => undefined);
      locking = undefined;
      await locked?.close();
    },
  };
}
