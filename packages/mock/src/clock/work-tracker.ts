import { AsyncLocalStorage } from 'node:async_hooks';
import type { WorkTracker } from './types.ts';

interface Worker {
  /** How many waits are open. The worker is busy while there are none. */
  waits: number;
  isCounted: boolean;
}

/**
 * Creates the work tracker of one mock.
 *
 * The asynchronous context says which work a wait belongs to. A script may therefore wait for the clock, or call the
 * mock, from any depth of its own functions.
 */
export function createWorkTracker(): WorkTracker {
  const context = new AsyncLocalStorage<Worker>();
  let busyWorkers = 0;
  let changed = (): void => {};

  const isIdle = (): boolean => busyWorkers === 0;

  const track = async <T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> => {
    const worker: Worker = { waits: 0, isCounted: true };
    const leave = (): void => {
      if (worker.isCounted && worker.waits === 0) busyWorkers -= 1;
      worker.isCounted = false;
      changed();
    };
    busyWorkers += 1;
    signal?.addEventListener('abort', leave, { once: true });
    try {
      return await context.run(worker, work);
    } finally {
      signal?.removeEventListener('abort', leave);
      leave();
    }
  };

  const whileWaiting = async <T>(wait: () => Promise<T>): Promise<T> => {
    const worker = context.getStore() ?? { waits: 0, isCounted: false };
    if (worker.isCounted && worker.waits === 0) busyWorkers -= 1;
    worker.waits += 1;
    changed();
    try {
      return await wait();
    } finally {
      worker.waits -= 1;
      if (worker.isCounted && worker.waits === 0) busyWorkers += 1;
      changed();
    }
  };

  const onChange = (listener: () => void): void => {
    changed = listener;
  };
  return { isIdle, track, whileWaiting, onChange };
}
