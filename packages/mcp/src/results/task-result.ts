import type { CallToolResult } from '@modelcontextprotocol/server';
import { type Task, TaskPausedError } from '@xpander/sdk';
import type { TaskOutput } from '../schemas.ts';

/** The answer of a run. The second text names the task, for clients that show a model no structured content. */
export function completed(task: Task): CallToolResult {
  const result = task.result ?? '';
  const answer = result.trim() === '' ? 'The agent has completed the task without a text.' : result;
  const more = `Task ${task.id}. To continue this conversation with the agent, pass the id as threadId.`;
  return toResult({ taskId: task.id, status: 'completed', result }, answer, more);
}

/** The run goes on, but the call does not wait any longer. */
export function stillAtWork(taskId: string, status: string): CallToolResult {
  return toResult(
    { taskId, status },
    `The agent is still at work (${status}). ${howToWait(taskId)} Do not ask again: that would start a second run.`,
  );
}

/** The run goes on as soon as a person has logged in. */
export function waitsForLogin(taskId: string, status: string, authUrl: string): CallToolResult {
  return toResult(
    { taskId, status, authUrl },
    `The agent waits until the user logs in: ${authUrl}\nShow the link to the user. ${howToWait(taskId)}`,
  );
}

/** The run waits for a person. */
export function paused(task: Task): CallToolResult {
  const { authUrl, hitlRequest } = new TaskPausedError(task);
  const after = `After that, ${howToWait(task.id, 'call')}`;
  if (authUrl !== undefined) {
    const connector = task.pending_eca_request?.connector_name;
    const need = `The agent is paused until the user logs in${connector ? ` to ${connector}` : ''}: ${authUrl}`;
    return toResult({ taskId: task.id, status: 'paused', authUrl }, `${need}\nShow the link to the user. ${after}`);
  }
  const { title, description, content, operation_id, wait_node_id } = hitlRequest ?? {};
  const what = [title, description, content].filter(Boolean).join('. ') || operation_id || wait_node_id;
  const need = `The agent is paused until a person approves${what ? `: ${what}` : ' its next step'}`;
  return toResult(
    { taskId: task.id, status: 'paused' },
    `${need}. The approval is given in xpander, not here. Tell the user. ${after}`,
  );
}

/** What `stop_task` has reached. */
export function stopped(task: Task): CallToolResult {
  const status = task.status ?? 'unknown';
  if (status === 'completed') return completed(task);
  const isOver = status === 'stopped' || status === 'failed' || status === 'error';
  const more = isOver ? '' : ` The stop is under way. ${howToWait(task.id)}`;
  return toResult({ taskId: task.id, status }, `Task ${task.id} is ${status}.${more}`);
}

/** A result whose text says it for models, and whose structured content says it for programs. */
export function toResult(output: TaskOutput, ...texts: readonly string[]): CallToolResult {
  return { content: texts.map((text) => ({ type: 'text', text })), structuredContent: output };
}

export function howToWait(taskId: string, verb: 'Call' | 'call' = 'Call'): string {
  return `${verb} wait_for_task with taskId ${JSON.stringify(taskId)} to get the answer.`;
}
