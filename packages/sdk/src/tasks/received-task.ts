import type { Task, TaskSummary } from '../models.ts';
import { normalizeStatus } from './task-status.ts';

/** Turns a record that the API has sent, a task or a row of a list, into what verbs return and events carry. */
export function receiveTask<T extends Task | TaskSummary>(record: T): T {
  const status = normalizeStatus(record.status);
  return status === undefined || status === record.status ? record : { ...record, status };
}
