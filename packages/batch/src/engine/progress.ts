import type { BatchProgress } from '../batch/types.ts';
import type { StoreStatus } from '../store/types.ts';
import type { StoreKeeper } from './store-keeper.ts';
import type { BatchCore, WorkPlan } from './types.ts';

const everyMs = 1_000;

/** Calls `onProgress`, at most once a second. */
export interface ProgressReport {
  attach(keeper: StoreKeeper): void;
  note(): void;
  /** The last call, when all is over. */
  end(): Promise<void>;
}

export function createProgressReport({ store, clock }: BatchCore, { onProgress }: WorkPlan): ProgressReport {
  let keeper: StoreKeeper | undefined;
  let lastMs = Number.NEGATIVE_INFINITY;
  let last: BatchProgress | undefined;
  let isOpen = false;

  const report = async (): Promise<void> => {
    try {
      last = toProgress(await store.status(), keeper);
    } catch (error) {
      // The store is away: the numbers are those of the last time.
      if (last !== undefined) last = { ...last, ...troubleOf(keeper, error) };
    }
    try {
      if (last !== undefined) await onProgress?.(last);
    } catch {
      // A callback must not end the work.
    }
  };

  return {
    attach(given) {
      keeper = given;
    },
    note() {
      if (onProgress === undefined || isOpen || clock.now() - lastMs < everyMs) return;
      lastMs = clock.now();
      isOpen = true;
      void report().finally(() => {
        isOpen = false;
      });
    },
    async end() {
      if (onProgress !== undefined) await report();
    },
  };
}

export function toProgress(status: StoreStatus, keeper?: StoreKeeper): BatchProgress {
  const { waiting, running, completed, failed, perMinute } = status;
  const etaMs = perMinute > 0 ? Math.round(((waiting + running) / perMinute) * 60_000) : undefined;
  const counts = { waiting, running, completed, failed, perMinute, etaMs: waiting + running === 0 ? 0 : etaMs };
  return keeper?.error === undefined ? counts : { ...counts, ...troubleOf(keeper, keeper.error) };
}

function troubleOf(keeper: StoreKeeper | undefined, error: unknown): Partial<BatchProgress> {
  const storeError = error instanceof Error ? error.message : String(error);
  return { storeError, unsavedTaskIds: [...(keeper?.unsaved ?? [])] };
}
