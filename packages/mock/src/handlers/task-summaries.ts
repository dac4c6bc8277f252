import type { TaskSummary } from '../protocol/models.ts';
import type { TaskRecord } from '../state/types.ts';

type Query = Readonly<Record<string, unknown>>;

/** The rows of those records that the query asks for, the latest change first (openapi/FACTS.md#a5, #b6). */
export function listTaskSummaries(records: readonly TaskRecord[], query: Query): TaskSummary[] {
  return records
    .filter((record) => isAskedFor(record, query))
    .sort((left, right) => (left.updatedAt < right.updatedAt ? 1 : -1))
    .map(summarizeTask);
}

function isAskedFor({ task }: TaskRecord, query: Query): boolean {
  const facts: Record<string, unknown> = {
    agent_id: task.agent_id,
    user_id: task.input?.user?.id,
    parent_task_id: task.parent_execution,
    triggering_agent_id: task.triggering_agent_id,
    status: task.status,
    internal_status: task.internal_status,
  };
  const createdAt = instantOf(task.created_at ?? '');
  return (
    Object.entries(facts).every(([name, value]) => query[name] === undefined || query[name] === value) &&
    (query.from_date === undefined || createdAt >= instantOf(String(query.from_date))) &&
    (query.to_date === undefined || createdAt <= instantOf(String(query.to_date)))
  );
}

/** Epoch milliseconds of an ISO 8601 text. A text without a zone is UTC. */
function instantOf(text: string): number {
  const hasTime = text.length > 'YYYY-MM-DD'.length;
  const hasZone = /(Z|[+-]\d{2}:?\d{2})$/.test(text.slice('YYYY-MM-DD'.length));
  return Date.parse(hasTime && !hasZone ? `${text.replace(' ', 'T')}Z` : text);
}

/**
 * The names differ from those of a task. An executing task has an empty result, a pending one none (openapi/FACTS.md#b6,
 * #f14).
 */
function summarizeTask({ task, request, updatedAt }: TaskRecord): TaskSummary {
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
