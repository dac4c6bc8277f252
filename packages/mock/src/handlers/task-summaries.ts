import type { TaskSummary } from '../protocol/models.ts';
import type { TaskRecord } from '../state/types.ts';

/**
 * The row of a task in a list. The names differ from those of a task. An executing task has an empty result, a pending one none (openapi/FACTS.md#b6,
 * #f14).
 */
export function summarizeTask({ task, request, updatedAt }: TaskRecord): TaskSummary {
  return {
    id: task.id,
    agent_id: task.agent_id ?? null,
    organization_id: task.organization_id ?? null,
    status: task.status ?? 'pending',
    user_id: task.input?.user?.id ?? null,
    parent_task_id: task.parent_execution ?? null,
    triggering_agent_id: task.triggering_agent_id ?? null,
    created_at: task.created_at ?? null,
    updated_at: updatedAt,
    source_node_type: request.source_node_type ?? 'sdk',
    result: task.result ?? (task.status === 'executing' ? '' : null),
    title: task.title ?? null,
  };
}
