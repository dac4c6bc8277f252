import type { Task } from './models.ts';
import { isFinalStatus } from './task-status.ts';
import type { FinalStatus, TaskEvent } from './types.ts';

/** Returns the task after `event`, which happened at `at`. Does not change `task`. */
export function transition(task: Task, event: TaskEvent, at: string): Task {
  if (isFinalStatus(task.status)) {
    throw new Error(`Task "${task.id}" has already ended as "${task.status}", so it cannot change.`);
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
    case 'preempted':
      return end(task, 'stopped', null, at);
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

/** Counts four characters as one token, in place of a tokenizer. */
function countTokens(prompt: string, result: string | null): NonNullable<Task['tokens']> {
  const promptTokens = Math.ceil(prompt.length / 4);
  const completionTokens = Math.ceil((result ?? '').length / 4);
  return {
    completion_tokens: completionTokens,
    prompt_tokens: promptTokens,
    total_tokens: promptTokens + completionTokens,
  };
}
