import { TaskPausedError } from '@xpander/sdk';
import { type AgentPart, parts } from '@xpander/sdk/parts';
import type { ModelRun } from './start-run.ts';

/**
 * Reads the parts of a run. A stream shows a pause to its reader and goes on. The AI SDK has no part for a pause, so it is
 * an error, unless `onPaused` is `"wait"`.
 *
 * @throws TaskPausedError after a `paused`.
 */
export async function* readParts({ stream, onPaused }: ModelRun): AsyncGenerator<AgentPart, void> {
  for await (const part of parts(stream)) {
    yield part;
    if (part.type === 'paused' && onPaused !== 'wait') throw new TaskPausedError(part.task);
  }
}
