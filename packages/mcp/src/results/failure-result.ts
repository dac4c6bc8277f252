import type { CallToolResult } from '@modelcontextprotocol/server';
import { isXpanderError, type Task, type XpanderError } from '@xpander/sdk';
import { causeOf, pausedTaskOf, taskOf } from './error-facts.ts';
import { howToWait, paused, toResult } from './task-result.ts';

/** Turns the error of a run, or of the wait for one, into what a model needs to know about it. */
export function toFailure(error: unknown, taskId: string): CallToolResult {
  if (!isXpanderError(error)) return failed(error instanceof Error ? error.message : String(error));
  switch (error.code) {
    case 'task_paused':
      return notSent(pausedTaskOf(error) ?? { id: taskId });
    case 'task_failed':
      return runFailed(taskOf(error) ?? { id: taskId });
    case 'ambiguous_invocation':
    case 'stream_interrupted':
      return mayBeRunning(error, error.taskId ?? taskId);
    case 'deadline':
      return lostSight(causeOf(error) ?? 'the API has not answered', taskId);
    default:
      return error.taskId === undefined ? failed(error.message) : lostSight(error.message, error.taskId);
  }
}

export function noSuchTask(taskId: string): CallToolResult {
  return failed(`There is no task ${JSON.stringify(taskId)}: it was never started, or it was deleted.`);
}

/** An earlier turn of the conversation is paused. */
function notSent(task: Task): CallToolResult {
  const { content, ...rest } = paused(task);
  const text = 'The prompt was not sent, because an earlier task of this conversation is paused.';
  return { ...rest, content: [{ type: 'text', text }, ...content], isError: true };
}

function runFailed({ id, status, result }: Task): CallToolResult {
  const reason = typeof result === 'string' && result.trim() !== '' ? result : undefined;
  const text = `The run of the agent has ended as ${status ?? 'failed'}${reason ? `: ${reason}` : '.'}`;
  const output = { taskId: id, status: status ?? 'failed', ...(reason && { result: reason }) };
  return { ...toResult(output, text), isError: true };
}

/** The request was lost after the run may have started. To ask again could start a second run. */
function mayBeRunning(error: XpanderError, taskId: string): CallToolResult {
  const why = causeOf(error);
  const text =
    `The connection failed before the agent confirmed the task${why ? ` (${why})` : ''}. It may be running. ` +
    `${howToWait(taskId)} Ask again only if wait_for_task finds no such task.`;
  return { ...toResult({ taskId, status: 'unknown' }, text), isError: true };
}

/** The run has started, but could not be followed to its end. */
function lostSight(why: string, taskId: string): CallToolResult {
  const text = `Task ${taskId} could not be followed to its end: ${why}. It may be running. ${howToWait(taskId)}`;
  return { ...toResult({ taskId, status: 'unknown' }, text.replace('..', '.')), isError: true };
}

function failed(text: string): CallToolResult {
  return { content: [{ type: 'text', text }], isError: true };
}
