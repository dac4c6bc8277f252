import type { Task } from '../models.ts';
import { createEndJudge, type EndMark, markEnd } from '../tasks/end-detection.ts';

/** A turn whose end nobody saw: the ends before it, and whether it surely started. */
export interface Unseen {
  readonly earlier: readonly EndMark[];
  readonly isCertain: boolean;
  /** Tells those who still wait for it how it ended, before a later turn takes its record. */
  readonly tell: (end: Task) => void;
}

/** What is known of one thread. */
export interface Gate {
  /** Settles when everyone who came so far has left. */
  tail: Promise<void>;
  visitors: number;
  unseen: Unseen | undefined;
  /** The ends that were seen, the last ones last: a lagging read may show any of them. */
  ends: readonly EndMark[];
}

/** More than a record ever lags behind: a turn takes seconds. */
const mostEnds = 10;

/** Notes an end that was seen, if it was one. */
export function noteEnd(gate: Gate, end: EndMark | undefined): void {
  if (end === undefined) return;
  const others = gate.ends.filter((other) => JSON.stringify(other) !== JSON.stringify(end));
  gate.ends = [...others, end].slice(-mostEnds);
}

/** What a client knows of its threads: little for each, and not for ever. */
export interface Gates {
  /** The thread's gate, made when there is none. */
  of(id: string): Gate;
  /** The ends that a wait on this id must not take for the running turn's. */
  earlierEnds(id: string): readonly EndMark[];
  /** Notes that a task was read. */
  note(task: Task, nowMs: number): void;
}

/** Knowledge of a thread that nobody uses matters for seconds after its last turn; this is far more than that. */
const mostIdleGates = 1_000;
const mostLooks = 10;

export function createGates(): Gates {
  const gates = new Map<string, Gate>();

  /** Makes room for one more. However many are in use, few are looked at each time. */
  const forgetOldest = (): void => {
    let looks = 0;
    for (const [id, gate] of gates) {
      if (gates.size < mostIdleGates || looks === mostLooks) return;
      looks += 1;
      gates.delete(id);
      // It is used now.
      if (gate.visitors > 0) gates.set(id, gate);
    }
  };

  return {
    of: (id) => {
      const gate = gates.get(id) ?? { tail: Promise.resolve(), visitors: 0, unseen: undefined, ends: [] };
      // The one used last stands last.
      gates.delete(id);
      forgetOldest();
      gates.set(id, gate);
      return gate;
    },
    earlierEnds: (id) => {
      const unseen = gates.get(id)?.unseen;
      return unseen?.isCertain ? unseen.earlier : [];
    },
    note: (task, nowMs) => {
      const gate = gates.get(task.id);
      if (gate?.unseen === undefined || !createEndJudge(gate.unseen.earlier)(task, nowMs)) return;
      gate.unseen.tell(task);
      gate.unseen = undefined;
      noteEnd(gate, markEnd(task));
    },
  };
}
