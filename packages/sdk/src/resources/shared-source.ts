/** Items that one reader may read, and that are read on for nobody when there is none. */
export interface SharedSource<T> {
  /** @throws TypeError for a second reader: items are given once. */
  read(): AsyncIterableIterator<T>;
  /** Reads on until the end, or until a reader comes. Whatever goes wrong is the reader's to hear. */
  drain(): Promise<void>;
}

type Step<T> = Promise<IteratorResult<T, void>>;

/**
 * Shares a source between one reader and those who only want it to go on.
 *
 * A reader who comes late still learns how it ended: what was read for nobody is gone, but for the last item, or the
 * error. `onLeave` is called when the reader leaves before the end.
 */
export function shareSource<T>(source: AsyncGenerator<T, void>, onLeave: () => void): SharedSource<T> {
  let hasReader = false;
  /** The last steps that were taken for nobody: the reader's first, if one comes. */
  let waiting: Step<T>[] = [];

  const reader: AsyncIterableIterator<T> = {
    [Symbol.asyncIterator]: () => reader,
    next: () => waiting.shift() ?? source.next(),
    return: async () => {
      onLeave();
      await source.return();
      return { done: true, value: undefined };
    },
  };

  return {
    read: () => {
      if (hasReader) throw new TypeError('A stream has one reader, and this one has it already');
      hasReader = true;
      return reader;
    },
    drain: async () => {
      while (!hasReader) {
        const step = source.next();
        const before = waiting;
        waiting = [step];
        const isLast = await step.then(
          ({ done }) => done === true,
          () => true,
        );
        if (!isLast || hasReader) continue;
        // The end alone would look like a run without events.
        waiting = [...before, step];
        return;
      }
    },
  };
}
