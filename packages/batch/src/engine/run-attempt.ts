import type { Task } from '@xpander/sdk';
import type { Claim } from '../store/types.ts';
import { createFence, type Fence, NotSent } from './fence.ts';
import { judgeError, type Verdict } from './judge-error.ts';
import { onceKeyOf } from './once-key.ts';
import { runTurn } from './run-turn.ts';
import type { Session } from './types.ts';

/** One attempt of an item: a run of the agent under its own task id. */
export interface Attempt {
  readonly claim: Claim;
  readonly retry: number;
  /** Whether no request of this attempt can have been sent before, so that nothing has to be looked for. */
  readonly isFirst: boolean;
  readonly graceMs: number;
  /** Of an item of a thread: the end of the turn before it, which is not this attempt's. */
  readonly previousEnd: string | undefined;
  /** Whether the store may have lost what it knew of turns that the thread has left behind. */
  readonly isForgotten: boolean;
  /** Called once, with the first snapshot of the task. `wasThere` tells that the run was found and not sent. */
  readonly onTask: (wasThere: boolean) => void;
}

export type Outcome = { readonly kind: 'completed'; readonly task: Task } | Verdict | { readonly kind: 'given-back' };

/** Runs the agent, or finds the run of an earlier claim. Never rejects. */
export async function runAttempt(
  session: Session,
  attempt: Attempt,
): Promise<{ readonly outcome: Outcome; readonly isSent: boolean }> {
  const { claim } = attempt;
  const fence = createFence(session, claim);
  const run = new AbortController();
  let hasTask = false;
  const onUpdate = (): void => {
    if (hasTask) return;
    hasTask = true;
    attempt.onTask(!fence.isSent);
  };
  const giveBack = (): void => run.abort(new GivenBack());
  const leave = (): void => run.abort(new NotSent('lost'));
  /** A run that waits for the rate limit is not under way, and has no time to end. */
  const giveBackUnsent = (): void => {
    if (!fence.isSent && !hasTask) giveBack();
  };
  const stop = listen([
    [session.over, giveBack],
    [session.closing, giveBackUnsent],
    [claim.lost, leave],
  ]);
  try {
    const options = { ...session.core.defaults, signal: run.signal, beforeSend: fence.pass, onUpdate };
    const task = await start(session, attempt, fence, options);
    onUpdate();
    return { outcome: { kind: 'completed', task }, isSent: fence.isSent };
  } catch (error) {
    if (error instanceof GivenBack) return { outcome: { kind: 'given-back' }, isSent: fence.isSent };
    const outcome = judgeError(error, hasTask);
    if (outcome.kind === 'failed' && outcome.task !== undefined) onUpdate();
    return { outcome, isSent: fence.isSent };
  } finally {
    stop();
  }
}

interface AttemptOptions {
  readonly signal: AbortSignal;
  readonly beforeSend: () => Promise<void>;
  readonly onUpdate: () => void;
}

function start(session: Session, attempt: Attempt, fence: Fence, options: AttemptOptions): Promise<Task> {
  const { claim, retry, isFirst, graceMs } = attempt;
  if (claim.threadId !== undefined) return runTurn(session, attempt, claim.threadId, fence, options);
  const key = onceKeyOf(session.core.name, claim.key, retry);
  // A request whose answer is lost is not repeated before it must have arrived: the next attempt looks for it.
  const once = { key, isFirst, graceMs };
  return session.agent.run(claim.request, { via: 'stream', onAmbiguous: 'adopt', deadlineMs: 0, ...options, once });
}

class GivenBack extends Error {}

/** Listens on several signals, and returns a function that stops it: `AbortSignal.any` would hold on to long-lived ones. */
function listen(listeners: readonly (readonly [AbortSignal, () => void])[]): () => void {
  for (const [signal, listener] of listeners) {
    if (signal.aborted) listener();
    signal.addEventListener('abort', listener);
  }
  return () => {
    for (const [signal, listener] of listeners) signal.removeEventListener('abort', listener);
  };
}
