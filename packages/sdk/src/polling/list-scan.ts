import { isLastPage, type WirePage } from '../api/pagination.ts';
import type { TaskSummary } from '../models.ts';
import { parseStampMs } from '../tasks/end-detection.ts';

/** What is looked for in the list of tasks. */
export interface Target {
  readonly id: string;
  /** If rows are in order, there is nothing to learn of the task below rows that changed last before this instant. */
  readonly floorMs: number;
}

/** What one reading of the list told. */
export interface Sweep {
  /** The rows of the targets that were found. */
  readonly rows: ReadonlyMap<string, TaskSummary>;
  /** How many pages were read. */
  readonly reads: number;
  /** When the topmost row changed last. `undefined` unless all rows that were read stood in order. */
  readonly topMs: number | undefined;
  /** The rows that were not read changed last at this instant or before. */
  readonly bottomMs: number;
}

/** A list may show changes in another order than that of their stamps, if they are this close. */
const overlapMs = 2_000;

/**
 * Tells up to which instant of the server's a list in order shows every change: its top is as good as the present, but
 * the latest changes may still be on their way into the list. Those up to the top of an earlier sweep no longer are.
 */
export function createHorizon(): {
  of(sweep: Sweep, startedMs: number): number;
  passed(sweep: Sweep, nowMs: number): void;
} {
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

/** The most that the API gives on one page (api-facts A5). */
export const rowsPerPage = 50;
const mostPages = 20;
/** A page without any of the targets is worth its request while this many of them have not been seen. */
const unseenPerBarrenPage = 20;

/**
 * Reads the list from its top until there is nothing more to learn from it.
 *
 * Lists seem to be sorted by what changed last (api-facts A5), which no document promises: what that would mean is
 * concluded only when the rows at hand stand in that order. Pages shift while they are read, so that a row may come
 * twice, and the first one is the newer. A row that is missing means nothing by itself.
 */
export async function sweepList(
  readPage: (page: number) => Promise<WirePage<TaskSummary>>,
  targets: readonly Target[],
): Promise<Sweep> {
  const unseen = new Map(targets.map((target) => [target.id, target]));
  const rows = new Map<string, TaskSummary>();
  const order = createOrder();
  let barrenPages = 0;
  for (let number = 1; ; number += 1) {
    const page = await readPage(number);
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
      return { rows, reads: number, topMs: order.topMs(), bottomMs };
  }
}

/** Follows the stamps of rows as they are read, for as long as none is newer than the one above it. A repeated row says nothing. */
function createOrder(): { add(row: TaskSummary): void; topMs(): number | undefined; bottomMs(): number } {
  let topMs: number | undefined;
  let lastMs = Number.POSITIVE_INFINITY;
  let isInOrder = true;
  const seen = new Set<string>();
  return {
    add: ({ id, updated_at: stamp }) => {
      if (seen.has(id)) return;
      seen.add(id);
      const ms = typeof stamp === 'string' ? parseStampMs(stamp) : undefined;
      isInOrder &&= ms !== undefined && ms <= lastMs;
      topMs ??= ms;
      lastMs = ms ?? lastMs;
    },
    topMs: () => (isInOrder ? topMs : undefined),
    bottomMs: () => lastMs,
  };
}
