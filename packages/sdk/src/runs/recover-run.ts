import type { Core, Operation } from '../core/types.ts';
import { ConfigurationError } from '../errors/configuration-error.ts';
import type { Task } from '../models.ts';
import { asPoll, isMissingTask, readTask } from '../polling/read-task.ts';
import { createEndDetector, hasQuestionOf } from '../tasks/end-detection.ts';
import { finalStatus } from '../tasks/task-status.ts';
import { showsTurn } from '../tasks/turn-text.ts';
import { lookUntil, refuseOtherRun } from './find-run.ts';
import type { ReadyRun } from './types.ts';

/** The pauses before the reads that follow a lost answer: they happen 0.2, 0.6, 1.4 and 3 s after the loss. */
const pausesMs = [200, 400, 800, 1_600];

/** The longest time that the reads may take together, each within its time limit. */
const recoveringMs = 250_000;

/** What was found of a run: its task, or that the server does not know it. `undefined` if neither is certain. */
type Recovered = Task | 'missing' | undefined;

/**
 * Looks for the run of a POST whose answer was lost. A run by key counts as missing only after the caller's `graceMs`.
 *
 * @throws ConfigurationError if the key stands for a run of another agent or of another text by now.
 */
export async function recoverRun(core: Core, run: ReadyRun, operation: Operation): Promise<Recovered> {
  if (run.once === undefined) return lookForLost(core, run, operation);
  const { clock } = core.settings;
  const untilMs = clock.now() + run.once.graceMs;
  const found = await lookForLost(core, run, operation);
  if (typeof found === 'object') return refuseOtherRun(found, run);
  if (found === undefined || clock.now() >= untilMs) return found;
  try {
    return (await lookUntil(core, run, untilMs, operation)) ?? found;
  } catch (error) {
    operation.signal.throwIfAborted();
    if (error instanceof ConfigurationError) throw error;
    return undefined;
  }
}

/**
 * Looks for the run shortly after its answer was lost.
 *
 * In an existing thread, only a running task, or an end other than the `earlier` ones, can be that run. A task that runs
 * on the question of an earlier turn, and not on this one's, is that turn, read from a stale record.
 *
 * Returns `"missing"` if the last read says that there is no such task. A read that failed says nothing.
 */
async function lookForLost(core: Core, run: ReadyRun, operation: Operation): Promise<Recovered> {
  const { clock } = core.settings;
  const { earlier, invocation } = run;
  const { id, input } = invocation.body;
  if (id === undefined || id === null) return undefined;
  const isEnd = createEndDetector(earlier);
  operation.attend(recoveringMs);
  const isThisRun = (task: Task): boolean =>
    finalStatus(task) === undefined &&
    (showsTurn(task, { sent: input.text }) || !earlier.some((end) => hasQuestionOf(task, end)));
  let isMissing = false;
  for (const pauseMs of pausesMs) {
    await clock.sleep(pauseMs, operation.signal);
    const { task, error } = await readTask(core, id, operation, asPoll);
    if (task !== undefined && (isThisRun(task) || isEnd(task, clock.now()))) return task;
    isMissing = isMissingTask(error);
  }
  return isMissing ? 'missing' : undefined;
}
