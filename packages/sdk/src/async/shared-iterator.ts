/** A source that one reader can iterate, and that can be drained without a reader. */
export interface SharedIterator<T> {
  /** Returns the iterator. @throws TypeError for a second reader, because each item is delivered once. */
  read(): AsyncIterableIterator<T>;
  /** Reads until the end, or until a reader starts. It does not reject: an error is kept for the reader. */
  drain(): Promise<void>;
}

type Step<T> = Promise<IteratorResult<T, void>>;

/** What is shared: the steps of a generator. */
interface Source<T> {
  next(): Step<T>;
  return(): Promise<unknown>;
}

/**
 * Shares a source between one reader and callers that only need it to reach its end.
 *
 * A reader that starts after a drain still gets the last item or the error. The drained items before it are lost.
 * `onLeave` is called when the reader leaves before the end. `takeReady` returns the next item without resuming the
 * source, if there is one. It is called only while no step of the source is under way.
 */
export function createSharedIterator<T>(
  source: Source<T>,
  onLeave: () => void,
  takeReady: () => T | undefined,
): SharedIterator<T> {
  let hasReader = false;
  /** The last steps of a drain. A reader that starts later gets them first. */
  let drained: Step<T>[] = [];

  /** The number of steps under way. While there are any, `takeReady` could return items out of order. */
  let pending = 0;

  const step = (): Step<T> => {
    pending += 1;
    const settled = (): void => {
      pending -= 1;
    };
    const next = source.next();
    next.then(settled, settled);
    return next;
  };

  const takeStep = (): Step<T> | undefined => {
    const value = pending === 0 ? takeReady() : undefined;
    return value === undefined ? undefined : Promise.resolve({ done: false, value });
  };

  const reader: AsyncIterableIterator<T> = {
    [Symbol.asyncIterator]: () => reader,
    next: () => drained.shift() ?? takeStep() ?? step(),
    return: async () => {
      onLeave();
      await source.return();
      return { done: true, value: undefined };
    },
  };

  return {
    read: () => {
      if (hasReader) throw new TypeError('A stream can be iterated once, and this one already has a reader');
      hasReader = true;
      return reader;
    },
    drain: async () => {
      while (!hasReader) {
        const latest = step();
        const before = drained;
        drained = [latest];
        const isLast = await latest.then(
          ({ done }) => done === true,
          () => true,
        );
        if (!isLast || hasReader) continue;
        // Without the last item, a later reader would see a run without events.
        drained = [...before, latest];
        return;
      }
    },
  };
}
