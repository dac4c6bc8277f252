import { LinkedList, type ListEntry } from './linked-list.ts';
import { factsOf } from './task-facts.ts';
import type { ChangeOrder, Fact, Listed } from './types.ts';

/** Where a task stands in one list. */
interface Place<T> {
  readonly key: string;
  readonly entry: ListEntry<T>;
}

export function createChangeOrder<T extends Listed>(): ChangeOrder<T> {
  const lists = new Map<string, LinkedList<T>>();
  const places = new Map<T, readonly Place<T>[]>();

  const add = (key: string, listed: T): Place<T> => {
    const list = lists.get(key) ?? new LinkedList<T>();
    lists.set(key, list);
    return { key, entry: list.add(listed) };
  };
  const remove = (listed: T): void => {
    for (const { key, entry } of places.get(listed) ?? []) {
      const list = lists.get(key);
      list?.remove(entry);
      if (list?.size === 0) lists.delete(key);
    }
    places.delete(listed);
  };

  return {
    putFirst: (listed) => {
      remove(listed);
      const inLists = keysOf(listed).map((key) => add(key, listed));
      places.set(listed, inLists);
    },
    remove,
    list: (organizationId, fact) => lists.get(keyOf(organizationId, fact)) ?? new LinkedList(),
    clear: () => {
      lists.clear();
      places.clear();
    },
  };
}

function keysOf({ task }: Listed): string[] {
  return [undefined, ...factsOf(task)].map((fact) => keyOf(task.organization_id ?? '', fact));
}

function keyOf(organizationId: string, fact: Fact | undefined): string {
  return JSON.stringify([organizationId, fact]);
}
