import type { Core, Operation, ThreadState } from '../core/types.ts';
import { ConfigurationError } from '../errors/configuration-error.ts';
import type { Task } from '../models.ts';
import { isMissingTask, readTask } from '../polling/read-task.ts';
import { showsTurn } from '../tasks/turn-text.ts';
import type { Once, ReadyRun } from './types.ts';

const firstPauseMs = 500;
const longestPauseMs = 5_000;

/** How long the server may not know a run that this process has seen, or may have started. */
const knownGraceMs = 10_000;
const doubtGraceMs = 3_000;

/**
 * Looks for the run of a key. Returns `undefined` if there is none yet.
 *
 * @throws ConfigurationError if the key stands for a run of another agent or of another text.
 */
export async function findRun(core: Core, run: ReadyRun, once: Once, operation: Operation): Promise<Task | undefined> {
  const knownMs = graceOf(core.threads.of(run.invocation.body.id ?? ''));
  // A call that is repeated in this process is no longer the first one.
  if (once.isFirst && knownMs === 0) return undefined;
  const task = await lookUntil(core, run, core.settings.clock.now() + Math.max(once.graceMs, knownMs), operation);
  if (task !== undefined) operation.isJoined = true;
  return task;
}

/** Looks for the run of a key until the server has not known it up to this instant. */
export async function lookUntil(
  core: Core,
  run: ReadyRun,
  untilMs: number,
  operation: Operation,
): Promise<Task | undefined> {
  const { clock } = core.settings;
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
    const { task, error } = await readTask(core, run.invocation.body.id ?? '', operation);
    if (task !== undefined) return refuseOtherRun(task, run);
    if (!isMissingTask(error)) throw error;
    const leftMs = untilMs - clock.now();
    if (leftMs <= 0) return undefined;
    await clock.sleep(Math.min(pauseMs, leftMs), operation.signal);
  }
}

/** For how long "not found" may only mean that the server is slow to show a run of this process. */
function graceOf({ unseen, ends }: ThreadState): number {
  if (ends.length > 0 || unseen?.isCertain) return knownGraceMs;
  return unseen === undefined ? 0 : doubtGraceMs;
}

/** Returns the task. @throws ConfigurationError if it is the run of another agent or of another text. */
export function refuseOtherRun(task: Task, { invocation: { agentId, body } }: ReadyRun): Task {
  const sent = body.input.text;
  const isOtherText = hasText(sent) && hasText(task.input?.text) && !showsTurn(task, { sent });
  // A server may print an id in small letters.
  const isOtherAgent = hasText(task.agent_id) && task.agent_id?.toLowerCase() !== agentId.toLowerCase();
  if (!isOtherText && !isOtherAgent) return task;
  const problem = `the key stands for task ${task.id}, which runs ${isOtherAgent ? 'another agent' : 'another text'}`;
  throw new ConfigurationError('once', problem, 'Use another key for another run');
}

function hasText(text: unknown): text is string {
  return typeof text === 'string' && text.trim() !== '';
}
