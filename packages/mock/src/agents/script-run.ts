import { abortable } from '../async/abortable.ts';
import { createDeferred, type Deferred } from '../async/deferred.ts';
import type { Clock, WorkTracker } from '../clock/types.ts';
import type { TaskEvent } from '../protocol/types.ts';
import { playScript, type TurnEffects } from './play-script.ts';
import type { Script, ScriptRun, ScriptTurn, ShownEvent, TurnInput } from './types.ts';

/** What a run needs. */
export interface ScriptRunOptions {
  script: Script;
  turn: TurnInput;
  clock: Clock;
  workTracker: WorkTracker;
  /** Called for each event of the task, in order. Not called after the run is abandoned. */
  onEvent: (event: TaskEvent) => void;
  /** Called for each event of the stream. The script continues when the returned promise resolves. */
  onShow: (event: ShownEvent) => Promise<void> | undefined;
}

/** Starts to play a script. The first event comes after this function has returned. */
export function startScriptRun({ script, turn, clock, workTracker, onEvent, onShow }: ScriptRunOptions): ScriptRun {
  const controller = new AbortController();
  const { signal } = controller;
  const ended = createDeferred();
  const endedOrPaused = createDeferred();
  let gate: Deferred | undefined;
  let answer: unknown;

  const effects: TurnEffects = {
    changeTask: async (event) => {
      signal.throwIfAborted();
      onEvent(event);
      if (event.type !== 'paused') return undefined;
      const opening = createDeferred();
      gate = opening;
      endedOrPaused.resolve();
      await workTracker.whileWaiting(() => opening.promise);
      return answer;
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
    // A script's own errors become the result of the task. Only an abandoned script or a defect of the mock gets here.
    .catch((error: unknown) => {
      if (!signal.aborted) throw error;
    })
    .finally(() => endAll());

  const endAll = (): void => {
    ended.resolve();
    endedOrPaused.resolve();
  };

  return {
    ended: ended.promise,
    endedOrPaused: endedOrPaused.promise,
    resume: (value) => {
      answer = value;
      gate?.resolve();
    },
    abandon: (reason) => {
      controller.abort(reason);
      gate?.reject(reason);
      endAll();
    },
  };
}
