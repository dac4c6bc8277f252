import { changedItem } from '../errors/batch-errors.ts';
import type { AddSummary, NewItem } from '../store/types.ts';
import { itemState } from './item-table.ts';
import type { LiveBatch } from './live-batch.ts';
import { noteItem, partOf } from './load-batch.ts';
import type { StoredItem } from './stored-lines.ts';

/** How many bytes are collected before they are written. */
const bufferBytes = 1 << 16;

interface Replaced {
  readonly key: string;
  readonly hash: string;
  readonly offset: number;
}

/** Adds what is new. Nothing of it can be claimed before all of it is written. */
export async function addItems(live: LiveBatch, items: AsyncIterable<NewItem>): Promise<AddSummary> {
  const { table, itemsFile } = live;
  const formerCount = table.size;
  const formerSize = itemsFile.size;
  const replaced: Replaced[] = [];
  const restored: number[] = [];
  let known = 0;
  // One buffer for all: texts that wait would be moved to the old memory, and stay there for long.
  const buffer = Buffer.allocUnsafeSlow(bufferBytes);
  let filled = 0;

  const write = ({ line: _, file: __, ...item }: NewItem): number => {
    const text = `${JSON.stringify(item satisfies StoredItem)}\n`;
    const bytes = Buffer.byteLength(text);
    if (filled + bytes > bufferBytes) flush();
    if (bytes > bufferBytes) return itemsFile.append(text);
    const offset = itemsFile.size + filled;
    filled += buffer.write(text, filled);
    return offset;
  };
  const flush = (): void => {
    itemsFile.append(buffer.subarray(0, filled));
    filled = 0;
  };

  try {
    for await (const item of items) {
      const number = table.find(item.key);
      if (number === -1) {
        noteItem(table, item.key, item.hash, write(item));
      } else if (!isItemKnown(live, number)) {
        // Its result is there, but what was asked is not: only the results were kept.
        noteItem(table, item.key, item.hash, write(item));
        restored.push(number);
        known += 1;
      } else if (table.hash.get(number) === partOf(item.hash)) {
        known += 1;
      } else {
        refuseIfClaimed(live, number, item);
        replaced.push({ key: item.key, hash: item.hash, offset: write(item) });
        known += 1;
      }
    }
    flush();
    itemsFile.sync();
  } catch (error) {
    table.truncate(formerCount);
    for (const number of restored) table.itemOffset.set(number, -1);
    itemsFile.truncate(formerSize);
    throw error;
  }
  for (const { key, hash, offset: at } of replaced) noteItem(table, key, hash, at);
  const added = table.size - formerCount;
  live.counts.waiting += added;
  live.itemsSize = itemsFile.size;
  live.news.ring();
  return { added, known };
}

function isItemKnown({ table }: LiveBatch, number: number): boolean {
  return table.itemOffset.get(number) !== -1;
}

/** @throws BatchInputError if the item may have run with its former request. */
function refuseIfClaimed({ table, sidecar }: LiveBatch, number: number, item: NewItem): void {
  const state = table.state.get(number);
  if (state === itemState.claimed) throw changedItem(item, 'running');
  if (state !== itemState.waiting) throw changedItem(item, 'done');
  if (number < sidecar.claimedUpTo) throw changedItem(item, 'started');
}
