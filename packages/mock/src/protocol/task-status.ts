import type { KnownTaskStatus } from './models.ts';
import type { FinalStatus } from './types.ts';

const IS_FINAL: Record<Exclude<KnownTaskStatus, FinalStatus>, false> & Record<FinalStatus, true> = {
  pending: false,
  executing: false,
  paused: false,
  completed: true,
  failed: true,
  error: true,
  stopped: true,
};

/** Whether the status ends a task. An unknown status does not. */
export function isFinalStatus(status: string | null | undefined): status is FinalStatus {
  return status != null && Object.hasOwn(IS_FINAL, status) && IS_FINAL[status as KnownTaskStatus];
}
