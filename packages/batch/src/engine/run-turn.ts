import { type AgentRequest, isXpanderError, type Task } from '@xpander/sdk';
import type { Fence } from './fence.ts';
import type { Attempt } from './run-attempt.ts';
import type { Session } from './types.ts';

const lookEveryMs = 2_000;

interface TurnOptions {
  readonly signal: AbortSignal;
  readonly beforeSend: () => Promise<void>;
  readonly onUpdate: () => void;
}

/**
 * Runs an item as a turn of its thread. All turns share the id of the thread, so that an earlier claim's turn is known by
 * its text, and by an end that is not the end of the turn before.
 */
export async function runTurn(
  session: Session,
  attempt: Attempt,
  threadId: string,
  fence: Fence,
  options: TurnOptions,
): Promise<Task> {
  const { agent, core } = session;
  const found = attempt.isFirst ? undefined : await findTurn(session, attempt, threadId, options.signal);
  if (found === undefined) {
    return agent.run(attempt.claim.request, { via: 'stream', onAmbiguous: 'adopt', deadlineMs: 0, ...options });
  }
  options.onUpdate();
  fence.isSent = false;
  const { defaults } = core;
  return core.xpander.tasks.wait(found, {
    deadlineMs: defaults.deadlineMs ?? 0,
    onPaused: defaults.onPaused,
    pollIntervalMs: defaults.pollIntervalMs,
    signal: options.signal,
  });
}

/** Looks until a turn that was sent before must have arrived. */
async function findTurn(
  { core }: Session,
  { claim, graceMs, previousEnd }: Attempt,
  threadId: string,
  signal: AbortSignal,
): Promise<Task | undefined> {
  const untilMs = core.clock.now() + graceMs;
  for (;;) {
    const task = await core.xpander.tasks.get(threadId, { signal }).catch((error) => {
      if (isXpanderError(error) && error.code === 'not_found') return undefined;
      throw error;
    });
    if (task !== undefined && isTurnOf(task, claim.request, previousEnd)) return task;
    const leftMs = untilMs - core.clock.now();
    if (leftMs <= 0) return undefined;
    await core.clock.sleep(Math.min(lookEveryMs, leftMs), signal);
  }
}

function isTurnOf(task: Task, request: AgentRequest, previousEnd: string | undefined): boolean {
  const isOldEnd = previousEnd !== undefined && instantOf(task.finished_at) === instantOf(previousEnd);
  return !isOldEnd && plain(task.input?.text) === plain(textOf(request));
}

export function textOf(request: AgentRequest): string {
  if (typeof request === 'string') return request;
  const { input } = request;
  return typeof input === 'string' ? input : (input?.text ?? '');
}

function plain(text: string | null | undefined): string {
  return (text ?? '').replace(/\s+/g, ' ').trim();
}

/** A stamp without a zone is UTC. */
function instantOf(stamp: string | null | undefined): number | undefined {
  if (stamp === null || stamp === undefined) return undefined;
  return Date.parse(/Z$|[+-]\d\d:?\d\d$/i.test(stamp) ? stamp : `${stamp}Z`);
}
