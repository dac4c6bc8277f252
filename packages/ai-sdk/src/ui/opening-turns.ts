import type { TaskStream } from '@xpander/sdk';

/** The turns of this process that have been asked for and may not have begun yet. */
export interface OpeningTurns {
  add(threadId: string, stream: TaskStream): void;
  /** Resolves when a turn of the thread has begun, or failed to. At once if there is none. */
  next(threadId: string): Promise<unknown>;
}

export function createOpeningTurns(): OpeningTurns {
  const opening = new Map<string, Set<Promise<unknown>>>();
  return {
    add(threadId, stream) {
      const turns = opening.get(threadId) ?? new Set();
      opening.set(threadId, turns);
      const forget = (): void => {
        turns.delete(opened);
        if (turns.size === 0 && opening.get(threadId) === turns) opening.delete(threadId);
      };
      const opened: Promise<void> = stream.opened.then(forget, forget);
      turns.add(opened);
    },
    async next(threadId) {
      const turns = opening.get(threadId);
      if (turns !== undefined) await Promise.race(turns);
    },
  };
}
