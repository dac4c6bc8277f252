import type { Operations } from '../api/operations.ts';
import type { Operation } from '../core/operation.ts';
import type { Task } from '../models.ts';
import type { RequestOptions } from '../options/call-options.ts';
import type { Clock } from '../options/client-options.ts';
import { glance } from '../polling/read-task.ts';
import { asks, createEndJudge, type EndMark } from '../tasks/end-detection.ts';
import { finalStatus } from '../tasks/task-status.ts';

/** When to look after a POST whose answer was lost: 0.2, 0.6, 1.4 and 3 s after the loss. */
const pausesMs = [200, 400, 800, 1_600];

/**
 * Looks for the run of a POST whose answer was lost.
 *
 * In a thread that was there before, only a running task or another end than the `earlier` ones can be that run's.
 * A task that runs on the question of an earlier turn, which is not `text`, is that turn, read from a record that lags.
 */
export async function probe(
  id: string,
  text: string | null | undefined,
  earlier: readonly EndMark[],
  operations: Operations,
  clock: Clock,
  options: RequestOptions,
  operation: Operation,
): Promise<Task | undefined> {
  const isEnd = createEndJudge(earlier);
  const isRun = (task: Task): boolean =>
    finalStatus(task.status) === undefined && (task.input?.text === text || !earlier.some((end) => asks(task, end)));
  for (const pauseMs of pausesMs) {
    await clock.sleep(pauseMs, operation.signal);
    const task = await glance(id, operations, options, operation);
    if (task !== undefined && (isRun(task) || isEnd(task, clock.now()))) return task;
  }
  return undefined;
}
