import type { StreamEvent, StreamListener } from '../protocol/stream-event.ts';

/** Events on their way to one reader. */
export interface EventQueue extends StreamListener {
  /** The next event, or `undefined` when there will be none. */
  next(): Promise<StreamEvent | undefined>;
}

/** Creates a queue that keeps every event until it is asked for. */
export function createEventQueue(): EventQueue {
  const waiting: StreamEvent[] = [];
  let isOver = false;
  let wake = (): void => {};

  const next = async (): Promise<StreamEvent | undefined> => {
    while (waiting.length === 0 && !isOver) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
    return waiting.shift();
  };
  return {
    next,
    push: (event) => {
      waiting.push(event);
      wake();
    },
    end: () => {
      isOver = true;
      wake();
    },
  };
}
