import type { StreamEvent } from '../protocol/types.ts';
import type { EventQueue } from './types.ts';

/** Creates a queue that keeps every event until it is read. */
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
