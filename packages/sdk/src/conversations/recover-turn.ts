import { getRunState } from '../api/conversation-operations.ts';
import { preparingMs, toCall } from '../core/operation.ts';
import type { Core, Operation } from '../core/types.ts';
import type { Wanted } from '../errors/run-errors.ts';
import type { RunState, Task } from '../models.ts';
import { asPoll, readTask } from '../polling/read-task.ts';
import type { ReadyRun } from '../runs/types.ts';
import { createEndDetector } from '../tasks/end-detection.ts';
import { finalStatus, isPaused } from '../tasks/task-status.ts';
import { showsTurn } from '../tasks/turn-text.ts';
import { readWanted } from './find-pause.ts';

/** The pauses before the looks that follow a lost answer. While a turn is running, the last one is repeated. */
const pausesMs = [200, 400, 800, 1_600];

/** Decides whether the record shows what was sent. */
type Shows = (task: Task, state: RunState | undefined) => boolean | Promise<boolean>;

/** Looks for a turn whose answer was lost, in the run state and in the record. A second POST would cancel it. */
export function recoverTurn(core: Core, run: ReadyRun, operation: Operation): Promise<Task | undefined> {
  const sent = run.invocation.body.input.text;
  const isEnd = createEndDetector(run.earlier);
  return look(core, run, operation, (task) => {
    const hasTexts = Boolean(sent?.trim() && task.input?.text?.trim());
    if (hasTexts && !showsTurn(task, { sent })) return false;
    return finalStatus(task) === undefined || isEnd(task, core.settings.clock.now());
  });
}

/** Looks whether a paused turn has gone on: it runs, has ended, or waits for something else. */
export function recoverAnswer(wanted: Wanted): typeof recoverTurn {
  return (core, run, operation) =>
    look(core, run, operation, async (task) => {
      if (!isPaused(task)) return true;
      const { agentId, body } = run.invocation;
      const call = { ...toCall(operation), ...asPoll };
      const now = await readWanted(core, { agentId, id: body.id ?? '' }, call).catch(() => undefined);
      return now !== undefined && (now.decisionId ?? now.requestId) !== (wanted.decisionId ?? wanted.requestId);
    });
}

/** Looks whether the queue runs, or has run. */
export function recoverQueue(core: Core, run: ReadyRun, operation: Operation): Promise<Task | undefined> {
  return look(core, run, operation, (_task, state) => state?.is_running === true || state?.queue_depth === 0);
}

async function look(
  core: Core,
  { invocation }: ReadyRun,
  operation: Operation,
  shows: Shows,
): Promise<Task | undefined> {
  const { agentId, body } = invocation;
  const id = body.id ?? '';
  for (let looks = 1; ; looks += 1) {
    operation.attend(preparingMs);
    await core.settings.clock.sleep(pausesMs[Math.min(looks, pausesMs.length) - 1] ?? 0, operation.signal);
    const state = await readState(core, { agentId, id }, operation);
    const { task } = await readTask(core, id, operation, asPoll);
    if (task !== undefined && (await shows(task, state))) return task;
    if (looks >= pausesMs.length && state?.is_running !== true) return undefined;
  }
}

/** A read that failed says nothing. */
async function readState(
  core: Core,
  ref: { readonly agentId: string; readonly id: string },
  operation: Operation,
): Promise<RunState | undefined> {
  try {
    return await getRunState(core, ref, { ...toCall(operation), ...asPoll });
  } catch {
    operation.signal.throwIfAborted();
    return undefined;
  }
}
