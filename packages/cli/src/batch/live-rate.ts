import type { BatchProgress } from '@xpander/batch';

const minuteMs = 60_000;

/**
 * Corrects rate and time left of a batch in its first minute, in which the number of items of the last minute would say too
 * little. A file has one process at a time, so what was settled since then was settled here.
 */
export function createLiveRate(first: BatchProgress): (progress: BatchProgress) => BatchProgress {
  const startedMs = Date.now();
  return (progress) => {
    const elapsedMs = Date.now() - startedMs;
    if (elapsedMs <= 0 || elapsedMs >= minuteMs) return progress;
    const settled = Math.max(0, settledOf(progress) - settledOf(first));
    const perMinute = Math.round((settled / elapsedMs) * minuteMs);
    const left = progress.waiting + progress.running;
    return { ...progress, perMinute, etaMs: perMinute > 0 ? Math.round((left / perMinute) * minuteMs) : undefined };
  };
}

function settledOf({ completed, failed }: BatchProgress): number {
  return completed + failed;
}
