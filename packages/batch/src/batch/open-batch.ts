import { ConfigurationError } from '@xpander/sdk';
import { taskIdOfItem } from '../engine/once-key.ts';
import { toProgress } from '../engine/progress.ts';
import type { BatchCore } from '../engine/types.ts';
import { work } from '../engine/work.ts';
import { checkMembers } from '../options/checks.ts';
import { checkBatchOptions, toWorkPlan } from './check-options.ts';
import { readItems } from './read-items.ts';
import type { Batch, BatchItems, BatchOptions, BatchSummary, WorkOptions } from './types.ts';

/**
 * Opens a batch: many prompts for one agent, kept in a store, so that it goes on after any crash.
 *
 * @example
 * const batch = await openBatch({ xpander, agentId, name: 'reviews-2026-11', store: fileStore('out.jsonl') });
 * await batch.add(jsonl('prompts.jsonl'));
 * await batch.work({ concurrency: 20 });
 * for await (const { key, status, result } of batch.results()) console.log(key, status, result);
 *
 * @throws ConfigurationError if an option is invalid, or the store belongs to another batch.
 */
export async function openBatch(options: BatchOptions): Promise<Batch> {
  checkBatchOptions(options);
  const { xpander, agentId, name, defaults = {} } = options;
  const store = await options.store.open({ name, agentId });
  return createBatch({ xpander, agentId, name, store, clock: xpander.clock, defaults });
}

function createBatch(core: BatchCore): Batch {
  const { store } = core;
  const closing = new AbortController();
  let isOpen = true;
  let current: Promise<BatchSummary> | undefined;

  const checkOpen = (): void => {
    if (!isOpen) throw new ConfigurationError('batch', 'is closed', 'Open it again with openBatch()');
  };

  const startWork = (options: WorkOptions): Promise<BatchSummary> => {
    checkOpen();
    if (current !== undefined)
      throw new ConfigurationError('work', 'is already running for this batch', 'Await it, or raise `concurrency`');
    const plan = toWorkPlan(options);
    const stop = new AbortController();
    const onAbort = (): void => stop.abort();
    const signals = [plan.signal, closing.signal].filter((signal) => signal !== undefined);
    for (const signal of signals) {
      if (signal.aborted) onAbort();
      signal.addEventListener('abort', onAbort);
    }
    const run = async (): Promise<BatchSummary> => {
      try {
        return await work(await limited(core, options), { ...plan, signal: stop.signal });
      } finally {
        current = undefined;
        for (const signal of signals) signal.removeEventListener('abort', onAbort);
      }
    };
    current = run();
    return current;
  };

  return {
    async add(items: BatchItems) {
      checkOpen();
      if (typeof items !== 'object' || items === null)
        throw new ConfigurationError(
          'items',
          'must be an iterable of items',
          'Pass an array, or jsonl("prompts.jsonl")',
        );
      return store.add(readItems(items));
    },
    async work(options = {}) {
      return startWork(options);
    },
    async *results() {
      checkOpen();
      yield* store.results();
    },
    async progress() {
      checkOpen();
      return toProgress(await store.status());
    },
    async cancel(options = {}) {
      checkOpen();
      checkMembers('cancel', options, { stopRunning: true });
      await store.stop({ code: 'cancelled', message: 'The batch was cancelled' });
      if (options.stopRunning === true) await stopRunning(core);
    },
    async close() {
      if (!isOpen) return;
      isOpen = false;
      closing.abort();
      await current?.catch(() => undefined);
      await store.close();
    },
  };
}

/** The same client under the limit of this work. */
async function limited(core: BatchCore, { rateLimit }: WorkOptions): Promise<BatchCore> {
  if (rateLimit === undefined) return core;
  const limit = (await core.store.sharedLimit(rateLimit, core.clock)) ?? rateLimit;
  return { ...core, xpander: core.xpander.withOptions({ rateLimit: limit }) };
}

/** Stops the tasks of running items. Their workers see the end, and store it. */
async function stopRunning(core: BatchCore): Promise<void> {
  for await (const item of core.store.running()) {
    const id = await taskIdOfItem(core, item, item.retry);
    // A task that has not started yet, or that has ended, cannot be stopped.
    await core.xpander.tasks.stop(id).catch(() => undefined);
  }
}
