import type { Operations } from '../api/operations.ts';
import { type Operation, toCall } from '../core/operation.ts';
import type { Task } from '../models.ts';
import type { RequestOptions } from '../options/call-options.ts';

/** Reads a task once, for what it may tell; a look that fails has told nothing. */
export async function glance(
  id: string,
  operations: Operations,
  options: RequestOptions,
  operation: Operation,
): Promise<Task | undefined> {
  try {
    return await operations.getTask(id, { ...toCall(operation, options), maxRetries: 0, priority: () => 'look' });
  } catch {
    if (operation.signal.aborted) throw operation.signal.reason;
    return undefined;
  }
}
