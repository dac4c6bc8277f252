import type { Task } from '@xpander/sdk';
import type { Column } from '../output/table.ts';
import type { Session } from '../session.ts';
import { printRows } from './print-rows.ts';

const taskColumns: readonly Column<Task>[] = [
  { title: 'id', value: ({ id }) => id, min: 8 },
  { title: 'status', value: ({ status }) => status },
  { title: 'finished', value: ({ finished_at: finishedAt }) => finishedAt, min: 10 },
  { title: 'agent', value: ({ agent_id: agentId }) => agentId, min: 8 },
  { title: 'result', value: ({ result }) => result, min: 8 },
];

/** Prints tasks: with `--json` one a line, else as rows. */
export async function printTasks(tasks: readonly Task[], session: Session): Promise<void> {
  if (tasks.length === 0) return;
  if (!session.isJson) return printRows(tasks, taskColumns, session);
  for (const task of tasks) await session.printJson(task);
}
