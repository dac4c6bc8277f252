import type { BatchSummary } from '../batch/types.ts';
import { BatchStoppedError, BatchStoreError } from '../errors/batch-errors.ts';
import type { StoreStatus } from '../store/types.ts';
import { createOriginWatch } from './origin.ts';
import { createProgressReport } from './progress.ts';
import { runItem } from './run-item.ts';
import { createStoreKeeper } from './store-keeper.ts';
import type { BatchCore, Closing, Session, WorkPlan } from './types.ts';

/** Runs items until the batch is settled, stopped, or the signal aborts and running items have had their time. */
export async function work(core: BatchCore, plan: WorkPlan): Promise<BatchSummary> {
  const closing = new AbortController();
  const over = new AbortController();
  const running = new Set<Promise<void>>();
  let reason: Closing | undefined;
  let wake = (): void => undefined;
  const report = createProgressReport(core, plan);
  const keeper = createStoreKeeper(core, over.signal, report.note);

  const close = (why: Closing): void => {
    if (reason !== undefined) return;
    reason = why;
    closing.abort();
    void core.clock.sleep(plan.drainMs, over.signal).then(
      () => over.abort(),
      () => undefined,
    );
  };
  const session: Session = {
    core,
    agent: core.xpander.agent(core.agentId),
    plan,
    keeper,
    closing: closing.signal,
    over: over.signal,
    learnOrigin: createOriginWatch(core, keeper, closing.signal),
    successes: 0,
    settledHere: 0,
    close,
    noteChange: () => report.note(),
  };
  report.attach(keeper);

  const launch = (item: Promise<void>): void => {
    const settled = item
      .catch((error) => close({ kind: 'error', error }))
      .finally(() => {
        running.delete(settled);
        wake();
      });
    running.add(settled);
  };
  const nextEnd = (): Promise<void> =>
    new Promise((resolve) => {
      wake = resolve;
    });

  const onAbort = (): void => close({ kind: 'aborted' });
  plan.signal?.addEventListener('abort', onAbort);
  if (plan.signal?.aborted) onAbort();
  try {
    await keeper.ask(() => core.store.begin(plan));
    while (!closing.signal.aborted) {
      const free = plan.concurrency - running.size;
      if (free <= 0 || keeper.isFull) {
        await nextEnd();
        continue;
      }
      const claims = await keeper.ask(() => core.store.claim(free, closing.signal));
      for (const claim of claims) launch(runItem(session, claim));
      if (claims.length > 0) report.note();
      else if (await isOver(session)) break;
    }
    await Promise.all(running);
  } finally {
    plan.signal?.removeEventListener('abort', onAbort);
    over.abort();
  }
  await report.end();
  return conclude(session, reason);
}

/** Whether nothing is left to claim, now or later. */
async function isOver(session: Session): Promise<boolean> {
  const { core, keeper } = session;
  const { waiting, running, stop } = await keeper.ask(() => core.store.status());
  if (stop !== undefined) session.close({ kind: 'stopped' });
  return stop !== undefined || waiting + running === 0;
}

async function conclude(session: Session, reason: Closing | undefined): Promise<BatchSummary> {
  const { core, keeper } = session;
  if (keeper.unsaved.size > 0) throw new BatchStoreError([...keeper.unsaved], { cause: keeper.error });
  if (reason?.kind === 'error') throw reason.error;
  const status = await core.store.status();
  const summary = summarize(status, session.settledHere, reason);
  if (reason?.kind === 'stopped' && status.stop !== undefined && status.stop.code !== 'cancelled')
    throw new BatchStoppedError(status.stop, summary, { cause: reason.cause });
  return summary;
}

function summarize(status: StoreStatus, settledHere: number, reason: Closing | undefined): BatchSummary {
  const left = status.waiting + status.running;
  const isCancelled = status.stop?.code === 'cancelled';
  const stopped = left === 0 ? undefined : isCancelled ? 'cancelled' : reason && 'aborted';
  return { completed: status.completed, failed: status.failed, left, settledHere, stopped };
}
