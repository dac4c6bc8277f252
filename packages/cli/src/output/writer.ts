import { CommandError } from '../failures/command-error.ts';
import { exitCodes } from '../failures/exit-codes.ts';

/** The reader of the standard output has left, as `head` does. */
export const readerLeft: unique symbol = Symbol('reader left');

/** Writes to a stream whose reader may leave. */
export interface Writer {
  /** Resolves when more may be written. After the reader has left, the text is dropped. */
  write(text: string): Promise<void>;
  /** Resolves when everything was written. @throws CommandError if it could not be, except for a reader that has left. */
  flush(): Promise<void>;
}

/** @param onFailure Called once, with `readerLeft` or with the error, when the stream breaks. */
export function createWriter(stream: NodeJS.WriteStream, onFailure: (reason: unknown) => void): Writer {
  let isBroken = false;
  let failure: CommandError | undefined;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (isBroken) return;
    isBroken = true;
    const hasLeft = error.code === 'EPIPE' || error.code === 'ERR_STREAM_DESTROYED';
    if (!hasLeft) failure = cannotWrite(error);
    onFailure(failure ?? readerLeft);
  });
  return {
    write: (text) => {
      if (isBroken || text === '' || stream.write(text)) return Promise.resolve();
      return new Promise((resolve) => {
        const done = (): void => {
          for (const event of ['drain', 'error', 'close']) stream.off(event, done);
          resolve();
        };
        for (const event of ['drain', 'error', 'close']) stream.once(event, done);
      });
    },
    flush: async () => {
      if (!isBroken) await new Promise<void>((resolve) => void stream.write('', () => resolve()));
      // An error is an event of its own, after the callback.
      await new Promise((resolve) => setImmediate(resolve));
      if (failure !== undefined) throw failure;
    },
  };
}

function cannotWrite({ code, message }: NodeJS.ErrnoException): CommandError {
  const exitCode = exitCodes.unexpected;
  return new CommandError({
    code: 'unexpected',
    exitCode,
    message: `The output cannot be written: ${code ?? message}.`,
  });
}
