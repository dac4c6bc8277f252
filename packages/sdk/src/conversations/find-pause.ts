import { type ConversationRef, getConversation } from '../api/conversation-operations.ts';
import type { OperationCall } from '../api/types.ts';
import type { Core } from '../core/types.ts';
import { TaskPausedError, type Wanted } from '../errors/run-errors.ts';
import { wantedIn } from './turn-end.ts';

/** The time limit of the read that only makes an error say more. */
const readingMs = 10_000;

/** Reads what a paused turn waits for from the record of its conversation: the latest question or request. */
export async function readWanted(core: Core, ref: ConversationRef, call: OperationCall): Promise<Wanted | undefined> {
  const { activity } = await getConversation(core, ref, call);
  const entries = Array.isArray(activity?.messages) ? activity.messages : [];
  return entries.map(wantedIn).findLast((wanted) => wanted !== undefined);
}

/** Makes errors of paused turns say what is wanted: from the events, or else from the record of the conversation. */
export function createPauseFinder(
  core: Core,
  agentId: string,
  {
    options,
    wanted,
  }: { readonly options: Pick<OperationCall, 'headers' | 'signal'>; readonly wanted: () => Wanted | undefined },
): (error: unknown) => Promise<unknown> {
  const found = new WeakSet<object>();
  return async (error) => {
    if (!(error instanceof TaskPausedError) || found.has(error)) return error;
    const { task, authUrl, hitlRequest } = error;
    const { headers, signal } = options;
    const call = { headers, signal, timeoutMs: readingMs, maxRetries: 1 };
    const isKnown = wanted() !== undefined || authUrl !== undefined || hitlRequest !== undefined;
    const read = isKnown ? undefined : await readWanted(core, { agentId, id: task.id }, call).catch(() => undefined);
    const told = new TaskPausedError(task, wanted() ?? read);
    found.add(told);
    return told;
  };
}
