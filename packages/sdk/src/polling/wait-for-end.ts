import { noteRun } from '../budget/request-budget.ts';
import type { Purpose } from '../budget/types.ts';
import type { AwaitedTask, Core, Operation } from '../core/types.ts';
import type { Task } from '../models.ts';
import { finalStatus, isPaused } from '../tasks/task-status.ts';
import { parseTimestampMs } from '../tasks/timestamp.ts';
import { emit, subjectOfTask } from '../transport/hooks.ts';
import { nextIntervalMs } from './poll-interval.ts';
import { createTaskPoll } from './poll-task.ts';

/** Waits until a task has ended: together with the other tasks of its batch, or by itself. */
export async function waitForEnd(core: Core, awaited: AwaitedTask, operation: Operation): Promise<Task> {
  const group = core.batch?.group;
  const { budget } = core.limiter;
  const { clock } = core.settings;
  const startedMs = clock.now();
  const watch = { deadlineAtMs: startedMs + operation.remainingMs() };
  budget?.watched.add(watch);
  try {
    const end = await (group === undefined ? waitForOne(core, awaited, operation) : group.wait(awaited, operation));
    if (budget && isKnownToRun(awaited)) noteRun(budget, end.agent_id ?? '', runTimeOf(end) ?? clock.now() - startedMs);
    return end;
  } finally {
    budget?.watched.delete(watch);
  }
}

/** How long the task ran, in milliseconds, if its record says so. */
function runTimeOf({ created_at: createdAt, finished_at: finishedAt }: Task): number | undefined {
  const startMs = parseTimestampMs(createdAt ?? '');
  const endMs = parseTimestampMs(finishedAt ?? '');
  return startMs === undefined || endMs === undefined || endMs < startMs ? undefined : endMs - startMs;
}

/** How long one poll may take before a turn that waits for this one looks for itself. */
const readingMs = 90_000;
/** How much later than planned a poll may begin. */
const slackMs = 5_000;

/** Polls a task by itself until it has ended. Resolves with the task, whatever the end is. */
export async function waitForOne(core: Core, awaited: AwaitedTask, operation: Operation): Promise<Task> {
  const { settings } = core;
  const { clock } = settings;
  const poll = createTaskPoll(core, awaited, operation);
  const subject = subjectOfTask(settings, awaited.id);
  const startedMs = clock.now();
  let isDue = !isKnownToRun(awaited);
  for (let attempt = 1; ; attempt += 1) {
    if (isDue) {
      operation.attend(readingMs);
      const end = await poll.judge(await poll.read(() => purposeOfPoll(operation)));
      if (end !== undefined) return end;
    }
    isDue = true;
    const delayMs = beforeDeadline(core, operation, nextIntervalMs(operation, clock.now() - startedMs));
    emit(subject, 'onPoll', { attempt, delayMs });
    operation.attend(delayMs + slackMs);
    await clock.sleep(delayMs, operation.signal);
  }
}

/** Polls this close to the deadline go before new runs, so that a run that has ended is read in time. */
const lastReadMs = 5_000;

/** What a poll of this operation is for. */
export function purposeOfPoll({ remainingMs }: Operation): Purpose {
  return remainingMs() <= lastReadMs ? 'finish' : 'look';
}

/** Under a rate limit, the last poll before the deadline begins early enough to be served. */
export function beforeDeadline({ limiter, settings }: Core, { remainingMs }: Operation, delayMs: number): number {
  const isLimited = limiter.budget?.source.isLimited(settings.clock.now()) ?? false;
  const leftMs = remainingMs() - lastReadMs;
  return isLimited && leftMs > 0 ? Math.min(delayMs, leftMs) : delayMs;
}

/** Whether the snapshot makes an immediate poll useless. A paused task may have gone on since its snapshot. */
export function isKnownToRun({ snapshot }: AwaitedTask): boolean {
  return snapshot !== undefined && !isPaused(snapshot) && finalStatus(snapshot) === undefined;
}
