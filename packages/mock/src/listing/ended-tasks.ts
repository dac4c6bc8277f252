import { isFinalStatus } from '../protocol/task-status.ts';
import { LinkedList, type ListEntry } from './linked-list.ts';
import type { Listed } from './types.ts';

/** The tasks that have ended, in the order of their ends. */
export interface EndedTasks<T extends Listed> {
  /** Adds a task if it has ended. Calls `forget` with those that ended first, if there are too many. */
  note(listed: T): void;
  remove(listed: T): void;
  clear(): void;
}

export function createEndedTasks<T extends Listed>(most: number, forget: (listed: T) => void): EndedTasks<T> {
  let ended = new LinkedList<T>();
  const entries = new Map<T, ListEntry<T>>();

  const remove = (listed: T): void => {
    const entry = entries.get(listed);
    if (entry !== undefined) ended.remove(entry);
    entries.delete(listed);
  };
  return {
    note: (listed) => {
      if (most === Number.POSITIVE_INFINITY || !isFinalStatus(listed.task.status)) return;
      remove(listed);
      entries.set(listed, ended.add(listed));
      while (ended.size > most && ended.oldest !== undefined) forget(ended.oldest.value);
    },
    remove,
    clear: () => {
      ended = new LinkedList();
      entries.clear();
    },
  };
}
