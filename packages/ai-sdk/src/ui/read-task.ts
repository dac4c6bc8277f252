import { isXpanderError, type KnownTaskStatus, type Task, type Xpander } from '@xpander/sdk';

const isEnd: Readonly<Record<KnownTaskStatus, boolean>> = {
  pending: false,
  executing: false,
  paused: false,
  completed: true,
  failed: true,
  error: true,
  stopped: true,
};

/** Whether the run has ended. A status that this version does not know counts as running: `follow` can tell. */
export function hasEnded({ status }: Task): boolean {
  return typeof status === 'string' && Object.hasOwn(isEnd, status) && isEnd[status as KnownTaskStatus];
}

/** Reads the task of a thread; `undefined` before its first turn. */
export function readTask(client: Xpander, threadId: string, signal: AbortSignal): Promise<Task | undefined> {
  return orMissing(client.tasks.get(threadId, { signal }));
}

/** Resolves with `undefined` if the API does not know the thread. */
export async function orMissing<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (isXpanderError(error) && error.code === 'not_found') return undefined;
    throw error;
  }
}
