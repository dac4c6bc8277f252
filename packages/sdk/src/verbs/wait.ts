import { checkCallOptions } from '../config/validate-options.ts';
import { hasEnded, toAwaited } from '../core/awaited-task.ts';
import { type OperationOptions, withDeadline } from '../core/operation.ts';
import { surroundWait } from '../core/surround-operation.ts';
import type { Core } from '../core/types.ts';
import type { TaskRef } from '../models.ts';
import type { MaybeOutput } from '../output/output-schema.ts';
import { type Settled, settle } from '../output/parse-output.ts';
import { waitForEnd } from '../polling/wait-for-end.ts';
import { createRedactor } from '../transport/redact.ts';

/** Waits for a task's end. `options.startedMs` states when the deadline began to run, if not now. */
export async function waitForTask(
  core: Core,
  task: TaskRef,
  { startedMs, ...options }: OperationOptions & MaybeOutput,
): Promise<Settled> {
  const { clock } = core.settings;
  const redact = createRedactor(core.settings, options.headers);
  checkCallOptions(options, 'wait');
  const awaited = toAwaited(core, task, options.since);
  return surroundWait(core, awaited, async () => {
    if (hasEnded(awaited)) return settle(awaited.snapshot, options, clock, redact);
    const end = await withDeadline(core, { ...options, startedMs }, (operation) =>
      waitForEnd(core, awaited, operation),
    );
    core.threads.note(end, clock.now());
    return settle(end, options, clock, redact);
  });
}
