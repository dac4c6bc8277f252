import { type AppendedFile, openAppendedFile } from './appended-file.ts';
import { createItemOrder, type ItemOrder } from './item-order.ts';
import { type BatchPaths, type LoadedBatch, loadBatch } from './load-batch.ts';
import { type LockFile, takeLock } from './lock-file.ts';
import { createNews, type News } from './news.ts';
import type { FileTerms } from './open-file-store.ts';
import { type Sidecar, writeSidecar } from './sidecar.ts';

const beatMs = 1_000;

/** The batch of the process that holds the lock. Its memory and its files agree, because nothing else writes. */
export interface LiveBatch extends LoadedBatch {
  readonly terms: FileTerms;
  readonly sidecar: Sidecar;
  /** What the sidecar said when the lock was taken: items below `claimedUpTo` may have been claimed by a process that died. */
  readonly before: Sidecar;
  readonly itemsFile: AppendedFile;
  readonly resultsFile: AppendedFile;
  readonly order: ItemOrder;
  /** Rings when an item may have become free, or the batch was stopped. */
  readonly news: News;
  /** Items that were added completely end here. */
  itemsSize: number;
  /** Writes the sidecar with these changes. `isDurable`: also safe from a power failure. */
  update(changes: Partial<Sidecar>, how?: { readonly isDurable: boolean }): void;
  /** Writes down that requests are sent now, unless that is written already. */
  noteSending(): void;
  close(): Promise<void>;
}

/** @throws BatchLockedError if another process holds the lock. */
export async function openLiveBatch(terms: FileTerms): Promise<LiveBatch> {
  const lock = takeLock(terms.paths.lock);
  try {
    return await open(terms, lock);
  } catch (error) {
    lock.release();
    throw error;
  }
}

async function open(terms: FileTerms, lock: LockFile): Promise<LiveBatch> {
  const { paths, batch } = terms;
  const loaded = await loadBatch(paths, batch, true);
  const { resultsFile, itemsFile } = openFiles(paths, loaded);
  const now = Date.now();
  const first = { version: 1, ...batch, createdAtMs: now, origin: 'unknown', claimedUpTo: 0 } as const;
  const before: Sidecar = loaded.sidecar ?? { ...first, concurrency: 0, aliveAtMs: now, sentUntilMs: 0, running: 0 };
  let sidecar: Sidecar = before;

  const update = (changes: Partial<Sidecar>, how = { isDurable: true }): void => {
    const nowMs = Date.now();
    const changed = { ...sidecar, ...changes, aliveAtMs: nowMs, running: loaded.counts.running };
    writeSidecar(paths.sidecar, changed, how);
    sidecar = changed;
  };
  const timer = setInterval(() => {
    try {
      update({}, { isDurable: false });
      lock.touch();
    } catch {
      // A full disk. Nothing is sent meanwhile, because that has to be written down as well.
    }
    void resultsFile.syncLater();
  }, beatMs);
  // The heartbeat alone keeps no process alive.
  timer.unref();

  const live: LiveBatch = {
    ...loaded,
    terms,
    before,
    get sidecar() {
      return sidecar;
    },
    get resultsSize() {
      return resultsFile.size;
    },
    itemsFile,
    resultsFile,
    order: createItemOrder(paths.items, loaded.table, () => live.itemsSize),
    news: createNews(),
    update,
    noteSending() {
      const nowMs = Date.now();
      if (nowMs > sidecar.sentUntilMs) update({ sentUntilMs: nowMs + beatMs }, { isDurable: false });
    },
    async close() {
      clearInterval(timer);
      live.news.ring();
      try {
        resultsFile.sync();
        update({});
      } finally {
        resultsFile.close();
        itemsFile.close();
        lock.release();
      }
    },
  };
  update({});
  return live;
}

/** Opens the files, and cuts off last lines that a crash has torn. */
function openFiles(
  paths: BatchPaths,
  { resultsSize, itemsSize }: LoadedBatch,
): { readonly resultsFile: AppendedFile; readonly itemsFile: AppendedFile } {
  const resultsFile = openAppendedFile(paths.results);
  if (resultsFile.size > resultsSize) resultsFile.truncate(resultsSize);
  const itemsFile = openAppendedFile(paths.items);
  if (itemsFile.size > itemsSize) itemsFile.truncate(itemsSize);
  return { resultsFile, itemsFile };
}
