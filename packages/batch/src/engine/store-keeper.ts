import { isXpanderError } from '@xpander/sdk';
import type { BatchCore } from './types.ts';

const firstPauseMs = 200;
const longestPauseMs = 5_000;

/** Repeats calls of a store that is away, and knows what could not be stored yet. */
export interface StoreKeeper {
  /** Why the last call of the store failed; `undefined` while it works. */
  readonly error: unknown;
  /** The tasks that have ended and are not stored yet. */
  readonly unsaved: ReadonlySet<string>;
  /** Whether the store has refused a result that it does not have yet, even if it answers other calls. */
  readonly isFull: boolean;
  /**
   * Repeats the call until the store answers. After `over` there is one last attempt, whose error is thrown.
   *
   * @throws the store's error at once if it concerns the configuration or the lock.
   */
  ask<T>(call: () => Promise<T>): Promise<T>;
  /** The same for a result: its task counts as unsaved until the store has it. */
  save<T>(taskId: string, call: () => Promise<T>): Promise<T>;
}

export function createStoreKeeper({ clock }: BatchCore, over: AbortSignal, noteChange: () => void): StoreKeeper {
  const unsaved = new Set<string>();
  const refused = new Set<string>();
  let lastError: unknown;
  let refusal: unknown;

  const repeat = async <T>(call: () => Promise<T>, onFailure: (error: unknown) => void): Promise<T> => {
    for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
      const isLast = over.aborted;
      try {
        const answer = await call();
        lastError = undefined;
        return answer;
      } catch (error) {
        if (isLast || isLasting(error)) throw error;
        onFailure(error);
        noteChange();
        await clock.sleep(pauseMs, over).catch(() => undefined);
      }
    }
  };

  return {
    get error() {
      return refused.size > 0 ? refusal : lastError;
    },
    unsaved,
    get isFull() {
      return refused.size > 0;
    },
    ask: (call) =>
      repeat(call, (error) => {
        lastError = error;
      }),
    async save(taskId, call) {
      unsaved.add(taskId);
      const answer = await repeat(call, (error) => {
        refused.add(taskId);
        refusal = error;
      });
      refused.delete(taskId);
      unsaved.delete(taskId);
      return answer;
    },
  };
}

/** Whether another attempt would fail as well. */
function isLasting(error: unknown): boolean {
  return isXpanderError(error) && ['configuration', 'batch_locked', 'batch_input'].includes(error.code);
}
