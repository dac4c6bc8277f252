import type { BatchItem } from '../../src/index.ts';

const threads = 6;

/** The text of an item. Every fifth one is a turn of a thread. */
export function textOf(index: number): string {
  return index % 5 === 0 ? `t${(index / 5) % threads}/${index}` : `prompt ${index}`;
}

export function itemsOf(count: number): BatchItem[] {
  return Array.from({ length: count }, (_, index) => {
    const text = textOf(index);
    const thread = /^t(\d+)\//.exec(text)?.[1];
    const id = thread === undefined ? {} : { id: `00000000-0000-4000-8000-00000000000${thread}` };
    return { key: `key ${index}`, request: { input: { text }, ...id } };
  });
}
