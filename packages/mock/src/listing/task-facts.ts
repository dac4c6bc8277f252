import type { Task } from '../protocol/models.ts';
import type { Fact, TaskListQuery } from './types.ts';

type Filter = TaskListQuery['filter'];

/** The facts by which a list of tasks can be filtered, under the names of the query parameters. */
const FACTS: Readonly<Record<string, (task: Task) => unknown>> = {
  agent_id: (task) => task.agent_id,
  user_id: (task) => task.input?.user?.id,
  parent_task_id: (task) => task.parent_execution,
  triggering_agent_id: (task) => task.triggering_agent_id,
  status: (task) => task.status,
  internal_status: (task) => task.internal_status,
};

/** The facts of a task that are known. */
export function factsOf(task: Task): Fact[] {
  return Object.entries(FACTS)
    .map(([name, read]) => [name, read(task)] as const)
    .filter(([, value]) => value != null);
}

/** The facts that a query asks for. */
export function factsIn(filter: Filter): Fact[] {
  return Object.keys(FACTS)
    .filter((name) => filter[name] !== undefined)
    .map((name) => [name, filter[name]]);
}

export function hasFact(task: Task, [name, value]: Fact): boolean {
  return FACTS[name]?.(task) === value;
}

/** The check of the dates that a query asks for, if it does. */
export function dateCheckOf({ from_date: from, to_date: to }: Filter): ((task: Task) => boolean) | undefined {
  if (from === undefined && to === undefined) return undefined;
  const fromMs = from === undefined ? Number.NEGATIVE_INFINITY : instantOf(String(from));
  const toMs = to === undefined ? Number.POSITIVE_INFINITY : instantOf(String(to));
  return (task) => {
    const createdAt = instantOf(task.created_at ?? '');
    return createdAt >= fromMs && createdAt <= toMs;
  };
}

/** Epoch milliseconds of an ISO 8601 text. A text without a zone is UTC. */
function instantOf(text: string): number {
  const hasTime = text.length > 'YYYY-MM-DD'.length;
  const hasZone = /(Z|[+-]\d{2}:?\d{2})$/.test(text.slice('YYYY-MM-DD'.length));
  return Date.parse(hasTime && !hasZone ? `${text.replace(' ', 'T')}Z` : text);
}
