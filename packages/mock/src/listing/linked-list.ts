/** A value in a list. Removing it costs the same wherever it stands. */
export interface ListEntry<T> {
  readonly value: T;
  newer: ListEntry<T> | undefined;
  older: ListEntry<T> | undefined;
}

/** Values in the order in which they were added. Iterates from the newest to the oldest. */
export class LinkedList<T> implements Iterable<T> {
  newest: ListEntry<T> | undefined;
  oldest: ListEntry<T> | undefined;
  size = 0;

  add(value: T): ListEntry<T> {
    const entry: ListEntry<T> = { value, newer: undefined, older: this.newest };
    if (this.newest === undefined) this.oldest = entry;
    else this.newest.newer = entry;
    this.newest = entry;
    this.size += 1;
    return entry;
  }

  /** Removes an entry of this list. Call it once for each entry. */
  remove({ newer, older }: ListEntry<T>): void {
    if (newer === undefined) this.newest = older;
    else newer.older = older;
    if (older === undefined) this.oldest = newer;
    else older.newer = newer;
    this.size -= 1;
  }

  *[Symbol.iterator](): Generator<T> {
    for (let entry = this.newest; entry !== undefined; entry = entry.older) yield entry.value;
  }
}
