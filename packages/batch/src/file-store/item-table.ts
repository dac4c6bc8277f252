import { type Column, createColumn } from '../keys/column.ts';
import { createKeyIndex } from '../keys/key-index.ts';

/** The state of an item. */
export const itemState = { waiting: 0, claimed: 1, completed: 2, failed: 3, paused: 4 } as const;

/** What is kept of each item in memory, 23 bytes beside its key: columns over the item's number. */
export interface ItemTable {
  readonly size: number;
  find(key: string): number;
  add(key: string): number;
  truncate(size: number): void;
  readonly state: Column;
  readonly retry: Column;
  /** A part of the hash of its request. */
  readonly hash: Column;
  /** Where the item stands in the file of items, or -1. */
  readonly itemOffset: Column;
  /** Where its latest result stands, or -1. */
  readonly resultOffset: Column;
}

export function createItemTable(): ItemTable {
  const keys = createKeyIndex(3);
  const columns = {
    state: createColumn(Uint8Array),
    retry: createColumn(Uint16Array),
    hash: createColumn(Uint32Array),
    itemOffset: fromMinusOne(createColumn(Float64Array)),
    resultOffset: fromMinusOne(createColumn(Float64Array)),
  };
  return {
    ...columns,
    get size() {
      return keys.size;
    },
    find: (key) => keys.find(key),
    add: (key) => keys.add(key),
    truncate(size) {
      keys.truncate(size);
      for (const column of Object.values(columns)) column.clear(size);
    },
  };
}

/** A value that was never set is -1. */
function fromMinusOne({ get, set, clear }: Column): Column {
  return { get: (index) => get(index) - 1, set: (index, value) => set(index, value + 1), clear };
}
