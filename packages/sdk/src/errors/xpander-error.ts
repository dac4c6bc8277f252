import type { Task } from '../models.ts';

const brand: unique symbol = Symbol.for('xpander.sdk.error');

/** Sets fields that are not enumerable, so that content of users and agents stays out of logs and JSON. */
export function hide(error: object, fields: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(fields)) {
    Object.defineProperty(error, name, { value, enumerable: false, configurable: true, writable: false });
  }
}

/** Sets a class's name on its prototype, so that the name survives minifiers and is printed once. */
export function nameClass(errorClass: { prototype: object }, name: string): void {
  Object.defineProperty(errorClass.prototype, 'name', { value: name, enumerable: false, configurable: true });
}

/** The options of an error. Older `lib`s have no type for them, so the published declarations must not name it. */
export interface Caused {
  readonly cause?: unknown;
}

/** The base class of all errors of this SDK. An aborted call rejects with the signal's own reason instead. */
export abstract class XpanderError extends Error {
  /** Why the call failed. The codes are stable, so a `switch` can rely on them. */
  abstract readonly code: string;
  /** Whether the same call may succeed later, without running an agent twice. */
  readonly isRetryable: boolean = false;
  /** What made the call fail, if another error did. */
  declare cause?: unknown;
  /** The id of the call's task, once there was one. A run that was started goes on when its call fails. */
  declare readonly taskId?: string | undefined;
  /** The last snapshot of that task. Not enumerable, because it contains the run's content. */
  declare readonly lastTask?: Task | undefined;

  static {
    nameClass(XpanderError, 'XpanderError');
    Object.defineProperty(XpanderError.prototype, brand, { value: true });
  }
}

/** Whether a value is an error of this SDK. Errors from another copy of the package count too. */
export function isXpanderError(error: unknown): error is XpanderError {
  return typeof error === 'object' && error !== null && (error as { [brand]?: unknown })[brand] === true;
}

/** How to find out whether a run has started, as the last sentence of a message. */
export function checkForRun(taskId: string | undefined): string {
  return taskId === undefined
    ? 'Check `tasks.list()` for it before invoking again, or pass `onAmbiguous: "adopt"` next time.'
    : `Check \`tasks.get(${JSON.stringify(taskId)})\` before invoking again.`;
}

/** Adds the call's task to an error that does not name one. */
export function attachTask(error: unknown, taskId: string, lastTask: Task | undefined): void {
  if (!isXpanderError(error) || error.taskId !== undefined || !Object.isExtensible(error)) return;
  Object.defineProperty(error, 'taskId', { value: taskId, enumerable: true, configurable: true });
  if (!('lastTask' in error)) hide(error, { lastTask });
}
