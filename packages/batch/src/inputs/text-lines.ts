import type { BatchItem } from '../batch/types.ts';
import { checkPath } from './check-path.ts';
import { readFileLines } from './file-lines.ts';
import { locate } from './located.ts';

/**
 * Reads items from a text file: each line is the text of one. Blank lines are left out.
 *
 * @throws BatchInputError while it is read, if the file cannot be read or is not UTF-8.
 */
export function textLines(path: string): AsyncIterable<BatchItem> {
  checkPath(path);
  return {
    async *[Symbol.asyncIterator]() {
      for await (const lines of readFileLines(path))
        for (const { text, place } of lines) yield locate({ request: text }, place);
    },
  };
}
