import type { Task, WaitOptions } from '@xpander/sdk';
import { describeFailure } from '../failures/describe-failure.ts';
import type { FailureContext } from '../failures/types.ts';
import { createTextPrinter } from '../output/text-printer.ts';
import type { Session } from '../session.ts';
import type { WaitCommandOptions } from './types.ts';

/** Prints the result of a completed task, or with `--json` the task. */
export async function printResult(task: Task, session: Session): Promise<void> {
  if (session.isJson) return session.printJson(task);
  const printer = createTextPrinter(session.print, session.out.isTerminal);
  await printer.print(typeof task.result === 'string' ? task.result : JSON.stringify(task.result ?? ''));
  await printer.end();
}

/**
 * Reports what waiting for a run has thrown. With `--json`, the task of a run that has not completed is printed all the
 * same.
 */
export async function reportTaskError(
  error: unknown,
  session: Session,
  context: FailureContext & { readonly isPrinted?: boolean | undefined } = {},
): Promise<void> {
  const task = taskOf(error);
  if (session.isJson && task !== undefined && !context.isPrinted) await session.printJson(task);
  session.fail(describeFailure(error, { keySource: session.keySource, ...context }));
}

/** The task that an error is about. A task whose end was not seen is no answer, and stays out. */
function taskOf(error: unknown): Task | undefined {
  const { code, task } = Object(error) as { code?: unknown; task?: Task };
  return code === 'task_failed' || code === 'task_paused' || code === 'output' ? task : undefined;
}

export function toWaitOptions({ deadline, onPaused }: WaitCommandOptions): WaitOptions {
  return {
    ...(deadline !== undefined && { deadlineMs: deadline }),
    ...(onPaused === 'wait' && { onPaused }),
  };
}
