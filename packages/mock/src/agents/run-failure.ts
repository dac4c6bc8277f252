/** Ends a run as `failed`. Made by `fail()`. */
export class RunFailure extends Error {
  override readonly name = 'RunFailure';
}

/**
 * Makes what a script throws to end its task as `failed` rather than `error`; the message becomes the result.
 *
 * @example
 * const script = () => { throw fail('No prices were found'); };
 */
export function fail(message: string): RunFailure {
  return new RunFailure(message);
}
