import { isXpanderError, type Task } from '@xpander/sdk';

// `instanceof` would not know the errors of another copy of the SDK, which the caller's client may be of.

export function hasCode(error: unknown, code: string): boolean {
  return isXpanderError(error) && error.code === code;
}

/** The task that an error carries, such as the one that has failed. */
export function taskOf(error: object): Task | undefined {
  const { task } = error as { readonly task?: Task };
  return task;
}

/** The task of a `TaskPausedError`. */
export function pausedTaskOf(error: unknown): Task | undefined {
  return isXpanderError(error) && error.code === 'task_paused' ? taskOf(error) : undefined;
}

/** The message of the error behind an error, without the full stop. */
export function causeOf({ cause }: { readonly cause?: unknown }): string | undefined {
  return cause instanceof Error ? cause.message.replace(/\.$/, '') : undefined;
}
