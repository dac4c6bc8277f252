import { getTask } from '../api/operations.ts';
import type { OperationCall } from '../api/types.ts';
import { toCall } from '../core/operation.ts';
import type { Core, Operation } from '../core/types.ts';
import { ApiError } from '../errors/api-error.ts';
import { isControlFlow } from '../errors/control-flow.ts';
import type { Task } from '../models.ts';

/** What one read of a task returned: the task, or the error of the request. */
export type TaskReading =
  | { readonly task: Task; readonly error?: undefined }
  | { readonly task?: undefined; readonly error: unknown };

/** How a read differs from an ordinary one. */
export type ReadSettings = Pick<OperationCall, 'maxRetries' | 'priority' | 'start'>;

/** A read that can be repeated by the next poll: no retries, and it waits while the server's limit is used up. */
export const asPoll: ReadSettings = { maxRetries: 0, priority: () => 'look' };

/**
 * Reads a task once. A failed read is a result, because most callers can go on without it. An abort rejects, and so does
 * what a framework throws to steer itself.
 */
export async function readTask(
  core: Core,
  id: string,
  operation: Operation,
  settings: ReadSettings = {},
): Promise<TaskReading> {
  const call = { ...toCall(operation), ...settings };
  const breaker = core.batch?.readBreaker;
  try {
    const task = await (breaker
      ? breaker.guard(call, (guarded) => getTask(core, id, guarded))
      : getTask(core, id, call));
    return { task };
  } catch (error) {
    if (operation.signal.aborted) throw operation.signal.reason;
    if (isControlFlow(error)) throw error;
    return { error };
  }
}

/**
 * Whether the server says that there is no such task. It may call an id malformed that is only unknown
 * (openapi/FACTS.md#f26).
 */
export function isMissingTask(error: unknown): boolean {
  return error instanceof ApiError && (error.status === 404 || error.status === 422);
}
