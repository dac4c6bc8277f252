import { setImmediate } from 'node:timers/promises';
import { type ItemTable, itemState } from './item-table.ts';
import { readLineAt, readLines } from './read-lines.ts';
import { readItemHead, type StoredItem } from './stored-lines.ts';

/** How many items are passed over before other work gets its turn. */
const mostPassedOver = 2_000;

/** An item that may be claimed now. */
export interface NextItem {
  readonly number: number;
  readonly item: StoredItem;
}

/** Hands out waiting items in the order of their adding, and those of a thread one after the other. */
export interface ItemOrder {
  next(): Promise<NextItem | undefined>;
  /** The item is settled: the next one of its thread may go. */
  leave(threadId: string | undefined): void;
  /** The item is waiting again, before all others. */
  putBack(number: number): void;
  /** Items were added, or reopened from this place on. */
  rewind(): void;
}

interface ThreadLine {
  /** The item whose turn it is. */
  current: number;
  readonly queue: number[];
}

export function createItemOrder(path: string, table: ItemTable, size: () => number): ItemOrder {
  const threads = new Map<string, ThreadLine>();
  const ready: number[] = [];
  let lines = readLines(path, 0, 0);
  let position = 0;

  const read = (number: number): StoredItem =>
    JSON.parse(readLineAt(path, table.itemOffset.get(number), size())) as StoredItem;

  /** Whether the item may go now. If not, it waits in the line of its thread. */
  const enter = (number: number, threadId: string | undefined): boolean => {
    if (threadId === undefined) return true;
    const line = threads.get(threadId);
    if (line === undefined) {
      threads.set(threadId, { current: number, queue: [] });
      return true;
    }
    if (line.current !== number && !line.queue.includes(number)) line.queue.push(number);
    return false;
  };

  const nextReady = (): NextItem | undefined => {
    const number = ready.shift();
    if (number === undefined) return undefined;
    return table.state.get(number) === itemState.waiting ? { number, item: read(number) } : nextReady();
  };

  const nextLine = (): IteratorResult<{ text: string; offset: number; end: number }, void> => {
    const line = lines.next();
    if (!line.done || position >= size()) return line;
    lines = readLines(path, position, size());
    return lines.next();
  };

  return {
    async next() {
      for (let passed = 1; ; passed += 1) {
        const first = nextReady();
        if (first !== undefined) return first;
        const { done, value } = nextLine();
        if (done || value === undefined) return undefined;
        position = value.end;
        const number = table.find(readItemHead(value.text).key);
        const isCurrent = table.itemOffset.get(number) === value.offset;
        if (isCurrent && table.state.get(number) === itemState.waiting) {
          const item = JSON.parse(value.text) as StoredItem;
          if (enter(number, item.threadId)) return { number, item };
        }
        if (passed % mostPassedOver === 0) await setImmediate();
      }
    },
    leave(threadId) {
      const line = threadId === undefined ? undefined : threads.get(threadId);
      if (threadId === undefined || line === undefined) return;
      const next = line.queue.shift();
      if (next === undefined) {
        threads.delete(threadId);
        return;
      }
      line.current = next;
      ready.push(next);
    },
    putBack: (number) => void ready.unshift(number),
    rewind() {
      lines = readLines(path, 0, 0);
      position = 0;
    },
  };
}
