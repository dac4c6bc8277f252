import { closeSync, openSync, readSync } from 'node:fs';

const chunkBytes = 1 << 18;

export interface Line {
  readonly text: string;
  /** Where the line begins, in bytes. */
  readonly offset: number;
  /** Where the next line begins. */
  readonly end: number;
}

/**
 * Yields the whole lines of a file between two offsets, and leaves out a last one without a line feed.
 *
 * It reads synchronously: a worker under a virtual clock would see time pass while it waits for a disk.
 */
export function* readLines(path: string, from: number, to: number): Generator<Line, void, undefined> {
  if (from >= to) return;
  const file = openSync(path, 'r');
  try {
    let rest: Buffer = Buffer.alloc(0);
    let offset = from;
    for (let position = from; position < to; ) {
      const chunk = Buffer.allocUnsafe(Math.min(chunkBytes + rest.length, to - position));
      const count = readSync(file, chunk, 0, chunk.length, position);
      if (count === 0) return;
      position += count;
      const data = rest.length === 0 ? chunk.subarray(0, count) : Buffer.concat([rest, chunk.subarray(0, count)]);
      let start = 0;
      for (let feed = data.indexOf(10); feed !== -1; feed = data.indexOf(10, start)) {
        const end = offset + feed + 1 - start;
        yield { text: data.toString('utf8', start, feed), offset, end };
        offset = end;
        start = feed + 1;
      }
      rest = data.subarray(start);
    }
  } finally {
    closeSync(file);
  }
}

/** The line that begins at this offset. */
export function readLineAt(path: string, offset: number, to: number): string {
  for (const line of readLines(path, offset, to)) return line.text;
  throw new Error(`${path} has no line at ${offset}`);
}
