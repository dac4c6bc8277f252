import { exitCodes } from '../failures/exit-codes.ts';

export type InterruptSignal = 'SIGINT' | 'SIGTERM';

/** Why a command was left: the user has pressed Ctrl-C, or the process was asked to end. */
export class Interruption extends Error {
  readonly exitCode: 130 | 143;

  constructor(signal: InterruptSignal) {
    super(`Interrupted by ${signal}.`);
    this.name = 'Interruption';
    this.exitCode = signal === 'SIGINT' ? exitCodes.sigint : exitCodes.sigterm;
  }
}

/** What SIGINT and SIGTERM do. */
export interface Interrupts {
  /** Aborted by the first signal, or when nothing reads the output any more. */
  readonly signal: AbortSignal;
  /** Aborts the signal. */
  abort(reason: unknown): void;
  /** Hands the signals to a function until it is taken away: what is being done is left, the command is not. */
  handle(handler: (interruption: Interruption) => void): () => void;
}

/** Listens to SIGINT and SIGTERM. The first aborts the command's signal, the second ends the process at once. */
export function createInterrupts(): Interrupts {
  const controller = new AbortController();
  const handlers: ((interruption: Interruption) => void)[] = [];
  let isInterrupted = false;
  const onSignal = (name: InterruptSignal): void => {
    const interruption = new Interruption(name);
    const handler = handlers.at(-1);
    if (handler !== undefined) {
      handler(interruption);
      return;
    }
    if (isInterrupted) process.exit(interruption.exitCode);
    isInterrupted = true;
    controller.abort(interruption);
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  return {
    signal: controller.signal,
    abort: (reason) => controller.abort(reason),
    handle: (handler) => {
      handlers.push(handler);
      return () => void handlers.splice(handlers.lastIndexOf(handler), 1);
    },
  };
}
