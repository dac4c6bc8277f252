import type { BatchResult } from '../batch/types.ts';
import type { LiveBatch } from './live-batch.ts';
import { readLines } from './read-lines.ts';
import { parseResult } from './stored-lines.ts';

/**
 * The latest result of a thread. It is needed only for the few items of threads that a crash has interrupted, so the file is
 * searched instead of keeping an index in memory.
 */
export function findPrevious(live: LiveBatch, threadId: string): BatchResult | undefined {
  const { results } = live.terms.paths;
  let latest: BatchResult | undefined;
  for (const line of readLines(results, 0, live.resultsSize)) {
    if (!line.text.includes(JSON.stringify(threadId))) continue;
    const result = parseResult(results, line);
    if (result.taskId === threadId) latest = result;
  }
  return latest;
}
