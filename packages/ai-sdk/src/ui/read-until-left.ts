import type { TaskStream } from '@xpander/sdk';
import { type AgentPart, parts } from '@xpander/sdk/parts';

/**
 * The parts of a run for a page that may leave at any moment. A question that was asked is sent nevertheless, even if it
 * still waits for an earlier turn of its thread; then the connection is closed. The run goes on.
 */
export function readUntilLeft(stream: TaskStream, signal: AbortSignal): AsyncIterable<AgentPart> {
  const reader = parts(stream)[Symbol.asyncIterator]();
  let hasLeft = false;
  const leave = (): void => {
    if (hasLeft) return;
    hasLeft = true;
    signal.removeEventListener('abort', leave);
    const close = (): void => stream.abort(new DOMException('The page has left.', 'AbortError'));
    stream.opened.then(close, close);
  };
  // Without a consumer, a response is never cancelled.
  if (signal.aborted) leave();
  else signal.addEventListener('abort', leave);
  const end: IteratorReturnResult<undefined> = { done: true, value: undefined };
  return {
    [Symbol.asyncIterator]: () => ({
      async next() {
        try {
          const step = await reader.next();
          if (step.done) signal.removeEventListener('abort', leave);
          return hasLeft ? end : step;
        } catch (error) {
          signal.removeEventListener('abort', leave);
          if (hasLeft) return end;
          throw error;
        }
      },
      async return() {
        leave();
        return end;
      },
    }),
  };
}

/** The parts after a first one. */
export function withFirst(first: AgentPart, rest: AsyncIterable<AgentPart>): AsyncIterable<AgentPart> {
  const reader = rest[Symbol.asyncIterator]();
  let isFirst = true;
  return {
    [Symbol.asyncIterator]: () => ({
      async next() {
        if (!isFirst) return reader.next();
        isFirst = false;
        return { done: false, value: first };
      },
      async return() {
        await reader.return?.();
        return { done: true, value: undefined };
      },
    }),
  };
}
