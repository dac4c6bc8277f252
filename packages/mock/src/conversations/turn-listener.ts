import type { StreamEvent } from '../protocol/types.ts';
import type { EventQueue } from '../state/types.ts';
import type { TurnListener } from './types.ts';

/** Creates the listener of one turn. `onEnd` is called at the end of each of its parts: a pause, and the last event. */
export function createTurnListener(log: StreamEvent[], onEnd: () => void): TurnListener {
  let readers: EventQueue[] = [];
  return {
    push: (event) => {
      const numbered = { ...event, id: log.length + 1 };
      log.push(numbered);
      for (const reader of readers) reader.push(numbered);
    },
    end: onEnd,
    add: (reader) => {
      readers.push(reader);
    },
    release: () => {
      const released = readers;
      readers = [];
      return released;
    },
  };
}
