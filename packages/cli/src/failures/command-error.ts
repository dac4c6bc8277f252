import { exitCodes } from './exit-codes.ts';
import type { Failure } from './types.ts';

/** A failure that a command has described itself. */
export class CommandError extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.message);
    this.name = 'CommandError';
    this.failure = failure;
  }
}

/** An option or an argument is missing or wrong. */
export function usageError(message: string, hints?: readonly string[]): CommandError {
  return new CommandError({ code: 'usage', exitCode: exitCodes.usage, message, hints });
}

/** A file cannot be used, or a setting outside the command line is wrong. */
export function configurationError(message: string, hints?: readonly string[]): CommandError {
  return new CommandError({ code: 'configuration', exitCode: exitCodes.usage, message, hints });
}
