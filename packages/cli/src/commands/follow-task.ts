import { createClient } from '../client/create-client.ts';
import { leaveRun, type TrackedRun } from '../runs/leave-run.ts';
import { printResult, reportTaskError, toWaitOptions } from '../runs/print-task.ts';
import type { WaitCommandOptions } from '../runs/types.ts';
import type { IdsCall } from './types.ts';

/** Shows each change of a task until it has ended, then its result. */
export async function followTask({ ids, options, session }: IdsCall<WaitCommandOptions>): Promise<void> {
  const [id = ''] = ids;
  const client = await createClient(options, session);
  const run: TrackedRun = { id, isSent: true, task: undefined };
  const { signal } = session.interrupts;
  const startedMs = Date.now();
  let lastStatus: string | null | undefined;
  try {
    const stream = client.tasks.follow(id, { ...toWaitOptions(options), signal });
    for await (const event of stream) {
      if (session.isJson) await session.printJson(event);
      if (event.type !== 'task_updated' && event.type !== 'task_finished') continue;
      run.task = event.data;
      const { status } = event.data;
      if (status !== lastStatus && !options.quiet)
        session.note(`${Math.round((Date.now() - startedMs) / 1_000)} s  ${status}`, session.err.colors.dim);
      lastStatus = status;
    }
    const task = await stream.finalTask();
    if (!session.isJson) await printResult(task, session);
  } catch (error) {
    if (signal.aborted) throw await leaveRun(error, run, { client, session, options });
    await reportTaskError(error, session, { isPrinted: true });
  }
}
