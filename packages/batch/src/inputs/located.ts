/** Where an item of a file stands. JSON and `Object.keys` leave symbols out. */
const place = Symbol('place');

export interface LinePlace {
  readonly file: string;
  readonly line: number;
}

/** Marks an item with its line. */
export function locate<T extends object>(item: T, at: LinePlace): T {
  (item as { [place]?: LinePlace })[place] = at;
  return item;
}

/** The line of an item that `jsonl()`, `csv()` or `textLines()` has read. */
export function placeOf(item: unknown): LinePlace | undefined {
  return typeof item === 'object' && item !== null ? (item as { [place]?: LinePlace })[place] : undefined;
}
