import { checkMilliseconds } from '../configuration/configuration-error.ts';
import type { ReadLag } from '../state/task-store.ts';

/** How far reads lag behind. */
export interface LagControls {
  /** For `forMs` after each further turn of a thread, reads show the task as the turn before left it. `0` ends this. */
  staleReads(options: { forMs: number }): void;
  /** For `ms` after a task was made, reads do not find it. `0` ends this. */
  notFoundFor(options: { ms: number }): void;
}

export function createLagControls(lag: ReadLag): LagControls {
  return {
    staleReads: ({ forMs }) => {
      checkMilliseconds('forMs of staleReads()', forMs);
      lag.staleMs = forMs;
    },
    notFoundFor: ({ ms }) => {
      checkMilliseconds('ms of notFoundFor()', ms);
      lag.notFoundMs = ms;
    },
  };
}
