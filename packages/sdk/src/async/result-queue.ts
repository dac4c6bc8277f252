import { createDeferred, type Deferred } from './deferred.ts';
import { ignore } from './ignore.ts';

/** Results that wait to be read, in the order in which they were added. */
export interface ResultQueue<T> {
  /** The number of results that were not read yet. */
  unread(): number;
  add(result: T): void;
  /** Ends the loop when all results have been read, with the error if there is one. */
  finish(failure?: { readonly error: unknown }): void;
  /** Ends the loop at once with an error. Results that were not read are dropped. */
  fail(error: unknown): void;
  readonly reader: AsyncIterable<T>;
}

/** Called as the reader of a queue acts. */
export interface ReaderEvents {
  /** The reader asks for the first result. */
  onOpen(): void;
  /** The reader has taken a result. */
  onTake(): void;
  /** The reader has left the loop before its end. */
  onLeave(): void;
  /** The reader has reached the end. */
  onEnd(): void;
}

type Step<T> = IteratorResult<T, undefined>;

/** A queue with one reader: each result is read once. */
export function createResultQueue<T>({ onOpen, onTake, onLeave, onEnd }: ReaderEvents): ResultQueue<T> {
  const ready: T[] = [];
  const waiting: Deferred<Step<T>>[] = [];
  let end: { readonly failure: { readonly error: unknown } | undefined } | undefined;
  let isOpen = false;
  /** Whether the reader has reached the end. */
  let isOver = false;

  /** Resolves waiting reads, while there are results or the end to resolve them with. */
  const deliver = (): void => {
    while (waiting.length > 0 && (ready.length > 0 || end !== undefined)) {
      const read = waiting.shift();
      if (ready.length > 0) {
        read?.resolve({ done: false, value: ready.shift() as T });
        onTake();
        continue;
      }
      if (end?.failure === undefined) read?.resolve({ done: true, value: undefined });
      else read?.reject(end.failure.error);
      // The error is thrown once, as by a generator.
      end = { failure: undefined };
      if (!isOver) onEnd();
      isOver = true;
    }
  };

  const iterator: AsyncIterator<T, undefined> = {
    next() {
      const read = createDeferred<Step<T>>();
      waiting.push(read);
      if (!isOpen) onOpen();
      isOpen = true;
      deliver();
      return read.promise;
    },
    async return() {
      isOpen = true;
      ready.length = 0;
      if (!isOver) onLeave();
      isOver = true;
      end = { failure: undefined };
      deliver();
      return { done: true, value: undefined };
    },
  };
  let hasReader = false;

  return {
    unread: () => ready.length,
    add: (result) => {
      if (end === undefined) ready.push(result);
      deliver();
    },
    finish: (failure) => {
      end ??= { failure };
      deliver();
    },
    fail: (error) => {
      if (isOver) return;
      ready.length = 0;
      end = { failure: { error } };
      deliver();
    },
    reader: {
      [Symbol.asyncIterator]: () => {
        if (hasReader) throw new TypeError('The outcomes already have a reader. They can be iterated once');
        hasReader = true;
        return iterator;
      },
    },
  };
}

/** An iterable that only rejects: the error of a verb that returns one reaches the loop, and is never thrown at the call. */
export function rejectingIterable(error: unknown): AsyncIterable<never> {
  const queue = createResultQueue<never>({ onOpen: ignore, onTake: ignore, onLeave: ignore, onEnd: ignore });
  queue.fail(error);
  return queue.reader;
}
