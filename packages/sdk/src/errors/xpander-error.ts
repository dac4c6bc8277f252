const brand: unique symbol = Symbol.for('xpander.sdk.error');

/** Fields that hold what people wrote or what agents answered: kept, but out of logs and JSON. */
export function hide(error: object, fields: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(fields)) {
    Object.defineProperty(error, name, { value, enumerable: false, configurable: true, writable: false });
  }
}

/** Names a class on its prototype, so that the name survives minifiers and is printed once. */
export function nameClass(errorClass: { prototype: object }, name: string): void {
  Object.defineProperty(errorClass.prototype, 'name', { value: name, enumerable: false, configurable: true });
}

/** What every error of this SDK has in common. An abort is not among them: it rejects with the signal's own reason. */
export abstract class XpanderError extends Error {
  /** Why it happened: stable, made for `switch`. */
  abstract readonly code: string;
  /** Whether the same call, made again later, may succeed without running an agent twice. */
  readonly isRetryable: boolean = false;

  static {
    nameClass(XpanderError, 'XpanderError');
    Object.defineProperty(XpanderError.prototype, brand, { value: true });
  }
}

/** True for every error of this SDK, also when another copy of the package made it. */
export function isXpanderError(error: unknown): error is XpanderError {
  return typeof error === 'object' && error !== null && (error as { [brand]?: unknown })[brand] === true;
}
