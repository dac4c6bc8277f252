import { dateCheckOf, factsIn, hasFact } from './task-facts.ts';
import type { ChangeOrder, Fact, Listed, ListPart, TaskList, TaskListQuery } from './types.ts';

/** Lists tasks as they are now. With one fact and no other filter, only the rows up to the end of the part are visited. */
export function listNow<T extends Listed>(order: ChangeOrder<T>, query: TaskListQuery): ListPart<T> {
  const facts = factsIn(query.filter);
  const shortest = shortestList(order, query.organizationId, facts);
  const isAllListed = facts.length <= 1 && dateCheckOf(query.filter) === undefined && query.mayList === undefined;
  return isAllListed ? takePart(shortest, query) : filterPart(shortest, query);
}

/** Lists what reads show of each task: it as it is now, an earlier turn, or nothing. */
export function listLagging<T extends Listed>(
  order: ChangeOrder<T>,
  query: TaskListQuery,
  visible: (listed: T) => T | undefined,
): ListPart<T> {
  const shown = [...order.list(query.organizationId)].flatMap((listed) => visible(listed) ?? []);
  // An earlier turn stands where its own last change puts it.
  shown.sort((left, right) => (left.updatedAt < right.updatedAt ? 1 : -1));
  return filterPart(shown, query);
}

function shortestList<T extends Listed>(
  order: ChangeOrder<T>,
  organizationId: string,
  facts: readonly Fact[],
): TaskList<T> {
  return facts
    .map((fact) => order.list(organizationId, fact))
    .reduce((shortest, list) => (list.size < shortest.size ? list : shortest), order.list(organizationId));
}

function takePart<T extends Listed>(list: TaskList<T>, { skip, take }: TaskListQuery): ListPart<T> {
  const part: T[] = [];
  let index = 0;
  for (const listed of list) {
    if (index >= skip + take) break;
    if (index >= skip) part.push(listed);
    index += 1;
  }
  return { part, total: list.size };
}

function filterPart<T extends Listed>(list: Iterable<T>, { filter, mayList, skip, take }: TaskListQuery): ListPart<T> {
  const facts = factsIn(filter);
  const hasDate = dateCheckOf(filter);
  const found: T[] = [];
  for (const listed of list) {
    const { task } = listed;
    const isAskedFor = facts.every((fact) => hasFact(task, fact)) && hasDate?.(task) !== false;
    if (isAskedFor && mayList?.(task.agent_id ?? '') !== false) found.push(listed);
  }
  return { part: found.slice(skip, skip + take), total: found.length };
}
