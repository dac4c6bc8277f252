import type { Attributes } from '@opentelemetry/api';
import { withoutGaps } from './attributes.ts';
import type { Outcome } from './outcome.ts';
import type { FinishedTask } from './types.ts';

/** The tokens of a run. Counts that are not known, or zero, are left out. */
export interface Usage {
  readonly input: number | undefined;
  readonly output: number | undefined;
}

/** How many runs are remembered. A wait for an older one reports its tokens again. */
const rememberedRuns = 1_000;

/**
 * Reads the tokens of each run once: from the first operation that sees its end. A later wait for the same run reports
 * none, so that sums are right.
 */
export function createUsageReader(): (outcome: Outcome) => Usage | undefined {
  const seen = new Set<string>();
  return ({ task, isEnd }) => {
    if (task === undefined || !isEnd) return undefined;
    const usage = { input: countOf(task.tokens?.prompt_tokens), output: countOf(task.tokens?.completion_tokens) };
    if (usage.input === undefined && usage.output === undefined) return undefined;
    const run = keyOf(task, usage);
    if (seen.has(run)) return undefined;
    seen.add(run);
    for (const oldest of seen) {
      if (seen.size <= rememberedRuns) break;
      seen.delete(oldest);
    }
    return usage;
  };
}

export function usageAttributes({ input, output }: Usage): Attributes {
  return withoutGaps({ 'gen_ai.usage.input_tokens': input, 'gen_ai.usage.output_tokens': output });
}

/** The turns of a thread have one id, and end at different times. */
function keyOf({ id, finished_at: finishedAt }: FinishedTask, { input, output }: Usage): string {
  return JSON.stringify([id, finishedAt, input, output]);
}

function countOf(tokens: unknown): number | undefined {
  return typeof tokens === 'number' && Number.isFinite(tokens) && tokens > 0 ? tokens : undefined;
}
