import type { Operations } from '../api/operations.ts';
import type { WaitOptions } from '../options/call-options.ts';

/** What to do for a task that its caller no longer waits for. */
export type Abandon = (options: WaitOptions) => ((taskId: string, reason: unknown) => void) | undefined;

/** Why an operation is aborted whose caller has left a loop: that is no abort of the caller's, and stops nothing. */
export const left: unique symbol = Symbol('left');

/** Longest time for the one attempt to stop a task: nobody waits for it. */
const stopTimeoutMs = 10_000;

/** Sends one stop, where the caller asked for it. Nobody hears whether it worked: the call it belongs to has ended. */
export function createAbandon(operations: Operations): Abandon {
  return ({ onAbandon, headers }) => {
    if (onAbandon !== 'stop') return undefined;
    return (taskId, reason) => {
      if (reason === left) return;
      operations.stopTask(taskId, { headers, maxRetries: 0, timeoutMs: stopTimeoutMs }).catch(() => undefined);
    };
  };
}
