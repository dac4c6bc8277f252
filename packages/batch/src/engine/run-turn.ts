import { isXpanderError, type Task } from '@xpander/sdk';
import type { Fence } from './fence.ts';
import { findPastTurn } from './past-turn.ts';
import type { Attempt } from './run-attempt.ts';
import { instantOf, plain, textOf } from './turn-text.ts';
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
  if (found === undefined)
    return agent.run(attempt.claim.request, { via: 'stream', onAmbiguous: 'adopt', deadlineMs: 0, ...options });
  options.onUpdate();
  fence.isSent = false;
  if (found.isPast) return found.task;
  const { defaults } = core;
  return core.xpander.tasks.wait(found.task, {
    deadlineMs: defaults.deadlineMs ?? 0,
    onPaused: defaults.onPaused,
    pollIntervalMs: defaults.pollIntervalMs,
    signal: options.signal,
  });
}

interface FoundTurn {
  readonly task: Task;
  /** Whether the thread has gone on since. */
  readonly isPast: boolean;
}

/** Looks until a turn that was sent before must have arrived. */
async function findTurn(
  { core }: Session,
  { claim, graceMs, previousEnd, isForgotten }: Attempt,
  threadId: string,
  signal: AbortSignal,
): Promise<FoundTurn | undefined> {
  const text = textOf(claim.request);
  const untilMs = core.clock.now() + graceMs;
  for (;;) {
    const task = await core.xpander.tasks.get(threadId, { signal }).catch((error) => {
      if (isXpanderError(error) && error.code === 'not_found') return undefined;
      throw error;
    });
    if (task !== undefined && isTurnOf(task, text, previousEnd)) return { task, isPast: false };
    const past =
      task && isForgotten ? await findPastTurn(core.xpander, task, { text, previousEnd, signal }) : undefined;
    if (past !== undefined) return { task: past, isPast: true };
    const leftMs = untilMs - core.clock.now();
    if (leftMs <= 0) return undefined;
    await core.clock.sleep(Math.min(lookEveryMs, leftMs), signal);
  }
}

function isTurnOf(task: Task, text: string, previousEnd: string | undefined): boolean {
  const isOldEnd = previousEnd !== undefined && instantOf(task.finished_at) === instantOf(previousEnd);
  return !isOldEnd && plain(task.input?.text) === plain(text);
}
