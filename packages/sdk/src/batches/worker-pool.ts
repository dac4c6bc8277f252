import { onAbort } from '../async/abort.ts';
import { createResultQueue } from '../async/result-queue.ts';
import { isObject, show } from '../config/values.ts';
import { leftLoop } from '../core/operation.ts';
import { ConfigurationError } from '../errors/configuration-error.ts';
import type { BatchProgress } from '../options/batch-options.ts';

/** What a pool works on, and how. */
export interface Pool<Item, Outcome> {
  readonly items: Iterable<Item> | AsyncIterable<Item>;
  /** How many items may be under way, or have an outcome that was not read. */
  readonly concurrency: number;
  readonly signal: AbortSignal | undefined;
  readonly onProgress: ((progress: BatchProgress) => void) | undefined;
  /** The outcome of an item that must not be started any more. */
  refuse?(item: Item, index: number): Outcome | undefined;
  /** Takes an item to its outcome, good or bad. Rejects with what ends the whole batch. */
  work(item: Item, index: number, signal: AbortSignal): Promise<Outcome>;
}

/**
 * Works on items, some at a time, and returns their outcomes in the order in which they end.
 *
 * Nothing starts before the loop does, and no item is taken from the input before there is room for it: a slow reader
 * slows the work down.
 */
export function runPool<Item, Outcome extends { readonly task?: unknown }>(
  pool: Pool<Item, Outcome>,
): AsyncIterable<Outcome> {
  const { items, signal } = pool;
  const own = new AbortController();
  const progress = { started: 0, settled: 0, failed: 0, total: Array.isArray(items) ? items.length : undefined };
  let input: Iterator<Item> | AsyncIterator<Item> | undefined;
  let inputFailure: { readonly error: unknown } | undefined;
  let stopListening: (() => void) | undefined;
  let isPulling = false;
  let isExhausted = false;
  let taken = 0;
  let running = 0;

  const openInput = (): void => {
    if (signal?.aborted) {
      outcomes.fail(signal.reason);
      return;
    }
    try {
      input = Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : items[Symbol.iterator]();
    } catch (error) {
      outcomes.fail(error);
      return;
    }
    stopListening = signal && onAbort(signal, () => fail(signal.reason, signal.reason));
    void pull(input);
  };

  /** Starts nothing more. What is under way is no longer followed. */
  const close = (reason: unknown): void => {
    stopListening?.();
    own.abort(reason);
    if (!isExhausted && input !== undefined) void closeInput(input);
  };
  const fail = (error: unknown, reason: unknown): void => {
    close(reason);
    outcomes.fail(error);
  };
  const outcomes = createResultQueue<Outcome>({
    onOpen: openInput,
    onTake: () => input && void pull(input),
    onLeave: () => close(leftLoop),
    onEnd: () => stopListening?.(),
  });

  const reportProgress = (): void => {
    const { total, ...counts } = progress;
    try {
      const returned: unknown = pool.onProgress?.({ ...counts, ...(total !== undefined && { total }) });
      Promise.resolve(returned).catch((error: unknown) => fail(error, leftLoop));
    } catch (error) {
      fail(error, leftLoop);
    }
  };

  const pull = async (source: Iterator<Item> | AsyncIterator<Item>): Promise<void> => {
    if (isPulling) return;
    isPulling = true;
    while (!own.signal.aborted && !isExhausted && running + outcomes.unread() < pool.concurrency) {
      try {
        const next = await source.next();
        if (own.signal.aborted) return;
        if (next.done) exhaust();
        else void takeItem(next.value);
      } catch (error) {
        inputFailure = { error };
        isExhausted = true;
      }
    }
    isPulling = false;
    if (isExhausted && running === 0) outcomes.finish(inputFailure);
  };

  const exhaust = (): void => {
    isExhausted = true;
    const isNews = progress.total !== taken;
    progress.total = taken;
    if (isNews) reportProgress();
  };

  const takeItem = async (item: Item): Promise<void> => {
    const index = taken;
    taken += 1;
    running += 1;
    const endBatch = (error: unknown): void => fail(error, leftLoop);
    const outcome = pool.refuse?.(item, index) ?? (await start(item, index).catch(endBatch));
    running -= 1;
    if (outcome === undefined || own.signal.aborted) return;
    progress.settled += 1;
    if (outcome.task === undefined) progress.failed += 1;
    reportProgress();
    outcomes.add(outcome);
    if (input) void pull(input);
  };

  const start = (item: Item, index: number): Promise<Outcome> => {
    progress.started += 1;
    reportProgress();
    return pool.work(item, index, own.signal);
  };

  return outcomes.reader;
}

/** Closes an input, which may hold something open. It is not awaited, because the input itself may hang. */
async function closeInput(input: Iterator<unknown> | AsyncIterator<unknown>): Promise<void> {
  try {
    await input.return?.();
  } catch {
    // The caller has left the loop, or gets another error.
  }
}

/** @throws ConfigurationError for a value that is no list. A string is a list of characters, which no caller means. */
export function checkItems(name: string, items: unknown): void {
  // A query of a database may be both a list and a promise.
  const isList =
    typeof items === 'object' && items !== null && (Symbol.iterator in items || Symbol.asyncIterator in items);
  if (isList) return;
  throw new ConfigurationError(
    name,
    `must be an array or another iterable; got ${show(items)}`,
    'Pass the items in an array',
  );
}

/** The error of an outcome. Errors of other realms are errors too, so they are recognized by their shape. */
export function toError(thrown: unknown): Error {
  if (isObject(thrown) && typeof thrown.name === 'string' && typeof thrown.message === 'string') return thrown as never;
  return new Error(`${show(thrown)} was thrown, which is no error`, { cause: thrown });
}
