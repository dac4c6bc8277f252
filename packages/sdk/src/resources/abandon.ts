import type { Operations } from '../api/operations.ts';
import type { WaitOptions } from '../options.ts';

/** What to do for a task that its caller no longer waits for. */
export type Abandon = (options: WaitOptions) => ((taskId: string) => void) | undefined;

/** Longest time for the one attempt to stop a task: nobody waits for it. */
const stopTimeoutMs = 10_000;

/** Sends one stop, where the caller asked for it. Nobody hears whether it worked: the call it belongs to has ended. */
export function createAbandon(operations: Operations): Abandon {
  return ({ onAbandon, headers }) => {
    if (onAbandon !== 'stop') return undefined;
    return (taskId) => {
      operations.stopTask(taskId, { headers, maxRetries: 0, timeoutMs: stopTimeoutMs }).catch(() => undefined);
    };
  };
}
