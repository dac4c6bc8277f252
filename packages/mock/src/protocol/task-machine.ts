import type { HitlRequest, PendingEcaRequest, Task } from './models.ts';
import { type FinalStatus, isFinalStatus } from './task-status.ts';

/**
 * What can happen to a task.
 *
 *   pending ─► executing ─► completed | failed | error | stopped
 *                 ▲ │
 *                 │ ▼
 *               paused ─► failed (rejected)
 *
 * `stopped` is possible from every status that is not final. A timeline may also skip statuses or use unknown ones.
 */
export type TaskEvent =
  | { readonly type: 'entered'; readonly status: string; readonly result?: string | null }
  | { readonly type: 'paused'; readonly hitl?: HitlRequest | undefined; readonly auth?: PendingEcaRequest | undefined }
  | { readonly type: 'resumed' }
  | { readonly type: 'rejected' }
  | { readonly type: 'stopped' }
  | { readonly type: 'ended'; readonly status: FinalStatus; readonly result: string | null };

/** The task after `event`, which happened at `at`. Never changes `task` itself. */
export function transition(task: Task, event: TaskEvent, at: string): Task {
  if (isFinalStatus(task.status)) {
    throw new Error(`Task "${task.id}" has ended as "${task.status}"; nothing can happen to it any more.`);
  }
  switch (event.type) {
    case 'entered':
      return enter(task, event.status, event.result, at);
    case 'paused':
      return {
        ...task,
        status: 'paused',
        paused_at: at,
        hitl_request: event.hitl ?? null,
        pending_eca_request: event.auth ?? null,
      };
    case 'resumed':
      return { ...withoutPause(task), status: 'executing' };
    case 'rejected':
      return end(task, 'failed', 'The request was rejected.', at);
    case 'stopped':
      return { ...end(task, 'stopped', null, at), is_manually_stopped: true };
    case 'ended':
      return end(task, event.status, event.result, at);
  }
}

function enter(task: Task, status: string, result: string | null | undefined, at: string): Task {
  return {
    ...task,
    status,
    result: result === undefined ? (task.result ?? null) : result,
    started_at: status === 'executing' ? (task.started_at ?? at) : (task.started_at ?? null),
  };
}

function withoutPause(task: Task): Task {
  return { ...task, paused_at: null, hitl_request: null, pending_eca_request: null };
}

function end(task: Task, status: FinalStatus, result: string | null, at: string): Task {
  return {
    ...withoutPause(task),
    status,
    result,
    finished_at: at,
    tokens: countTokens(task.input?.text ?? '', result),
  };
}

/** A stand-in for a tokenizer: four characters are one token. */
function countTokens(prompt: string, result: string | null): NonNullable<Task['tokens']> {
  const promptTokens = Math.ceil(prompt.length / 4);
  const completionTokens = Math.ceil((result ?? '').length / 4);
  return {
    completion_tokens: completionTokens,
    prompt_tokens: promptTokens,
    total_tokens: promptTokens + completionTokens,
  };
}
