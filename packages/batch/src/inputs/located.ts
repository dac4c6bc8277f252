/** Where an item of a file stands. Not enumerable, so that the item is otherwise a plain one. */
const place = Symbol('place');

export interface LinePlace {
  readonly file: string;
  readonly line: number;
}

/** Marks an item with its line. */
export function locate<T extends object>(item: T, { file, line }: LinePlace): T {
  return Object.defineProperty(item, place, { value: { file, line } });
}

/** The line of an item that `jsonl()`, `csv()` or `textLines()` has read. */
export function placeOf(item: unknown): LinePlace | undefined {
  return typeof item === 'object' && item !== null ? (item as { [place]?: LinePlace })[place] : undefined;
}
