import type { Clock } from '../clock/types.ts';
import { HttpError } from '../protocol/http-error.ts';
import { checkDrop, checkFail, checkSlow, checkStall } from './check-fault-options.ts';
import { connectionClosed, connectionRefused, connectionTerminated } from './connection-errors.ts';
import { failAnswer } from './fail-answer.ts';
import type {
  Checkpoint,
  DropOptions,
  FailOptions,
  Fault,
  FaultPlace,
  FaultTarget,
  SlowOptions,
  StallOptions,
} from './types.ts';

/** A fault that has not reached its limit. */
export interface PendingFault extends Fault {
  /** Such as `drop() at "mid-body" of getTask`. */
  readonly name: string;
  readonly probability: number;
  remaining: number;
}

/** @throws MockConfigurationError for an invalid option. */
export function failFault(options: FailOptions): PendingFault {
  checkFail(options);
  const answer = failAnswer(options);
  const apply = async (): Promise<void> => {
    throw new HttpError(answer);
  };
  return pendingFault('fail', options, options.at === 'after-accept' ? 'after-accept' : 'arrival', { apply });
}

/** @throws MockConfigurationError for an invalid option. */
export function dropFault(options: DropOptions): PendingFault {
  checkDrop(options);
  const { at, afterEvents } = options;
  const apply = async (): Promise<void> => {
    throw BROKEN_CONNECTIONS[at]();
  };
  return pendingFault('drop', options, at, { apply, afterEvents });
}

/** @throws MockConfigurationError for an invalid option. */
export function stallFault(options: StallOptions, clock: Clock): PendingFault {
  checkStall(options);
  const { at, afterEvents, forMs } = options;
  return pendingFault('stall', options, at, { apply: (signal) => clock.sleep(forMs, signal), afterEvents });
}

/** @throws MockConfigurationError for an invalid option. */
export function slowFault(options: SlowOptions): PendingFault {
  checkSlow(options);
  const { bytes = 16, everyMs } = options;
  return pendingFault('slow', options, 'body', { trickle: { bytes, everyMs } });
}

function pendingFault(verb: string, target: FaultTarget, at: Checkpoint, effect: Partial<Fault>): PendingFault {
  const { operation, probability = 1, times } = target;
  const remaining = times ?? (target.probability === undefined ? 1 : Number.POSITIVE_INFINITY);
  const name = `${verb}() at "${at}" of ${operation}`;
  const base = { name, operation, at, probability, remaining, afterEvents: undefined, trickle: undefined };
  return { ...base, apply: async () => {}, ...effect };
}

const BROKEN_CONNECTIONS: Readonly<Record<FaultPlace, () => TypeError>> = {
  'before-request': connectionRefused,
  'after-accept': connectionClosed,
  'mid-body': connectionTerminated,
  'mid-stream': connectionTerminated,
};
