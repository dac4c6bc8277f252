import type { Core } from '../core/types.ts';
import { ConfigurationError } from '../errors/configuration-error.ts';
import type { InvokeOptions, RunOptions } from '../options/call-options.ts';
import type { MaybeOutput } from '../output/output-schema.ts';
import { prepareRun } from './prepare-run.ts';
import { taskIdOf } from './task-id.ts';
import type { PreparedRun, RunTarget } from './types.ts';

/**
 * Prepares a run under the id that belongs to its key. Calls with the same key queue like the turns of one thread, so
 * that the second one finds the run of the first.
 *
 * @throws ConfigurationError if the run has another id already: that of its thread, or one in its request.
 */
export async function prepareOnce(
  core: Core,
  target: RunTarget,
  once: NonNullable<InvokeOptions['once']>,
  options: RunOptions & MaybeOutput,
): Promise<PreparedRun> {
  const prepared = prepareRun(core, target, options);
  const { agentId, body } = prepared.invocation;
  if (prepared.isShared) {
    const what = target.thread === undefined ? 'a request with an `id`' : 'a turn of a thread';
    throw new ConfigurationError(
      'once',
      `cannot be used with ${what}`,
      'The key alone decides on the id: leave one out',
    );
  }
  const { key, isFirst = false, graceMs = 0 } = typeof once === 'string' ? { key: once } : once;
  const id = await taskIdOf(agentId, key);
  return {
    invocation: { ...prepared.invocation, body: { ...body, id } },
    isMinted: true,
    isShared: true,
    thread: { id, state: core.threads.of(id), whenBusy: 'queue', isOneRun: true },
    once: { isFirst, graceMs },
  };
}
