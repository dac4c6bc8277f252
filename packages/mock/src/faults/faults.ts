import type { Clock } from '../clock/types.ts';
import { HttpError } from '../protocol/http-error.ts';
import type { OperationName } from '../protocol/models.ts';
import { checkDrop, checkFail, checkSlow, checkStall } from './check-fault-options.ts';
import { connectionClosed, connectionRefused, connectionTerminated } from './connection-errors.ts';
import { failAnswer } from './fail-answer.ts';
import { createSeededRandom } from './seeded-random.ts';
import type { Checkpoint, Fault, FaultPlace, Faults, FaultTarget } from './types.ts';

interface WaitingFault extends Fault {
  /** Such as `drop() at "mid-body" of getTask`. */
  readonly name: string;
  readonly probability: number;
  remaining: number;
}

export function createFaults(clock: Clock): Faults {
  let waiting: WaitingFault[] = [];
  let random = createSeededRandom();

  const add = (verb: string, target: FaultTarget, at: Checkpoint, fault: Partial<WaitingFault>): void => {
    const { operation, probability = 1, times } = target;
    const remaining = times ?? (target.probability === undefined ? 1 : Number.POSITIVE_INFINITY);
    const name = `${verb}() at "${at}" of ${operation}`;
    const base = { name, operation, at, probability, remaining, afterEvents: undefined, trickle: undefined };
    waiting.push({ ...base, apply: async () => {}, ...fault });
  };
  const pendingAt = (operation: OperationName, at: Checkpoint): readonly WaitingFault[] =>
    waiting.filter((fault) => fault.operation === operation && fault.at === at);
  const consume: Faults['consume'] = (hit) => {
    const fault = waiting.find((candidate) => candidate === hit);
    if (fault === undefined || random() >= fault.probability) return false;
    fault.remaining -= 1;
    if (fault.remaining <= 0) waiting = waiting.filter((other) => other !== fault);
    return true;
  };

  return {
    fail: (options) => {
      checkFail(options);
      const answer = failAnswer(options);
      const apply = async (): Promise<void> => {
        throw new HttpError(answer);
      };
      add('fail', options, options.at === 'after-accept' ? 'after-accept' : 'arrival', { apply });
    },
    drop: (options) => {
      checkDrop(options);
      const { at, afterEvents } = options;
      const apply = async (): Promise<void> => {
        throw BROKEN_CONNECTIONS[at]();
      };
      add('drop', options, at, { apply, afterEvents });
    },
    stall: (options) => {
      checkStall(options);
      const { at, afterEvents, forMs } = options;
      add('stall', options, at, { apply: (signal) => clock.sleep(forMs, signal), afterEvents });
    },
    slow: (options) => {
      checkSlow(options);
      const { bytes = 16, everyMs } = options;
      add('slow', options, 'body', { trickle: { bytes, everyMs } });
    },
    pendingAt,
    consume,
    applyAt: async (operation, at, signal) => {
      for (const fault of pendingAt(operation, at)) if (consume(fault)) await fault.apply(signal);
    },
    unused: () => waiting.filter(({ remaining }) => Number.isFinite(remaining)).map(({ name }) => name),
    clear: () => {
      waiting = [];
      random = createSeededRandom();
    },
  };
}

const BROKEN_CONNECTIONS: Readonly<Record<FaultPlace, () => TypeError>> = {
  'before-request': connectionRefused,
  'after-accept': connectionClosed,
  'mid-body': connectionTerminated,
  'mid-stream': connectionTerminated,
};
