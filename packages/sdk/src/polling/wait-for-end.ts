import type { AwaitedTask, Core, Operation } from '../core/types.ts';
import type { Task } from '../models.ts';
import { finalStatus, isPaused } from '../tasks/task-status.ts';
import { emit, subjectOfTask } from '../transport/hooks.ts';
import { nextIntervalMs } from './poll-interval.ts';
import { createTaskPoll } from './poll-task.ts';

/** Waits until a task has ended: together with the other tasks of its batch, or by itself. */
export function waitForEnd(core: Core, awaited: AwaitedTask, operation: Operation): Promise<Task> {
  const group = core.batch?.group;
  return group === undefined ? waitForOne(core, awaited, operation) : group.wait(awaited, operation);
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
      const end = await poll.judge(await poll.read(() => 'look'));
      if (end !== undefined) return end;
    }
    isDue = true;
    const delayMs = nextIntervalMs(operation, clock.now() - startedMs);
    emit(subject, 'onPoll', { attempt, delayMs });
    operation.attend(delayMs + slackMs);
    await clock.sleep(delayMs, operation.signal);
  }
}

/** Whether the snapshot makes an immediate poll useless. A paused task may have gone on since its snapshot. */
export function isKnownToRun({ snapshot }: AwaitedTask): boolean {
  return snapshot !== undefined && !isPaused(snapshot) && finalStatus(snapshot) === undefined;
}
