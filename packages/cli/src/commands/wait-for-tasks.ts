import type { Task, WaitOutcome } from '@xpander/sdk';
import { createClient } from '../client/create-client.ts';
import { leaveRun, leaveRuns, type TrackedRun } from '../runs/leave-run.ts';
import { printResult, reportTaskError, toWaitOptions } from '../runs/print-task.ts';
import type { WaitCommandOptions } from '../runs/types.ts';
import { printTasks } from '../screen/print-tasks.ts';
import { startStatusLine } from '../screen/status-line.ts';
import type { Session } from '../session.ts';
import type { IdsCall } from './types.ts';

/** Waits for one task and prints its result, or for several and prints a row for each. */
export async function waitForTasks(call: IdsCall<WaitCommandOptions>): Promise<void> {
  const ids = [...new Set(call.ids)];
  const [id] = ids;
  return ids.length === 1 && id !== undefined ? waitForOne(id, call) : waitForSeveral(ids, call);
}

async function waitForOne(id: string, { options, session }: IdsCall<WaitCommandOptions>): Promise<void> {
  const client = await createClient(options, session);
  const run: TrackedRun = { id, isSent: true, task: undefined };
  const { signal } = session.interrupts;
  const status = await startStatusLine(session, options, 'waiting');
  const onUpdate = (task: Task): void => {
    run.task = task;
    status.update(task.status ?? 'running');
  };
  try {
    const task = await client.tasks.wait(id, { ...toWaitOptions(options), signal, onUpdate });
    status.stop();
    await printResult(task, session);
  } catch (error) {
    status.stop();
    if (signal.aborted) throw await leaveRun(error, run, { client, session, options });
    await reportTaskError(error, session);
  } finally {
    status.stop();
  }
}

/** In a pipe, the rows come as the tasks end. */
async function waitForSeveral(
  ids: readonly string[],
  { options, session }: IdsCall<WaitCommandOptions>,
): Promise<void> {
  const client = await createClient(options, session);
  const { signal } = session.interrupts;
  const isTable = session.out.isTerminal && !session.isJson;
  const waiting = new Set(ids);
  const outcomes: WaitOutcome[] = [];
  const status = await startStatusLine(session, options, `waiting for ${ids.length} tasks`);
  try {
    for await (const outcome of client.tasks.waitAll(ids, { ...toWaitOptions(options), signal })) {
      waiting.delete(outcome.id);
      status.update(`waiting for ${waiting.size} of ${ids.length} tasks`);
      if (isTable) outcomes.push(outcome);
      else await showOutcomes([outcome], session);
    }
  } catch (error) {
    status.stop();
    if (!signal.aborted) throw error;
    await showOutcomes(outcomes, session);
    throw await leaveRuns(error, [...waiting], { client, session, options });
  } finally {
    status.stop();
  }
  await showOutcomes(outcomes, session);
}

async function showOutcomes(outcomes: readonly WaitOutcome[], session: Session): Promise<void> {
  await printTasks(
    outcomes.map(taskOf).filter((task) => task !== undefined),
    session,
  );
  for (const { error } of outcomes) if (error) await reportTaskError(error, session, { isPrinted: true });
}

/** The task of an outcome, also if it has not completed. */
function taskOf({ task, error }: WaitOutcome): Task | undefined {
  const { code, task: unfinished } = Object(error) as { code?: unknown; task?: Task };
  return task ?? (code === 'task_failed' || code === 'task_paused' ? unfinished : undefined);
}
