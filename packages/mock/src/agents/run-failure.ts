/** A script that throws this ends its task as `failed`. Made by `fail()`. */
export class RunFailure extends Error {
  override readonly name = 'RunFailure';
}

/**
 * Makes the error that a script throws to end its task as `failed` instead of `error`. The message becomes the result.
 *
 * @example
 * const script = () => { throw fail('No prices were found'); };
 */
export function fail(message: string): RunFailure {
  return new RunFailure(message);
}
