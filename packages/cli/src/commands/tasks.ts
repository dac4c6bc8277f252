import type { Task, TaskQuery, TaskSummary } from '@xpander/sdk';
import { createClient } from '../client/create-client.ts';
import { usageError } from '../failures/command-error.ts';
import { confirm } from '../input/confirm.ts';
import { suggest } from '../input/suggest.ts';
import type { Column } from '../output/table.ts';
import { printRows } from '../screen/print-rows.ts';
import { printTasks } from '../screen/print-tasks.ts';
import type { Session } from '../session.ts';
import { forEachId } from './for-each-id.ts';
import { readList } from './read-list.ts';
import type { IdsCall, RecordCall } from './types.ts';

export { followTask } from './follow-task.ts';
export { waitForTasks } from './wait-for-tasks.ts';

interface ListOptions {
  readonly agent?: string;
  readonly status?: string;
  readonly user?: string;
  readonly parent?: string;
  readonly from?: string;
  readonly to?: string;
  readonly limit?: number;
}

const rowColumns: readonly Column<TaskSummary>[] = [
  { title: 'id', value: ({ id }) => id, min: 8 },
  { title: 'status', value: ({ status }) => status },
  { title: 'updated', value: ({ updated_at: updatedAt }) => updatedAt, min: 10 },
  { title: 'agent', value: ({ agent_id: agentId }) => agentId, min: 8 },
  { title: 'title', value: ({ title }) => title, min: 8 },
];

/** Lists tasks. */
export async function listTasks({ options, session }: RecordCall<ListOptions>): Promise<void> {
  const query = toQuery(options);
  const client = await createClient(options, session);
  const { signal } = session.interrupts;
  const rows = await readList((page) => client.tasks.list({ ...query, ...page }, { signal }), options.limit);
  await printRows(rows, rowColumns, session);
}

/** Reads tasks. */
export async function getTasks({ ids, options, session }: IdsCall): Promise<void> {
  const client = await createClient(options, session);
  const { signal } = session.interrupts;
  const tasks: Task[] = [];
  await forEachId(
    ids,
    session,
    (id) => client.tasks.get(id, { signal }),
    async (task) => void tasks.push(task),
  );
  await printTasks(tasks, session);
}

/** Stops tasks. */
export async function stopTasks({ ids, options, session }: IdsCall): Promise<void> {
  const client = await createClient(options, session);
  const { signal } = session.interrupts;
  const tasks: Task[] = [];
  await forEachId(
    ids,
    session,
    (id) => client.tasks.stop(id, { signal }),
    async (task) => void tasks.push(task),
  );
  await printTasks(tasks, session);
}

/** Deletes tasks, after a question on a terminal. */
export async function deleteTasks({ ids, options, session }: IdsCall<{ readonly yes?: boolean }>): Promise<void> {
  if (!options.yes) await askToDelete(ids, session);
  const client = await createClient(options, session);
  const { signal } = session.interrupts;
  const remove = async (id: string): Promise<string> => {
    await client.tasks.delete(id, { signal });
    return id;
  };
  await forEachId(ids, session, remove, (id) =>
    session.isJson ? session.printJson({ id, deleted: true }) : session.print(`${id}\n`),
  );
}

async function askToDelete(ids: readonly string[], session: Session): Promise<void> {
  if (!process.stdin.isTTY || !session.err.isTerminal || session.isJson)
    throw usageError('Deleting tasks needs --yes where no terminal can ask.');
  const what = ids.length === 1 ? `task ${ids[0]}` : `${ids.length} tasks`;
  const isSure = await confirm(`Delete ${what} with results and messages?`, session.interrupts.signal);
  if (!isSure) throw usageError('Nothing was deleted.');
}

const statuses = ['pending', 'executing', 'paused', 'completed', 'failed', 'error', 'stopped'] as const;

function toQuery({ agent, status, user, parent, from, to }: ListOptions): TaskQuery {
  return {
    ...(agent !== undefined && { agent_id: agent }),
    ...(status !== undefined && { status: checkStatus(status) }),
    ...(user !== undefined && { user_id: user }),
    ...(parent !== undefined && { parent_task_id: parent }),
    ...(from !== undefined && { from_date: checkTime('--from', from) }),
    ...(to !== undefined && { to_date: checkTime('--to', to) }),
  };
}

function checkStatus(status: string): (typeof statuses)[number] {
  const known = statuses.find((one) => one === status);
  if (known !== undefined) return known;
  throw usageError(`--status must be one of ${statuses.join(', ')}; got "${status}".${suggest(status, statuses)}`);
}

function checkTime(option: string, time: string): string {
  const isTime = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/.test(time);
  if (isTime) return time;
  throw usageError(`${option} must be a date or a time such as 2026-11-01 or 2026-11-01T09:30:00Z; got "${time}".`);
}
