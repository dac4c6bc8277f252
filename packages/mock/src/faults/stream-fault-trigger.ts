import type { StreamEvent } from '../protocol/types.ts';
import type { Fault, Faults } from './types.ts';

/** What a stream has sent so far. */
export interface SentEvents {
  count: number;
  hasChunk: boolean;
}

/** Applies the faults of one stream at their places. */
export interface StreamFaultTrigger {
  /** Whether a fault is due before the next event. */
  isDue(next: StreamEvent, sent: SentEvents): boolean;
  /** Applies the faults that are due before the next event, each once. */
  apply(next: StreamEvent, sent: SentEvents): Promise<void>;
}

export function createStreamFaultTrigger(
  waiting: readonly Fault[],
  faults: Faults,
  signal: AbortSignal,
): StreamFaultTrigger {
  const pending = new Set(waiting);
  const due = (next: StreamEvent, { count, hasChunk }: SentEvents): Fault[] =>
    [...pending].filter(({ afterEvents }) => {
      const isReached = afterEvents === undefined ? hasChunk : count >= afterEvents;
      return isReached || next.type === 'task_finished' || next.type === 'turn_finished';
    });
  return {
    isDue: (next, sent) => due(next, sent).length > 0,
    apply: async (next, sent) => {
      for (const fault of due(next, sent)) {
        pending.delete(fault);
        if (faults.consume(fault)) await fault.apply(signal);
      }
    },
  };
}
