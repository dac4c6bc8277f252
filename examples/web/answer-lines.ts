import type { TaskStream } from '@xpander/sdk';
import { toVisitors } from './to-visitors.ts';

/**
 * One line of an answer's body, as JSON: texts, and then how it ended.
 *
 * The last line is `done` or `error`. A body that ends without one of them was cut on its way to the page, and what the
 * page shows is only a part.
 */
export type AnswerLine =
  | { readonly text: string }
  /** The answer is whole. `answer` takes the place of the texts where it is not their sum. */
  | { readonly done: true; readonly answer?: string }
  | { readonly error: string };

/** Tells a page of a run: its text as it is written, and the truth about its end. */
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
    // Agents may also write of what they are about to do, which is no part of the answer.
    yield result && result !== shown ? { done: true, answer: result } : { done: true };
  } catch (error) {
    onError(error);
    yield { error: toVisitors(error) };
  }
}

export function toLine(line: AnswerLine): string {
  return `${JSON.stringify(line)}\n`;
}

/** The lines as the body of a response. They are read no faster than they are sent. */
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
