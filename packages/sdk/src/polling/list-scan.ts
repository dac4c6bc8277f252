import { listTasks } from '../api/operations.ts';
import { isLastPage } from '../api/pagination.ts';
import type { OperationCall } from '../api/types.ts';
import type { Purpose } from '../budget/types.ts';
import type { Core } from '../core/types.ts';
import type { TaskSummary } from '../models.ts';
import { parseTimestampMs } from '../tasks/timestamp.ts';
import { emit, subjectOfList } from '../transport/hooks.ts';
import type { ListHorizon, ListScan, PolledTask, ScanTarget } from './types.ts';

/** Two changes that are this close may appear in the list in another order than their timestamps. */
const overlapMs = 2_000;

/**
 * Tells up to which instant of the server's clock an ordered list shows every change. That is the list's top, less the
 * time that the latest changes may take to appear. Changes up to the top of an older scan have appeared.
 */
export function createHorizon(): ListHorizon {
  let tops: { readonly topMs: number; readonly readMs: number }[] = [];
  return {
    of: ({ topMs = Number.NEGATIVE_INFINITY }, startedMs) =>
      tops.reduce(
        (completeMs, top) => (startedMs - top.readMs < overlapMs ? completeMs : Math.max(completeMs, top.topMs)),
        topMs - overlapMs,
      ),
    passed: ({ topMs }, readMs) => {
      if (topMs === undefined) return;
      const settled = tops.filter((top) => readMs - top.readMs >= overlapMs).slice(-1);
      tops = [...settled, ...tops.filter((top) => readMs - top.readMs < overlapMs), { topMs, readMs }];
    },
  };
}

/** The largest page that the API returns (openapi/FACTS.md#a5). */
const rowsPerPage = 50;
const mostPages = 20;
/** A page without any target is worth its request while this many targets have not been found. */
const unseenPerBarrenPage = 10;

/**
 * Reads the list from its top until more pages would tell nothing.
 *
 * Lists seem to be sorted by the last change (openapi/FACTS.md#a5), but no document promises it. So the order is used
 * only while the rows that were read are in order. Pages shift while they are read: of a row that appears twice, the
 * first is the newer one. A missing row means nothing by itself.
 */
async function scanList(
  core: Core,
  agentId: string | undefined,
  targets: readonly ScanTarget[],
  options: OperationCall,
): Promise<ListScan> {
  const unseen = new Map(targets.map((target) => [target.id, target]));
  const rows = new Map<string, TaskSummary>();
  const order = createOrder();
  let barrenPages = 0;
  for (let number = 1; ; number += 1) {
    // Under a rate limit, the first page waits for its share. The others follow at once: a scan must not span minutes.
    const priority = (): Purpose => (number === 1 ? 'scan' : 'finish');
    const call = { ...options, priority };
    const page = await listTasks(core, { agent_id: agentId, per_page: rowsPerPage, page: number }, call);
    const rowsBefore = rows.size;
    for (const row of page.items) {
      order.add(row);
      if (unseen.delete(row.id)) rows.set(row.id, row);
    }
    const isAtEnd = isLastPage(page, number, rowsPerPage);
    const bottomMs = isAtEnd ? Number.NEGATIVE_INFINITY : order.bottomMs();
    const isPastAll = order.topMs() !== undefined && [...unseen.values()].every(({ floorMs }) => bottomMs <= floorMs);
    if (rows.size === rowsBefore) barrenPages += 1;
    const isBarren = barrenPages * unseenPerBarrenPage > unseen.size;
    if (isAtEnd || isPastAll || unseen.size === 0 || isBarren || number === mostPages)
      return { rows, pages: number, topMs: order.topMs(), bottomMs };
  }
}

/** One scan of a list for several tasks. */
export interface ScanCall extends Pick<OperationCall, 'timeoutMs' | 'headers' | 'signal' | 'onState' | 'leaves'> {
  /** The number of the scan, counted from 1. */
  readonly number: number;
}

/** Scans the list for these tasks: the list of their agent, if they have one agent. */
export function readTaskList(
  core: Core,
  tasks: readonly PolledTask[],
  { number, ...call }: ScanCall,
): Promise<ListScan> {
  const agentIds = new Set(tasks.map(({ agentId }) => agentId));
  const agentId = agentIds.size === 1 ? (tasks[0]?.agentId ?? undefined) : undefined;
  emit(subjectOfList(core.settings, agentId), 'onPoll', { attempt: number });
  const targets = tasks.map(({ id, floorMs }) => ({ id, floorMs: floorMs() }));
  return scanList(core, agentId, targets, { ...call, agentId, maxRetries: 0 });
}

/** Follows the timestamps of rows for as long as none is newer than the row above it. Repeated rows are skipped. */
function createOrder(): { add(row: TaskSummary): void; topMs(): number | undefined; bottomMs(): number } {
  let topMs: number | undefined;
  let lastMs = Number.POSITIVE_INFINITY;
  let isInOrder = true;
  const seen = new Set<string>();
  return {
    add: ({ id, updated_at: updatedAt }) => {
      if (seen.has(id)) return;
      seen.add(id);
      const ms = typeof updatedAt === 'string' ? parseTimestampMs(updatedAt) : undefined;
      isInOrder &&= ms !== undefined && ms <= lastMs;
      topMs ??= ms;
      lastMs = ms ?? lastMs;
    },
    topMs: () => (isInOrder ? topMs : undefined),
    bottomMs: () => lastMs,
  };
}
