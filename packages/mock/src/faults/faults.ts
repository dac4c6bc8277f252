import type { Clock } from '../clock/types.ts';
import type { OperationName } from '../protocol/models.ts';
import { dropFault, failFault, type PendingFault, slowFault, stallFault } from './pending-fault.ts';
import { createSeededRandom } from './seeded-random.ts';
import type { Checkpoint, Faults } from './types.ts';

/** Creates the faults of one mock. There are none at first. */
export function createFaults(clock: Clock): Faults {
  let pending: PendingFault[] = [];
  let random = createSeededRandom();

  const add = (fault: PendingFault): void => {
    pending.push(fault);
  };
  const pendingAt = (operation: OperationName, at: Checkpoint): readonly PendingFault[] =>
    pending.filter((fault) => fault.operation === operation && fault.at === at);
  const consume: Faults['consume'] = (hit) => {
    const fault = pending.find((candidate) => candidate === hit);
    if (fault === undefined || random() >= fault.probability) return false;
    fault.remaining -= 1;
    if (fault.remaining <= 0) pending = pending.filter((other) => other !== fault);
    return true;
  };

  return {
    fail: (options) => add(failFault(options)),
    drop: (options) => add(dropFault(options)),
    stall: (options) => add(stallFault(options, clock)),
    slow: (options) => add(slowFault(options)),
    pendingAt,
    consume,
    applyAt: async (operation, at, signal) => {
      for (const fault of pendingAt(operation, at)) if (consume(fault)) await fault.apply(signal);
    },
    unused: () => pending.filter(({ remaining }) => Number.isFinite(remaining)).map(({ name }) => name),
    clear: () => {
      pending = [];
      random = createSeededRandom();
    },
  };
}
