import type { StreamEvent, StreamListener } from '../protocol/types.ts';
import type { EventQueue } from '../state/types.ts';

/** Passes the events of one turn to its readers, and keeps them for readers that come back. */
export interface TurnListener extends StreamListener {
  /** Adds a reader to the later events. */
  add(reader: EventQueue): void;
  /** Removes and returns all readers, for the next turn on the same streams. */
  release(): EventQueue[];
}

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
