import { createDeferred, type Deferred } from './deferred.ts';

/** Outcomes that wait to be read, in the order in which they came. */
export interface Outcomes<T> {
  /** How many have not been read. */
  unread(): number;
  add(outcome: T): void;
  /** Ends the loop once everything has been read: with this error, if there is one. */
  finish(failure?: { readonly error: unknown }): void;
  /** Ends the loop at once. What has not been read is gone. */
  fail(error: unknown): void;
  readonly reader: AsyncIterable<T>;
}

/** What a reader does to those who write. */
export interface ReaderEvents {
  /** It wants the first outcome. */
  onOpen(): void;
  /** It has taken one. */
  onTake(): void;
  /** It has left before the end. */
  onLeave(): void;
  /** It has been told the end. */
  onEnd(): void;
}

type Step<T> = IteratorResult<T, undefined>;

/** A queue with one reader: outcomes are given once. */
export function createOutcomes<T>({ onOpen, onTake, onLeave, onEnd }: ReaderEvents): Outcomes<T> {
  const ready: T[] = [];
  const readers: Deferred<Step<T>>[] = [];
  let end: { readonly failure: { readonly error: unknown } | undefined } | undefined;
  let isOpen = false;
  /** Whether the reader knows the end. */
  let isOver = false;

  /** Gives to whoever waits, for as long as there is something to give. */
  const give = (): void => {
    while (readers.length > 0 && (ready.length > 0 || end !== undefined)) {
      const waiting = readers.shift();
      if (ready.length > 0) {
        waiting?.resolve({ done: false, value: ready.shift() as T });
        onTake();
        continue;
      }
      if (end?.failure === undefined) waiting?.resolve({ done: true, value: undefined });
      else waiting?.reject(end.failure.error);
      // An error is told once, as by a generator.
      end = { failure: undefined };
      if (!isOver) onEnd();
      isOver = true;
    }
  };

  const iterator: AsyncIterator<T, undefined> = {
    next() {
      const waiting = createDeferred<Step<T>>();
      readers.push(waiting);
      if (!isOpen) onOpen();
      isOpen = true;
      give();
      return waiting.promise;
    },
    async return() {
      isOpen = true;
      ready.length = 0;
      if (!isOver) onLeave();
      isOver = true;
      end = { failure: undefined };
      give();
      return { done: true, value: undefined };
    },
  };
  let hasReader = false;

  return {
    unread: () => ready.length,
    add: (outcome) => {
      if (end === undefined) ready.push(outcome);
      give();
    },
    finish: (failure) => {
      end ??= { failure };
      give();
    },
    fail: (error) => {
      if (isOver) return;
      ready.length = 0;
      end = { failure: { error } };
      give();
    },
    reader: {
      [Symbol.asyncIterator]: () => {
        if (hasReader) throw new TypeError('Outcomes are given once, and there is a reader already');
        hasReader = true;
        return iterator;
      },
    },
  };
}
