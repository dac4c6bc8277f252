import { createKeyIndex } from '../keys/key-index.ts';

/** The state of an item. */
export const itemState = { waiting: 0, claimed: 1, completed: 2, failed: 3, paused: 4 } as const;

/** What is kept of each item in memory, 35 bytes and its key's: columns over the item's number. */
export interface ItemTable {
  readonly size: number;
  find(key: string): number;
  add(key: string): number;
  truncate(size: number): void;
  readonly state: Column;
  readonly retry: Column;
  /** Where the item stands in the file of items. */
  readonly itemOffset: Column;
  /** Where its latest result stands, or -1. */
  readonly resultOffset: Column;
  readonly hashHigh: Column;
  readonly hashLow: Column;
}

export interface Column {
  get(number: number): number;
  set(number: number, value: number): void;
}

export function createItemTable(): ItemTable {
  const keys = createKeyIndex();
  const table = {
    state: createColumn(Uint8Array, 0),
    retry: createColumn(Uint16Array, 0),
    itemOffset: createColumn(Float64Array, -1),
    resultOffset: createColumn(Float64Array, -1),
    hashHigh: createColumn(Uint32Array, 0),
    hashLow: createColumn(Uint32Array, 0),
  };
  return {
    ...table,
    get size() {
      return keys.size;
    },
    find: (key) => keys.find(key),
    add: (key) => keys.add(key),
    truncate(size) {
      const formerSize = keys.size;
      keys.truncate(size);
      for (const column of Object.values(table)) column.clear(size, formerSize);
    },
  };
}

type Numbers = Uint8Array | Uint16Array | Uint32Array | Float64Array;

interface OwnColumn extends Column {
  clear(from: number, to: number): void;
}

function createColumn<T extends Numbers>(type: new (length: number) => T, empty: number): OwnColumn {
  let values = new type(1_024).fill(empty) as T;
  return {
    get: (number) => values[number] ?? empty,
    set(number, value) {
      if (number >= values.length) {
        const larger = new type(Math.max(number + 1, Math.ceil(values.length * 1.5))).fill(empty) as T;
        larger.set(values);
        values = larger;
      }
      values[number] = value;
    },
    clear: (from, to) => void values.fill(empty, from, to),
  };
}
