import type { ServerContext } from '@modelcontextprotocol/server';
import type { ToolSettings } from '../options.ts';
import { type ProgressReporter, reportProgress } from '../progress/progress-reporter.ts';
import type { AgentRun } from '../runs/types.ts';
import { type Seen, watchRun } from '../runs/watch-run.ts';

/** Watches a run for a call, and reports its progress. */
export function followRun(run: AgentRun, { holdMs, heartbeatMs }: ToolSettings, context: ServerContext): Promise<Seen> {
  return whileReporting(
    context,
    heartbeatMs,
    () => run.status,
    async ({ tell }) => {
      const stopListening = run.listen(tell);
      try {
        return await watchRun(run, holdMs, context.mcpReq.signal);
      } finally {
        stopListening();
      }
    },
  );
}

/** Does the work of a call while its client hears of the progress. */
export async function whileReporting<T>(
  context: ServerContext,
  everyMs: number,
  status: () => string,
  work: (progress: ProgressReporter) => Promise<T>,
): Promise<T> {
  const startedMs = Date.now();
  const message = (): string => `${status()}, ${Math.round((Date.now() - startedMs) / 1_000)} s`;
  const progress = reportProgress(context, { everyMs, message });
  try {
    return await work(progress);
  } finally {
    await progress.close();
  }
}
