/** The reader of the standard output has left, as `head` does. */
export const readerLeft: unique symbol = Symbol('reader left');

/** Writes to a stream whose reader may leave. */
export interface Writer {
  /** Resolves when more may be written. After the reader has left, the text is dropped. */
  write(text: string): Promise<void>;
}

/** @param onFailure Called once, with `readerLeft` or with the error, when the stream breaks. */
export function createWriter(stream: NodeJS.WriteStream, onFailure: (reason: unknown) => void): Writer {
  let isBroken = false;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (isBroken) return;
    isBroken = true;
    onFailure(error.code === 'EPIPE' || error.code === 'ERR_STREAM_DESTROYED' ? readerLeft : error);
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
  };
}
