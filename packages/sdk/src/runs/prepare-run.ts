import { toInvokeRequest } from '../config/validate-request.ts';
import { checkId } from '../config/validators.ts';
import { createThreadState } from '../core/thread-registry.ts';
import type { Core } from '../core/types.ts';
import { ConfigurationError } from '../errors/configuration-error.ts';
import type { InvokeOptions } from '../options/call-options.ts';
import { askForOutput, type MaybeOutput } from '../output/output-schema.ts';
import type { Turn, TurnThread } from '../threads/types.ts';
import type { PreparedRun, ReadyRun, RunTarget } from './types.ts';

/** @throws ConfigurationError for an id or a request that the API could not accept. */
export function prepareRun(core: Core, target: RunTarget, options: InvokeOptions & MaybeOutput): PreparedRun {
  const { user = core.settings.user, version, onAmbiguous = 'throw' } = options;
  const body = askForOutput(toInvokeRequest(target.request, user), options.output);
  const givenId = body.id ?? undefined;
  if (givenId !== undefined && target.thread !== undefined)
    throw new ConfigurationError('id', 'is the thread’s own', 'Leave it out, or open a thread by it: agent.thread(id)');
  const thread = target.thread ?? toThread(core, givenId);
  // After a lost answer, only a run whose id was known beforehand can be looked for.
  const isMinted = onAmbiguous !== 'throw' && thread.id === undefined;
  const invocation = {
    agentId: checkId('agentId', target.agentId),
    body: isMinted ? { ...body, id: crypto.randomUUID() } : body,
    version,
  };
  return { invocation, isMinted, thread };
}

/** The thread of a run that is no turn of a `thread()`: the one whose id the request names, or a new one. */
function toThread(core: Core, id: string | undefined): TurnThread {
  return { id, state: id === undefined ? createThreadState() : core.threads.of(id), whenBusy: 'queue' };
}

/** Puts a run into the thread whose turn it is. */
export function toReadyRun({ invocation, isMinted }: PreparedRun, { threadId, earlier }: Turn): ReadyRun {
  if (threadId === undefined) return { invocation, isMinted, earlier };
  return { invocation: { ...invocation, body: { ...invocation.body, id: threadId } }, isMinted: false, earlier };
}
