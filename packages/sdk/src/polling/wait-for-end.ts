import { noteRun } from '../budget/request-budget.ts';
import type { AwaitedTask, Core, Operation } from '../core/types.ts';
import type { Task } from '../models.ts';
import { parseTimestampMs } from '../tasks/timestamp.ts';
import { emit, subjectOfTask } from '../transport/hooks.ts';
import { nextIntervalMs } from './poll-interval.ts';
import { isKnownToRun, lastReadDueMs, purposeOfPoll } from './poll-purpose.ts';
import { createTaskPoll } from './poll-task.ts';

/** Waits until a task has ended: together with the other tasks of its batch or of its client, or by itself. */
export async function waitForEnd(core: Core, awaited: AwaitedTask, operation: Operation): Promise<Task> {
  const group = core.batch?.group;
  const { budget } = core.limiter;
  const { clock } = core.settings;
  const startedMs = clock.now();
  const watch = { deadlineAtMs: startedMs + operation.remainingMs() };
  budget?.watched.add(watch);
  try {
    const end = await (group === undefined ? waitByItself(core, awaited, operation) : group.wait(awaited, operation));
    if (budget && isKnownToRun(awaited)) noteRun(budget, end.agent_id ?? '', runTimeOf(end) ?? clock.now() - startedMs);
    return end;
  } finally {
    budget?.watched.delete(watch);
  }
}

/** Waits together with the client's other waits, if their requests would be the same; otherwise alone. */
async function waitByItself(core: Core, awaited: AwaitedTask, operation: Operation): Promise<Task> {
  const { headers, timeoutMs, pollIntervalMs } = operation.options;
  const isOrdinary = headers === undefined && timeoutMs === undefined && pollIntervalMs === undefined;
  if (core.watching === undefined || !isOrdinary) return waitForOne(core, awaited, operation);
  if (isKnownToRun(awaited)) return core.watching.wait(awaited, operation);
  // The list cannot prove that there is no such task, and an ended one needs no more than its record.
  const poll = createTaskPoll(core, awaited, operation);
  operation.attend(readingMs);
  const end = await poll.judge(await poll.read(() => purposeOfPoll(operation)));
  if (end !== undefined) return end;
  const snapshot = operation.progress.lastTask;
  return core.watching.wait({ ...awaited, snapshot, isSeenRunning: snapshot !== undefined }, operation);
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
    const lastReadMs = lastReadDueMs(core, operation) - clock.now();
    const intervalMs = nextIntervalMs(operation, clock.now() - startedMs);
    const delayMs = lastReadMs > 0 ? Math.min(intervalMs, lastReadMs) : intervalMs;
    emit(subject, 'onPoll', { attempt, delayMs });
    operation.attend(delayMs + slackMs);
    await clock.sleep(delayMs, operation.signal);
  }
}
