import type { CompletedTask, TaskEvent } from '../models.ts';

/** The answer in a run's events, piece by piece; at the end, what of it did not come in pieces. */
export function textOf(
  events: AsyncIterableIterator<TaskEvent>,
  finalTask: () => Promise<CompletedTask>,
  ownId: () => string | undefined,
): AsyncIterableIterator<string> {
  let hasLeft = false;

  async function* read(): AsyncGenerator<string, void> {
    let text = '';
    for await (const event of events) {
      // A sub-agent's text is no part of the answer.
      if (event.type !== 'chunk' || (event.task_id ?? ownId()) !== ownId()) continue;
      text += event.data;
      yield event.data;
    }
    if (hasLeft) return;
    const { result } = await finalTask();
    // After a broken connection the rest is in the task alone. Pieces that are no part of the result stay as they are.
    const isLonger = typeof result === 'string' && result.length > text.length && result.startsWith(text);
    if (isLonger) yield result.slice(text.length);
  }

  const pieces = read();
  const reader: AsyncIterableIterator<string> = {
    [Symbol.asyncIterator]: () => reader,
    next: () => pieces.next(),
    // A generator alone would not leave before its next piece, or before its first had been asked for.
    return: async () => {
      hasLeft = true;
      await events.return?.();
      return pieces.return();
    },
  };
  return reader;
}
