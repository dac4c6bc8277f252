import type { CompletedTask, TaskEvent } from '../models.ts';

/** The answer in a run's events, piece by piece. Text of the final answer that did not come in pieces comes at the end. */
export function readText(
  events: AsyncIterableIterator<TaskEvent>,
  finalTask: () => Promise<CompletedTask>,
  ownId: () => string | undefined,
): AsyncIterableIterator<string> {
  let hasLeft = false;

  async function* read(): AsyncGenerator<string, void> {
    let text = '';
    for await (const event of events) {
      // The text of a sub-agent is no part of the answer.
      if (event.type !== 'chunk' || (event.task_id ?? ownId()) !== ownId()) continue;
      text += event.data;
      yield event.data;
    }
    if (hasLeft) return;
    const { result } = await finalTask();
    // After a broken connection, only the task has the rest. Pieces that the result does not begin with stay as they are.
    const isLonger = typeof result === 'string' && result.length > text.length && result.startsWith(text);
    if (isLonger) yield result.slice(text.length);
  }

  const pieces = read();
  const reader: AsyncIterableIterator<string> = {
    [Symbol.asyncIterator]: () => reader,
    next: () => pieces.next(),
    // A generator would leave only at its next piece, and never if its first piece was not requested.
    return: async () => {
      hasLeft = true;
      await events.return?.();
      return pieces.return();
    },
  };
  return reader;
}
