import { open } from 'node:fs/promises';
import { BatchInputError } from '../errors/batch-errors.ts';
import { createLineBuffer } from '../lines/line-buffer.ts';
import type { LinePlace } from './located.ts';

const bufferBytes = 1 << 16;

export interface FileLine {
  readonly text: string;
  readonly place: LinePlace;
}

/**
 * Yields the lines of a UTF-8 file that are not blank, those of a piece of the file at a time. Only line feeds end a line,
 * because JSON may contain the other separators of Unicode.
 *
 * @throws BatchInputError if the file cannot be read or is not UTF-8.
 */
export async function* readFileLines(file: string): AsyncGenerator<Iterable<FileLine>, void, undefined> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let line = 0;
  for await (const pieces of splitLines(file)) yield toLines(pieces);

  function* toLines(pieces: Iterable<Buffer>): Generator<FileLine, void, undefined> {
    for (const bytes of pieces) {
      line += 1;
      const text = decode(decoder, bytes, { file, line });
      if (text.trim() !== '') yield { text, place: { file, line } };
    }
  }
}

/** Each of the iterables must be read before the next one is asked for. */
async function* splitLines(file: string): AsyncGenerator<Iterable<Buffer>, void, undefined> {
  const buffer = createLineBuffer(bufferBytes);
  const handle = await open(file).catch((error) => {
    throw unreadable(file, error);
  });
  try {
    for (;;) {
      const { bytesRead } = await handle.read(buffer.space()).catch((error) => {
        throw unreadable(file, error);
      });
      if (bytesRead === 0) break;
      yield buffer.take(bytesRead);
    }
  } finally {
    await handle.close();
  }
  const last = buffer.rest();
  if (last.length > 0) yield [last];
}

/** Removes a byte order mark, and the carriage return of a line end. */
function decode(decoder: TextDecoder, bytes: Buffer, place: LinePlace): string {
  try {
    const text = decoder.decode(bytes).replace(/\r$/, '');
    return place.line === 1 ? text.replace(/^\ufeff/, '') : text;
  } catch (error) {
    throw new BatchInputError('the text is not UTF-8', place, { cause: error });
  }
}

export function unreadable(file: string, error: unknown): unknown {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === undefined) return error;
  return new BatchInputError(code === 'ENOENT' ? 'there is no such file' : message, { file }, { cause: error });
}
