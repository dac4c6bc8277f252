import type { Task, Xpander } from '@xpander/sdk';
import { CommandError } from '../failures/command-error.ts';
import { describeFailure } from '../failures/describe-failure.ts';
import { commandLine } from '../failures/shell-quote.ts';
import { Interruption } from '../interrupts/interrupts.ts';
import type { Session } from '../session.ts';
import type { WaitCommandOptions } from './types.ts';

/** What is known of a run while a command works on it. */
export interface TrackedRun {
  readonly agentId?: string | undefined;
  id: string | undefined;
  /** Whether a request that starts it may have left the machine. */
  isSent: boolean;
  /** The last snapshot. */
  task: Task | undefined;
}

interface Leaving {
  readonly client: Xpander;
  readonly session: Session;
  readonly options: WaitCommandOptions;
}

const stopTimeoutMs = 10_000;

/**
 * Returns the error of a command that was interrupted: it says whether the run goes on, and which commands wait for it or
 * stop it. With `--stop-on-interrupt`, the run is stopped first.
 */
export async function leaveRun(reason: unknown, run: TrackedRun, leaving: Leaving): Promise<unknown> {
  const { id } = run;
  const { signal } = leaving.session.interrupts;
  if (!(signal.reason instanceof Interruption)) return signal.reason ?? reason;
  const { exitCode } = signal.reason;
  const base = { code: 'interrupted', exitCode };
  if (!run.isSent || id === undefined)
    return new CommandError({ ...base, message: 'Interrupted before anything was sent.' });
  const ending = leaving.options.stopOnInterrupt ? await stopRun(id, leaving) : undefined;
  if (ending === 'stopped')
    return new CommandError({ ...base, message: `Interrupted. Task ${id} was stopped.`, taskId: id });
  const state = run.task
    ? `Task ${id} goes on (${run.task.status ?? 'running'}).`
    : `The run may have started as task ${id}.`;
  const wait = commandLine('tasks', 'wait', id);
  return new CommandError({
    ...base,
    message: `Interrupted. ${ending ?? state}`,
    taskId: id,
    next: wait,
    hints: [`Wait for it: ${wait}`, `Stop it:     ${commandLine('tasks', 'stop', id)}`],
  });
}

/** The same for several runs that have started. */
export async function leaveRuns(reason: unknown, ids: readonly string[], leaving: Leaving): Promise<unknown> {
  const { signal } = leaving.session.interrupts;
  if (!(signal.reason instanceof Interruption)) return signal.reason ?? reason;
  const { exitCode } = signal.reason;
  const base = { code: 'interrupted', exitCode };
  const endings = leaving.options.stopOnInterrupt
    ? await Promise.all(ids.map((id) => stopRun(id, leaving)))
    : undefined;
  const left = ids.filter((_, index) => endings?.[index] !== 'stopped');
  const stopped = ids.length - left.length;
  const parts = [stopped > 0 && `${stopped} tasks were stopped.`, left.length > 0 && `${left.length} tasks go on.`];
  const message = ['Interrupted.', ...parts.filter((part) => part !== false)].join(' ');
  if (left.length === 0) return new CommandError({ ...base, message });
  const wait = commandLine('tasks', 'wait', ...left);
  const hints = [`Wait for them: ${wait}`, `Stop them:     ${commandLine('tasks', 'stop', ...left)}`];
  return new CommandError({ ...base, message, next: wait, hints });
}

/** Returns why the task could not be stopped, as a sentence. */
async function stopRun(id: string, { client, session }: Leaving): Promise<string> {
  try {
    await client.tasks.stop(id, { timeoutMs: stopTimeoutMs });
    return 'stopped';
  } catch (error) {
    return `Task ${id} could not be stopped: ${describeFailure(error, { keySource: session.keySource }).message}`;
  }
}
