import { abortable } from '../async/abortable.ts';
import { createDeferred, type Deferred } from '../async/deferred.ts';
import type { Clock, WorkTracker } from '../clock/types.ts';
import type { TaskEvent } from '../protocol/types.ts';
import { playScript, type TurnEffects } from './play-script.ts';
import type { Script, ScriptRun, ScriptTurn, ShownEvent, TurnInput } from './types.ts';

/** What a run needs to know. */
export interface ScriptRunOptions {
  script: Script;
  turn: TurnInput;
  clock: Clock;
  workTracker: WorkTracker;
  /** Hears each event, in order, and none after the run was given up. */
  onEvent: (event: TaskEvent) => void;
  /** Hears what the script shows. What it returns is waited for before the script goes on. */
  onShow: (event: ShownEvent) => Promise<void> | undefined;
}

/** Starts to play a script. The first event comes after the caller's own work is over. */
export function startScriptRun({ script, turn, clock, workTracker, onEvent, onShow }: ScriptRunOptions): ScriptRun {
  const controller = new AbortController();
  const { signal } = controller;
  const ended = createDeferred();
  let gate: Deferred | undefined;

  const effects: TurnEffects = {
    changeTask: async (event) => {
      signal.throwIfAborted();
      onEvent(event);
      if (event.type !== 'paused') return;
      const opening = createDeferred();
      gate = opening;
      await workTracker.whileWaiting(() => opening.promise);
    },
    showEvent: async (event) => {
      signal.throwIfAborted();
      const done = onShow(event);
      if (done !== undefined) await workTracker.whileWaiting(() => abortable(done, signal));
    },
  };
  const scriptTurn: ScriptTurn = { ...turn, signal, sleep: (ms) => clock.sleep(ms, signal) };

  workTracker
    .track(() => playScript(script, scriptTurn, effects), signal)
    // A script's own errors are results of the task; what gets here is a script that was given up, or our mistake.
    .catch((error: unknown) => {
      if (!signal.aborted) throw error;
    })
    .finally(ended.resolve);

  return {
    ended: ended.promise,
    resume: () => gate?.resolve(),
    abandon: (reason) => {
      controller.abort(reason);
      gate?.reject(reason);
      ended.resolve();
    },
  };
}
