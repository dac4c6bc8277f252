import type { Task } from '@xpander/sdk';
import { isXpanderError } from '@xpander/sdk';
import type { BatchResult, ItemError } from '../batch/types.ts';
import type { Claim } from '../store/types.ts';
import { createFailureCount } from './failure-count.ts';
import type { Verdict } from './judge-error.ts';
import { taskIdOfItem } from './once-key.ts';
import { type Attempt, type Outcome, runAttempt } from './run-attempt.ts';
import type { Session } from './types.ts';

/** How often an item looks whether a full store has room again. */
const fullPauseMs = 500;

/** Brings a claimed item to its end: settled, given back, or left to the worker that has it now. */
export async function runItem(session: Session, claim: Claim): Promise<void> {
  const origin = await session.learnOrigin(claim);
  if (origin === 'unknown' && !claim.isOpener) return giveBack(session, claim, false);
  const isFirst = origin === 'new' && claim.isFirst;
  // What the store remembers of the item's requests says nothing about those that it has lost.
  const isLate = origin === 'seen' && claim.origin === 'unknown';
  const graceMs = isLate ? session.core.store.graceMs : claim.graceMs;
  return settleItem(session, claim, { isFirst, graceMs, isProbe: origin === 'unknown', isForgotten: origin !== 'new' });
}

interface Start {
  readonly isFirst: boolean;
  readonly graceMs: number;
  /** Whether the item shows if the batch is new to the API. */
  readonly isProbe: boolean;
  readonly isForgotten: boolean;
}

/** Makes attempts until the item has its outcome. */
async function settleItem(session: Session, claim: Claim, start: Start): Promise<void> {
  const { core, keeper, plan } = session;
  const { isFirst, isProbe } = start;
  const startedMs = core.clock.now();
  const failures = createFailureCount(session);
  let mayBeSent = false;
  let noted: Promise<void> | undefined;
  let attempt: Attempt = {
    claim,
    retry: claim.retry,
    isFirst,
    graceMs: start.graceMs,
    previousEnd: claim.previous?.finishedAt,
    isForgotten: start.isForgotten,
    onTask: (wasThere) => {
      session.successes += 1;
      // A task that this claim may have sent is not older than the store.
      if (isProbe) note(wasThere && !mayBeSent ? 'seen' : 'new');
    },
  };
  const note = (origin: 'new' | 'seen'): void => {
    noted ??= keeper.ask(() => core.store.noteOrigin(origin));
    // A failure of the store surfaces below.
    noted.catch(ignore);
  };
  for (;;) {
    const { outcome, isSent } = await runAttempt(session, attempt);
    mayBeSent ||= isSent;
    await noted;
    if (outcome.kind === 'given-back' || (session.over.aborted && outcome.kind === 'trouble'))
      return giveBack(session, claim, mayBeSent);
    if (outcome.kind === 'completed' || outcome.kind === 'failed') {
      const next = outcome.kind === 'failed' ? retryOf(attempt, outcome, plan.retryFailed) : undefined;
      if (next === undefined) {
        // The API has refused the opener, which says nothing about the others.
        if (isProbe) note('seen');
        await noted;
        return settle(session, attempt, outcome, startedMs);
      }
      attempt = { ...next, isFirst };
    } else if (outcome.kind === 'trouble') {
      if (failures.isOwn(isSent && !attempt.isFirst)) {
        if (isProbe) note('seen');
        await noted;
        return settle(session, attempt, { ...outcome, kind: 'failed', status: 'error' }, startedMs);
      }
      if (isSent) attempt = { ...attempt, isFirst: false, graceMs: core.store.graceMs };
      await core.clock.sleep(Math.max(failures.pauseMs(), outcome.retryAfterMs), session.closing).catch(ignore);
      if (session.closing.aborted) return giveBack(session, claim, mayBeSent);
    } else if (outcome.kind === 'not-sent' && outcome.why === 'store') {
      // A full store may answer all the same: another attempt would only take tokens of the rate limit.
      while (session.keeper.isFull && !session.closing.aborted)
        await core.clock.sleep(fullPauseMs, session.closing).catch(ignore);
      if (!(await session.keeper.ask(() => core.store.check(claim)))) return;
    } else {
      return end(session, claim, outcome, mayBeSent);
    }
  }
}

/** The next attempt after a failed run, if there is one. A paused run goes on when a person has answered. */
function retryOf(
  attempt: Attempt,
  { status, task }: { readonly status: string; readonly task?: Task | undefined },
  retryFailed: number,
): Attempt | undefined {
  if (attempt.retry >= retryFailed || status === 'paused') return undefined;
  return { ...attempt, retry: attempt.retry + 1, previousEnd: task?.finished_at ?? attempt.previousEnd };
}

/** Ends an item without an outcome. */
async function end(
  session: Session,
  claim: Claim,
  outcome: Exclude<Outcome, { kind: 'completed' | 'failed' | 'trouble' }>,
  mayBeSent: boolean,
): Promise<void> {
  if (outcome.kind === 'not-sent' && outcome.why === 'lost') return;
  if (outcome.kind === 'stop') {
    await session.keeper.ask(() => session.core.store.stop(outcome.reason));
    session.close({ kind: 'stopped', cause: outcome.error });
  }
  if (outcome.kind === 'broken') session.close({ kind: 'error', error: outcome.error });
  await giveBack(session, claim, mayBeSent);
}

async function giveBack({ keeper, core }: Session, claim: Claim, sent: boolean): Promise<void> {
  await keeper.ask(() => core.store.release(claim, { sent })).catch(ignore);
}

async function settle(
  session: Session,
  { claim, retry }: Attempt,
  outcome: Extract<Outcome, { kind: 'completed' | 'failed' }>,
  startedMs: number,
): Promise<void> {
  const { core, keeper } = session;
  const { task } = outcome;
  const taskId = task?.id ?? (await taskIdOfItem(core, claim, retry));
  const result: BatchResult = {
    key: claim.key,
    index: claim.index,
    taskId,
    status: outcome.kind === 'completed' ? 'completed' : outcome.status,
    ...(outcome.kind === 'completed' ? { result: outcome.task.result ?? '' } : { error: toItemError(outcome) }),
    attempts: retry + 1,
    startedAt: task?.started_at ?? task?.created_at ?? toStamp(startedMs),
    finishedAt: task?.finished_at ?? toStamp(core.clock.now()),
  };
  const isStored = await keeper.save(taskId, () => core.store.settle(claim, result));
  if (isStored) session.settledHere += 1;
  session.noteChange();
}

function toStamp(ms: number): string {
  return new Date(ms).toISOString();
}

function toItemError({ error }: Extract<Verdict, { kind: 'failed' }>): ItemError {
  if (isXpanderError(error)) return { name: error.name, code: error.code, message: error.message };
  return { name: 'Error', code: 'unknown', message: String(error) };
}

function ignore(): Promise<void> {
  return Promise.resolve();
}
