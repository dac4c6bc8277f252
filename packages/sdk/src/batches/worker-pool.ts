import { onAbort } from '../async/abort.ts';
import { createOutcomes } from '../async/result-queue.ts';
import { isObject, show } from '../config/validators.ts';
import { left } from '../core/abandon.ts';
import { ConfigurationError } from '../errors/configuration-error.ts';
import type { BatchProgress } from '../options/batch-options.ts';

/** What a batch works on, and how. */
export interface Batch<Item, Outcome> {
  readonly items: Iterable<Item> | AsyncIterable<Item>;
  /** How many items may be under way or unread at the same time. */
  readonly concurrency: number;
  readonly signal: AbortSignal | undefined;
  readonly onProgress: ((progress: BatchProgress) => void) | undefined;
  /** The outcome of an item that is not to be begun any more. */
  refuse?(item: Item, index: number): Outcome | undefined;
  /** Takes an item to its outcome, good or bad. Never rejects. */
  work(item: Item, index: number, signal: AbortSignal): Promise<Outcome>;
}

/**
 * Works on items, some at a time, and gives their outcomes as they come.
 *
 * Nothing begins before somebody reads, and no item is taken from the input until there is room for it: whoever reads
 * slowly is worked for slowly.
 */
export function runBatch<Item, Outcome extends { readonly task?: unknown }>(
  batch: Batch<Item, Outcome>,
): AsyncIterable<Outcome> {
  const { items, signal } = batch;
  const own = new AbortController();
  const progress = { started: 0, settled: 0, failed: 0, total: Array.isArray(items) ? items.length : undefined };
  let input: Iterator<Item> | AsyncIterator<Item> | undefined;
  let inputFailure: { readonly error: unknown } | undefined;
  let stopListening: (() => void) | undefined;
  let isPulling = false;
  let isExhausted = false;
  let taken = 0;
  let running = 0;

  const open = (): void => {
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

  /** Begins nothing more. What is under way is no longer followed. */
  const close = (reason: unknown): void => {
    stopListening?.();
    own.abort(reason);
    if (!isExhausted && input !== undefined) void leaveInput(input);
  };
  const fail = (error: unknown, reason: unknown): void => {
    close(reason);
    outcomes.fail(error);
  };
  const outcomes = createOutcomes<Outcome>({
    onOpen: open,
    onTake: () => input && void pull(input),
    onLeave: () => close(left),
    onEnd: () => stopListening?.(),
  });

  const tell = (): void => {
    const { total, ...counts } = progress;
    try {
      const told: unknown = batch.onProgress?.({ ...counts, ...(total !== undefined && { total }) });
      Promise.resolve(told).catch((error: unknown) => fail(error, left));
    } catch (error) {
      fail(error, left);
    }
  };

  const pull = async (source: Iterator<Item> | AsyncIterator<Item>): Promise<void> => {
    if (isPulling) return;
    isPulling = true;
    while (!own.signal.aborted && !isExhausted && running + outcomes.unread() < batch.concurrency) {
      try {
        const next = await source.next();
        if (own.signal.aborted) return;
        if (next.done) exhaust();
        else void begin(next.value);
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
    if (isNews) tell();
  };

  const begin = async (item: Item): Promise<void> => {
    const index = taken;
    taken += 1;
    running += 1;
    const outcome = batch.refuse?.(item, index) ?? (await start(item, index));
    running -= 1;
    if (own.signal.aborted) return;
    progress.settled += 1;
    if (outcome.task === undefined) progress.failed += 1;
    tell();
    outcomes.add(outcome);
    if (input) void pull(input);
  };

  const start = (item: Item, index: number): Promise<Outcome> => {
    progress.started += 1;
    tell();
    return batch.work(item, index, own.signal);
  };

  return outcomes.reader;
}

/** An input may hold something open. Nobody waits for it to be closed: it may be the input that hangs. */
async function leaveInput(input: Iterator<unknown> | AsyncIterator<unknown>): Promise<void> {
  try {
    await input.return?.();
  } catch {
    // The caller has left, or has another error to look at.
  }
}

/** Outcomes that do nothing but reject: async verbs never throw synchronously. */
export function rejecting(error: unknown): AsyncIterable<never> {
  const outcomes = createOutcomes<never>({ onOpen: ignore, onTake: ignore, onLeave: ignore, onEnd: ignore });
  outcomes.fail(error);
  return outcomes.reader;
}

function ignore(): void {
  // There is nothing to open or to leave.
}

/** @throws ConfigurationError for what is no set of items. A text is one of letters, which nobody means. */
export function checkItems(name: string, items: unknown): void {
  const isIterable =
    (isObject(items) || Array.isArray(items)) && (Symbol.iterator in items || Symbol.asyncIterator in items);
  if (!isIterable)
    throw new ConfigurationError(
      name,
      `${show(items)} is not a list`,
      'Pass an array, or anything that for await takes',
    );
}
