/** The members of an error that the SDK reads. */
export interface ErrorLike {
  readonly name: string;
  readonly message: string;
  readonly cause?: unknown;
  readonly errors?: unknown;
  readonly code?: unknown;
  readonly syscall?: unknown;
  readonly input?: unknown;
}

/**
 * Whether a value has the shape of an error.
 *
 * Where application code runs in a realm of its own (Jest, `vmThreads` of vitest, `node:vm`), errors of the runtime are
 * no instances of the application's `Error`.
 */
export function isErrorLike(value: unknown): value is ErrorLike {
  if (typeof value !== 'object' || value === null) return false;
  const { name, message } = value as { name?: unknown; message?: unknown };
  return typeof name === 'string' && typeof message === 'string';
}
