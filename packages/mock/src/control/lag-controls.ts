import { checkMilliseconds } from '../configuration/option-checks.ts';
import type { ReadLag } from '../state/types.ts';
import type { LagControls } from './types.ts';

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
