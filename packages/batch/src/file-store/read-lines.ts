import { closeSync, openSync, readSync } from 'node:fs';
import { createLineBuffer } from '../lines/line-buffer.ts';

const manyLinesBytes = 1 << 18;
const oneLineBytes = 1 << 12;

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
export function* readLines(
  path: string,
  from: number,
  to: number,
  bufferBytes: number = manyLinesBytes,
): Generator<Line, void, undefined> {
  if (from >= to) return;
  const file = openSync(path, 'r');
  try {
    const buffer = createLineBuffer(Math.min(bufferBytes, to - from));
    let offset = from;
    for (let position = from; position < to; ) {
      const space = buffer.space();
      const count = readSync(file, space, 0, Math.min(space.length, to - position), position);
      if (count === 0) return;
      position += count;
      for (const line of buffer.take(count)) {
        const end = offset + line.length + 1;
        yield { text: line.toString('utf8'), offset, end };
        offset = end;
      }
    }
  } finally {
    closeSync(file);
  }
}

/** The line that begins at this offset. */
export function readLineAt(path: string, offset: number, to: number): string {
  for (const line of readLines(path, offset, to, oneLineBytes)) return line.text;
  throw new Error(`${path} has no line at ${offset}`);
}
