import type { Task } from '../models.ts';

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
  /** The task the call was about, once there was one: a run that was started is not lost with the call. */
  declare readonly taskId?: string | undefined;
  /** The last snapshot of that task. Not enumerable: it holds the run's content. */
  declare readonly lastTask?: Task | undefined;

  static {
    nameClass(XpanderError, 'XpanderError');
    Object.defineProperty(XpanderError.prototype, brand, { value: true });
  }
}

/** True for every error of this SDK, also when another copy of the package made it. */
export function isXpanderError(error: unknown): error is XpanderError {
  return typeof error === 'object' && error !== null && (error as { [brand]?: unknown })[brand] === true;
}

/** Notes on an error which task it was about, where it does not say so itself. */
export function attachTask(error: unknown, taskId: string, lastTask: Task | undefined): void {
  if (!isXpanderError(error) || error.taskId !== undefined) return;
  Object.defineProperty(error, 'taskId', { value: taskId, enumerable: true, configurable: true });
  if (!('lastTask' in error)) hide(error, { lastTask });
}
