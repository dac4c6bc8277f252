import type { AgentRun } from './types.ts';

/** A call that waits for a run, perhaps together with others. */
export interface OpenCall {
  readonly run: Promise<AgentRun>;
  /** Ends the call. Returns whether no other call waits for the run. */
  close(): boolean;
}

/** What the calls of one connection share. Nothing of it outlives the connection. */
export interface Session {
  /** Starts a run, or joins the one that an open call with the same key has started. */
  open(key: string | undefined, start: () => Promise<AgentRun>): OpenCall;
  /** Keeps reading a run after its calls were answered, so that `wait_for_task` can follow it. */
  keep(run: AgentRun): void;
  /** The latest run under this id whose end has not been told yet. */
  find(taskId: string): AgentRun | undefined;
  /** Lets go of a run whose end has been told. */
  forget(run: AgentRun): void;
  /** The tasks of which the client knows that they are paused. */
  readonly toldPauses: Set<string>;
  /** Ends the reading of all kept runs. They go on. */
  close(): void;
}

interface SharedRun {
  readonly run: Promise<AgentRun>;
  calls: number;
}

/** `isLasting` is false for a session of one call: it keeps no run. */
export function createSession(isLasting: boolean): Session {
  const byKey = new Map<string, SharedRun>();
  const kept = new Set<AgentRun>();
  return {
    open: (key, start) => {
      const known = key === undefined ? undefined : byKey.get(key);
      const shared = known ?? { run: start(), calls: 0 };
      shared.calls += 1;
      if (key !== undefined) byKey.set(key, shared);
      const close = (): boolean => {
        shared.calls -= 1;
        if (shared.calls > 0) return false;
        if (key !== undefined) byKey.delete(key);
        return true;
      };
      return { run: shared.run, close };
    },
    keep: (run) => {
      if (isLasting) kept.add(run);
      else run.leave();
    },
    find: (taskId) => [...kept].findLast((run) => run.taskId === taskId),
    forget: (run) => kept.delete(run),
    toldPauses: new Set(),
    close: () => {
      for (const run of kept) run.leave();
      kept.clear();
    },
  };
}
