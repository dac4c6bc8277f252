import type { CompletedTask, TaskEvent } from '../models.ts';

/**
 * The answer in a run's events, piece by piece, and at the end what did not come: all of it when there were no pieces,
 * or what was lost with a connection.
 */
export async function* textOf(
  events: AsyncIterable<TaskEvent>,
  finalTask: () => Promise<CompletedTask>,
  ownId: () => string | undefined,
): AsyncGenerator<string, void> {
  let text = '';
  for await (const event of events) {
    // A sub-agent's text is no part of the answer.
    if (event.type !== 'chunk' || (event.task_id ?? ownId()) !== ownId()) continue;
    text += event.data;
    yield event.data;
  }
  const { result } = await finalTask();
  // What was given cannot be taken back, so that an answer that begins otherwise cannot be completed (api-facts D3).
  const rest = typeof result === 'string' && result.startsWith(text) ? result.slice(text.length) : '';
  if (rest !== '') yield rest;
}
