import type { TaskStream } from '@xpander/sdk';
import { toVisitors } from './to-visitors.ts';

/**
 * One line of the body of an answer, as JSON.
 *
 * The last line is `done` or `error`. A body that ends without one of them was cut, and the page shows a part of the
 * answer only.
 */
export type AnswerLine =
  | { readonly text: string }
  /** The answer is complete. If `answer` is set, it replaces the texts before. */
  | { readonly done: true; readonly answer?: string }
  | { readonly error: string };

/** Yields the text of a run while the agent writes it, and then how the run ended. */
export async function* answerLines(
  stream: TaskStream,
  onError: (error: unknown) => void,
): AsyncGenerator<AnswerLine, void> {
  try {
    let shown = '';
    for await (const text of stream.textStream()) {
      shown += text;
      yield { text };
    }
    const { result } = await stream.finalTask();
    // Agents may also write about their next steps, which are not part of the answer.
    yield result && result !== shown ? { done: true, answer: result } : { done: true };
  } catch (error) {
    onError(error);
    yield { error: toVisitors(error) };
  }
}

export function toLine(line: AnswerLine): string {
  return `${JSON.stringify(line)}\n`;
}

/** Returns the lines as the body of a response. They are read no faster than they are sent. */
export function toBody(lines: AsyncIterator<AnswerLine, void>, onLeave: () => void): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await lines.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(toLine(value)));
    },
    cancel: onLeave,
  });
}
