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
 * error. `onLeave` is called when the reader leaves before the end. `takeReady` gives the next item without the source,
 * if it can; it is asked only while the source rests.
 */
export function shareSource<T>(
  source: AsyncGenerator<T, void>,
  onLeave: () => void,
  takeReady: () => T | undefined,
): SharedSource<T> {
  let hasReader = false;
  /** The last steps that were taken for nobody: the reader's first, if one comes. */
  let waiting: Step<T>[] = [];

  /** How many steps are under way: items must not overtake each other. */
  let pending = 0;

  const step = (): Step<T> => {
    pending += 1;
    const rest = (): void => {
      pending -= 1;
    };
    const next = source.next();
    next.then(rest, rest);
    return next;
  };

  const takeStep = (): Step<T> | undefined => {
    const value = pending === 0 ? takeReady() : undefined;
    return value === undefined ? undefined : Promise.resolve({ done: false, value });
  };

  const reader: AsyncIterableIterator<T> = {
    [Symbol.asyncIterator]: () => reader,
    next: () => waiting.shift() ?? takeStep() ?? step(),
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
        const latest = step();
        const before = waiting;
        waiting = [latest];
        const isLast = await latest.then(
          ({ done }) => done === true,
          () => true,
        );
        if (!isLast || hasReader) continue;
        // The end alone would look like a run without events.
        waiting = [...before, latest];
        return;
      }
    },
  };
}
