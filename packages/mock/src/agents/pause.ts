import { MockConfigurationError } from '../configuration/configuration-error.ts';
import { refuseUnknownMembers } from '../configuration/option-checks.ts';
import type { Pause, PauseOptions } from './types.ts';

/**
 * Makes the value that a script yields to pause its task until `mock.task(id).resume()`, `.reject()` or `.stop()`.
 *
 * @example
 * async function* script() {
 *   yield pause({ hitl: { wait_node_id: 'approve-order' } });
 *   yield 'Ordered.';
 * }
 *
 * @throws MockConfigurationError when neither `hitl` nor `auth` is given.
 */
export function pause(options: PauseOptions): Pause {
  checkPause('pause()', options);
  refuseUnknownMembers('pause()', options, ['hitl', 'auth']);
  return { type: 'pause', ...options };
}

/** Throws for a pause that waits for nothing. */
export function checkPause(where: string, { hitl, auth }: PauseOptions): void {
  if (hitl !== undefined || auth !== undefined) return;
  throw new MockConfigurationError(`${where} needs hitl or auth, such as { hitl: { wait_node_id: "approval" } }.`);
}
