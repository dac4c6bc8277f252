import { TaskFailedError } from '../errors/run-errors.ts';
import { hide } from '../errors/xpander-error.ts';
import type { CompletedSummary, CompletedTask, Task, TaskSummary } from '../models.ts';

/** Turns a task into a row of a list of tasks. A row stays as it is. */
export function toSummary(task: Task): TaskSummary {
  if (!('input' in task)) return task as TaskSummary;
  return {
    id: task.id,
    agent_id: task.agent_id ?? null,
    organization_id: task.organization_id ?? null,
    ...(task.status && { status: task.status }),
    user_id: task.input?.user?.id ?? null,
    parent_task_id: task.parent_execution ?? null,
    triggering_agent_id: task.triggering_agent_id ?? null,
    created_at: task.created_at ?? null,
    updated_at: task.finished_at ?? null,
    result: task.result ?? null,
    title: task.title ?? null,
  };
}

/** Turns the completed task that a verb resolves with into a row, and the task of its `TaskFailedError` too. */
export async function summarized(settling: Promise<CompletedTask>): Promise<CompletedSummary> {
  try {
    return { ...toSummary(await settling), status: 'completed' };
  } catch (error) {
    if (error instanceof TaskFailedError) hide(error, { task: toSummary(error.task) });
    throw error;
  }
}
