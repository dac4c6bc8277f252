import { TaskPausedError } from '@xpander/sdk';
import { type AgentPart, parts } from '@xpander/sdk/parts';
import type { ModelRun } from './start-run.ts';

/**
 * Reads the parts of a run. A stream shows a pause to its reader and goes on. A model has nobody to show it to, so it
 * leaves the stream, unless it is to wait.
 *
 * @throws TaskPausedError after a `paused`, unless `onPaused` is `"wait"`.
 */
export async function* readParts({ stream, onPaused }: ModelRun): AsyncGenerator<AgentPart, void> {
  for await (const part of parts(stream)) {
    yield part;
    if (part.type === 'paused' && onPaused !== 'wait') throw new TaskPausedError(part.task);
  }
}
