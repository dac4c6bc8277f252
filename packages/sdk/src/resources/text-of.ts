import type { CompletedTask, TaskEvent } from '../models.ts';

/** The answer in a run's events, piece by piece; all of it at the end when it did not come in pieces. */
export async function* textOf(
  events: AsyncIterable<TaskEvent>,
  finalTask: () => Promise<CompletedTask>,
  ownId: () => string | undefined,
): AsyncGenerator<string, void> {
  let hasText = false;
  for await (const event of events) {
    // A sub-agent's text is no part of the answer.
    if (event.type !== 'chunk' || (event.task_id ?? ownId()) !== ownId()) continue;
    hasText = true;
    yield event.data;
  }
  const { result } = await finalTask();
  if (!hasText && typeof result === 'string' && result !== '') yield result;
}
