import type { Operations } from '../api/operations.ts';
import type { Settings } from '../config/settings.ts';
import type { Operation } from '../core/operation.ts';
import type { Task } from '../models.ts';
import type { WaitOptions } from '../options/call-options.ts';
import { finalStatus, normalizeStatus } from '../tasks/task-status.ts';
import { emit, subjectOfTask } from '../transport/hooks.ts';
import { nextDelayMs } from './poll-interval.ts';
import { type Awaited, createObserver } from './poll-task.ts';

/** Looks at a task until it has ended, however it ended. */
export type WaitForEnd = (awaited: Awaited, options: WaitOptions, operation: Operation) => Promise<Task>;

/** Waits for each task by itself. */
export function createWaitForEnd(operations: Operations, settings: Settings): WaitForEnd {
  const { clock } = settings;
  return async (awaited, options, operation) => {
    const observer = createObserver(operations, awaited, options, operation, clock);
    const pause = createPause(awaited.id, options, operation, settings);
    if (isToldToRun(awaited)) await pause();
    for (;;) {
      const end = await observer.look(() => 'look');
      if (end !== undefined) return end;
      await pause();
    }
  };
}

/** Whoever holds a running snapshot has just been told; a paused one may have gone on since. */
export function isToldToRun({ snapshot }: Awaited): boolean {
  return snapshot !== undefined && normalizeStatus(snapshot.status) !== 'paused' && !finalStatus(snapshot.status);
}

/** Pauses before the next look: every way round the loop comes through here. */
function createPause(
  taskId: string,
  options: WaitOptions,
  operation: Operation,
  settings: Settings,
): () => Promise<void> {
  const { clock } = settings;
  const subject = subjectOfTask(settings, taskId);
  const startedMs = clock.now();
  let attempt = 0;
  return async () => {
    const delayMs = nextDelayMs(options, operation, clock.now() - startedMs);
    attempt += 1;
    emit(subject, 'onPoll', { attempt, delayMs });
    await clock.sleep(delayMs, operation.signal);
  };
}
