import { createAccountRegistry } from '../config/account-registry.ts';
import type { Settings } from '../config/types.ts';
import type { Task } from '../models.ts';
import { createEndDetector, markEnd } from '../tasks/end-detection.ts';
import type { EndMark } from '../tasks/types.ts';
import type { ThreadRegistry, ThreadState } from './types.ts';

/** More ends than a stale read lags behind: a turn takes seconds. */
const mostEnds = 10;

/** What is known of an idle thread matters for seconds after its last turn. This is far more than that. */
const mostIdleThreads = 1_000;
/** How many states are checked when room is made for one more, however many threads are in use. */
const mostChecks = 10;

/** A thread that has had no turn in this process yet. */
export function createThreadState(id?: string): ThreadState {
  return { id, places: [], unseen: undefined, ends: [], closed: undefined };
}

/** Records an end that was seen. */
export function noteEnd(state: ThreadState, end: EndMark | undefined): void {
  if (end === undefined) return;
  const others = state.ends.filter((other) => JSON.stringify(other) !== JSON.stringify(end));
  state.ends = [...others, end].slice(-mostEnds);
}

const registries = createAccountRegistry<ThreadRegistry>();

/** Returns the registry that all clients of the account share, so that their turns do not meet. */
export function shareThreadsOf(settings: Settings): () => ThreadRegistry {
  return registries(settings, '', createThreadRegistry);
}

function createThreadRegistry(): ThreadRegistry {
  const states = new Map<string, ThreadState>();

  const register = (id: string, state: ThreadState): void => {
    // The state used last stands last.
    states.delete(id);
    forgetOldest(states);
    states.set(id, state);
  };

  return {
    of: (id) => {
      const state = states.get(id) ?? createThreadState(id);
      register(id, state);
      return state;
    },
    adopt: (id, state) => {
      const known = states.get(id);
      // A new thread whose id is known already: turns may be waiting for it. An idle one belonged to another server, as in
      // tests, and its ends would be taken for stale reads.
      const isInUse = known !== undefined && known.places.length > 0;
      if (isInUse && known !== state) mergeInto(known, state);
      register(id, isInUse ? known : state);
    },
    earlierEnds: (id) => {
      const unseen = states.get(id)?.unseen;
      return unseen?.isCertain ? unseen.earlier : [];
    },
    note: (task: Task, nowMs) => {
      const state = states.get(task.id);
      if (state?.unseen === undefined || !createEndDetector(state.unseen.earlier)(task, nowMs)) return;
      state.unseen.seen.end = task;
      state.unseen = undefined;
      noteEnd(state, markEnd(task));
    },
  };
}

/** Makes room for one more state. Threads in use are kept, and count as used last. */
function forgetOldest(states: Map<string, ThreadState>): void {
  let checks = 0;
  for (const [id, state] of states) {
    if (states.size < mostIdleThreads || checks === mostChecks) return;
    checks += 1;
    states.delete(id);
    if (state.places.length > 0) states.set(id, state);
  }
}

/** The known state takes over the turns of a state that turned out to be the same thread. */
function mergeInto(known: ThreadState, state: ThreadState): void {
  for (const place of state.places.splice(0)) {
    place.state = known;
    known.places.push(place);
  }
}
