import type { Purpose } from '../budget/types.ts';
import type { AwaitedTask, Core, Operation } from '../core/types.ts';
import { finalStatus, isPaused } from '../tasks/task-status.ts';

/** Polls this close to the deadline go before new runs, so that a run that has ended is read in time. */
const lastReadMs = 5_000;

/** What a poll of this operation is for. */
export function purposeOfPoll({ remainingMs }: Operation): Purpose {
  return remainingMs() <= lastReadMs ? 'finish' : 'look';
}

/** When a last poll before the deadline is due: under a rate limit, early enough to be served. `Infinity` without one. */
export function lastReadDueMs({ limiter, settings }: Core, { remainingMs }: Operation): number {
  const nowMs = settings.clock.now();
  const isLimited = limiter.budget?.source.isLimited(nowMs) ?? false;
  return isLimited ? nowMs + remainingMs() - lastReadMs : Number.POSITIVE_INFINITY;
}

/** Whether the snapshot makes an immediate poll useless. A paused task may have gone on since its snapshot. */
export function isKnownToRun({ snapshot }: AwaitedTask): boolean {
  return snapshot !== undefined && !isPaused(snapshot) && finalStatus(snapshot) === undefined;
}
