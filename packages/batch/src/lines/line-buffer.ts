/**
 * Cuts what is read from a file into lines, all in one buffer, which grows only for a line that is longer. A buffer for each
 * read would wait for a collection of old memory: with millions of lines, that is a hundred megabytes.
 */
export interface LineBuffer {
  /** Where the next bytes are to be read to. */
  space(): Buffer;
  /** Takes so many bytes from there, and yields the lines that are whole now, without their feeds. Each is valid until the next one. */
  take(count: number): Generator<Buffer, void, undefined>;
  /** What follows the last line feed. */
  rest(): Buffer;
}

const lineFeed = 10;

export function createLineBuffer(bytes: number): LineBuffer {
  let data = Buffer.allocUnsafeSlow(bytes);
  let start = 0;
  let end = 0;
  return {
    space() {
      if (start > 0) {
        data.copyWithin(0, start, end);
        end -= start;
        start = 0;
      }
      if (end > data.length / 2) {
        const larger = Buffer.allocUnsafeSlow(data.length * 2);
        data.copy(larger, 0, 0, end);
        data = larger;
      }
      return data.subarray(end);
    },
    *take(count) {
      let from = end;
      end += count;
      for (;;) {
        const feed = data.indexOf(lineFeed, from);
        // What stands behind the end is left from before.
        if (feed === -1 || feed >= end) return;
        const line = data.subarray(start, feed);
        start = feed + 1;
        from = start;
        yield line;
      }
    },
    rest: () => data.subarray(start, end),
  };
}
