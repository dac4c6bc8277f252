import type { StopReason } from '../batch/types.ts';
import type { AddSummary, NewItem, WorkTerms } from '../store/types.ts';
import { addItems } from './add-items.ts';
import { type Claims, createClaims } from './claims.ts';
import { itemState } from './item-table.ts';
import { type LiveBatch, openLiveBatch } from './live-batch.ts';
import type { LoadedBatch } from './load-batch.ts';
import type { FileTerms } from './open-file-store.ts';

/** The calls of a store that need the lock. */
export interface LockedBatch extends Omit<Claims, 'end'> {
  readonly loaded: LoadedBatch;
  /** The process before this one has sent nothing later than this. */
  readonly sentBeforeMs: number;
  add(items: AsyncIterable<NewItem>): Promise<AddSummary>;
  begin(terms: WorkTerms): void;
  stop(reason: StopReason): void;
  noteOrigin(origin: 'new' | 'seen'): void;
  close(): Promise<void>;
}

/** @throws BatchLockedError if another process holds the lock. */
export async function openLockedBatch(terms: FileTerms): Promise<LockedBatch> {
  const live = await openLiveBatch(terms);
  const { end, ...claims } = createClaims(live);
  let adding: Promise<unknown> = Promise.resolve();
  return {
    ...claims,
    loaded: live,
    sentBeforeMs: live.before.sentUntilMs,
    add(items) {
      const added = adding.then(() => addItems(live, items));
      adding = added.catch(() => undefined);
      return added;
    },
    begin({ concurrency, retryFailed }) {
      const { stop } = live.sidecar;
      live.update({
        concurrency: Math.max(concurrency, live.sidecar.concurrency),
        stop: stop?.code === 'cancelled' ? stop : undefined,
      });
      reopenFailed(live, retryFailed);
    },
    stop(reason) {
      if (live.sidecar.stop === undefined) live.update({ stop: reason });
      live.news.ring();
    },
    noteOrigin(origin) {
      if (live.sidecar.origin !== 'seen') live.update({ origin });
    },
    async close() {
      end();
      await adding;
      await live.close();
    },
  };
}

/** Items that failed with fewer retries are waiting again. Each keeps its result until the next one is there. */
function reopenFailed({ table, counts, order }: LiveBatch, retryFailed: number): void {
  let reopened = 0;
  for (let number = 0; number < table.size; number += 1) {
    const hasItem = table.itemOffset.get(number) !== -1;
    if (!hasItem || table.state.get(number) !== itemState.failed || table.retry.get(number) >= retryFailed) continue;
    table.state.set(number, itemState.waiting);
    table.retry.set(number, table.retry.get(number) + 1);
    reopened += 1;
  }
  if (reopened === 0) return;
  counts.failed -= reopened;
  counts.waiting += reopened;
  order.rewind();
}
