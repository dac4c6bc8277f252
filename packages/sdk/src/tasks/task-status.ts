import type { FailedStatus } from '../errors/run-errors.ts';
import type { KnownTaskStatus, TaskStatus } from '../models.ts';

/** Whether a task in this status has ended. A status that the spec adds is a compile error here. */
const isEnd: Readonly<Record<KnownTaskStatus, boolean>> = {
  pending: false,
  executing: false,
  paused: false,
  completed: true,
  failed: true,
  error: true,
  stopped: true,
};

/** The end statuses. */
export type FinalStatus = 'completed' | FailedStatus;

/** Names of the vendor's older pages that the enum does not contain (api-facts C). */
const aliases: Readonly<Record<string, KnownTaskStatus>> = {
  queued: 'pending',
  running: 'executing',
  cancelled: 'stopped',
};

/** The status in today's words; one we do not know stays as it is. */
export function normalizeStatus(status: TaskStatus | null | undefined): TaskStatus | undefined {
  // What is no text is no status, whatever it looks like when it is turned into one.
  if (typeof status !== 'string') return undefined;
  return Object.hasOwn(aliases, status) ? aliases[status] : status;
}

/** The status if it is an end. Anything unknown is not: it is looked at again. */
export function finalStatus(status: TaskStatus | null | undefined): FinalStatus | undefined {
  const normal = normalizeStatus(status);
  return normal !== undefined && Object.hasOwn(isEnd, normal) && isEnd[normal as KnownTaskStatus]
    ? (normal as FinalStatus)
    : undefined;
}
