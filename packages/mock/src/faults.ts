import { connectionClosed, connectionRefused, connectionTerminated } from './broken-connection.ts';
import type { Clock } from './clock.ts';
import { failAnswer } from './fail-answer.ts';
import {
  checkDrop,
  checkFail,
  checkStall,
  type DropOptions,
  type FailOptions,
  type FaultPlace,
  type FaultTarget,
  type StallOptions,
} from './fault-options.ts';
import { HttpError } from './http-error.ts';
import type { OperationName } from './models.ts';
import { createRandom } from './random.ts';

/** A point every request passes; `arrival` is right after `before-request`, when the request has been noted. */
type Checkpoint = FaultPlace | 'arrival';

interface Fault {
  readonly operation: OperationName;
  readonly at: Checkpoint;
  readonly probability: number;
  remaining: number;
  /** What happens; throws what ends the request. */
  readonly strike: (signal: AbortSignal) => Promise<void>;
}

/** The faults waiting for their requests, oldest first. */
export interface Faults {
  fail(options: FailOptions): void;
  drop(options: DropOptions): void;
  stall(options: StallOptions): void;
  /** Lets the waiting faults strike a request that passes a checkpoint. */
  pass(operation: OperationName, at: Exclude<Checkpoint, 'mid-body'>, signal: AbortSignal): Promise<void>;
  /** The response as it arrives: whole, broken in the middle of its body, or in two parts with a pause between. */
  deliver(operation: OperationName, response: Response, signal: AbortSignal): Promise<Response>;
  clear(): void;
}

export function createFaults(clock: Clock): Faults {
  let waiting: Fault[] = [];
  let random = createRandom();

  const add = (target: FaultTarget, at: Checkpoint, strike: Fault['strike']): void => {
    const {
      operation,
      probability = 1,
      times = target.probability === undefined ? 1 : Number.POSITIVE_INFINITY,
    } = target;
    waiting.push({ operation, at, probability, remaining: times, strike });
  };
  const strikeAll = async (operation: OperationName, at: Checkpoint, signal: AbortSignal): Promise<void> => {
    for (const fault of [...waiting]) {
      if (fault.operation !== operation || fault.at !== at || fault.remaining <= 0) continue;
      if (random() >= fault.probability) continue;
      fault.remaining -= 1;
      waiting = waiting.filter(({ remaining }) => remaining > 0);
      await fault.strike(signal);
    }
  };

  return {
    fail: (options) => {
      checkFail(options);
      const answer = failAnswer(options);
      add(options, options.at === 'after-accept' ? 'after-accept' : 'arrival', async () => {
        throw new HttpError(answer);
      });
    },
    drop: (options) => {
      checkDrop(options);
      add(options, options.at, async () => {
        throw BROKEN_CONNECTIONS[options.at]();
      });
    },
    stall: (options) => {
      checkStall(options);
      add(options, options.at, (signal) => clock.sleep(options.forMs, signal));
    },
    pass: strikeAll,
    deliver: async (operation, response, signal) => {
      if (!waiting.some((fault) => fault.operation === operation && fault.at === 'mid-body')) return response;
      return interrupt(response, () => strikeAll(operation, 'mid-body', signal));
    },
    clear: () => {
      waiting = [];
      random = createRandom();
    },
  };
}

const BROKEN_CONNECTIONS: Readonly<Record<FaultPlace, () => TypeError>> = {
  'before-request': connectionRefused,
  'after-accept': connectionClosed,
  'mid-body': connectionTerminated,
};

/** Sends half of the body, then waits for `pause`, and sends the rest or breaks with the error of `pause`. */
async function interrupt(response: Response, pause: () => Promise<void>): Promise<Response> {
  const bytes = new Uint8Array(await response.arrayBuffer());
  const middle = Math.floor(bytes.length / 2);
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(bytes.subarray(0, middle)),
    pull: async (controller) => {
      await pause();
      controller.enqueue(bytes.subarray(middle));
      controller.close();
    },
  });
  return new Response(body, response);
}
