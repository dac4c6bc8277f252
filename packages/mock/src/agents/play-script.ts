import { isFinalStatus } from '../protocol/task-status.ts';
import type { FinalStatus, TaskEvent } from '../protocol/types.ts';
import { isShownEvent } from './script-event.ts';
import type { Pause, Script, ScriptEvent, ScriptFunction, ScriptTurn, ShownEvent, TimelineEntry } from './types.ts';

/** What a script can cause. Each promise resolves when the script may continue. */
export interface TurnEffects {
  /** Applies an event to the task. A pause resolves when the task is resumed, with the answer to it. */
  changeTask(event: TaskEvent): Promise<unknown>;
  /** Sends an event to the stream. A delegation resolves when the other agent's task has ended. */
  showEvent(event: ShownEvent): Promise<void>;
}

/** Plays one turn of `script` to its end. */
export function playScript(script: Script, turn: ScriptTurn, effects: TurnEffects): Promise<void> {
  return typeof script === 'function' ? playFunction(script, turn, effects) : playTimeline(script, turn, effects);
}

async function playTimeline(timeline: readonly TimelineEntry[], turn: ScriptTurn, effects: TurnEffects): Promise<void> {
  for (const entry of timeline) {
    await turn.sleep(entry.afterMs ?? 0);
    await effects.changeTask(timelineEvent(entry));
  }
}

function timelineEvent({ status, result, afterMs: _afterMs, ...pause }: TimelineEntry): TaskEvent {
  if (status === 'paused') return { ...pause, type: 'paused' };
  const text = typeof result === 'object' && result !== null ? JSON.stringify(result) : result;
  if (isFinalStatus(status)) return { type: 'ended', status, result: text ?? null };
  return { type: 'entered', status, ...(text === undefined ? {} : { result: text }) };
}

async function playFunction(script: ScriptFunction, turn: ScriptTurn, effects: TurnEffects): Promise<void> {
  // One tick later, so that the task in the answer to the invocation is still `pending`.
  await turn.sleep(0);
  await effects.changeTask({ type: 'entered', status: 'executing' });
  const [status, result] = await answerOf(script, turn, effects);
  await effects.changeTask({ type: 'ended', status, result });
}

async function answerOf(
  script: ScriptFunction,
  turn: ScriptTurn,
  effects: TurnEffects,
): Promise<[FinalStatus, string]> {
  try {
    return ['completed', await readAnswer(await script(turn), effects)];
  } catch (error) {
    if (!(error instanceof Error)) return ['error', String(error)];
    return [error.name === 'RunFailure' ? 'failed' : 'error', error.message];
  }
}

async function readAnswer(answer: unknown, effects: TurnEffects): Promise<string> {
  if (typeof answer === 'string') return answer;
  if (isAsyncIterable(answer)) return readEvents(answer, effects);
  // A script that returns `fail('…')` meant to throw it.
  if (answer instanceof Error) throw answer;
  if (typeof answer === 'object' && answer !== null) return JSON.stringify(answer);
  throw new TypeError(`The script returned ${String(answer)}; return a string, an object or an async iterable.`);
}

async function readEvents(events: AsyncIterable<ScriptEvent>, effects: TurnEffects): Promise<string> {
  const pieces: string[] = [];
  // Not `for await`, because a pause sends its answer back into the script.
  const iterator: AsyncIterator<ScriptEvent, unknown, unknown> = events[Symbol.asyncIterator]();
  let answer: unknown;
  for (;;) {
    const { done, value } = await iterator.next(answer);
    if (done === true) return pieces.join('');
    try {
      answer = await applyScriptEvent(value, pieces, effects);
    } catch (error) {
      await iterator.return?.(undefined);
      throw error;
    }
  }
}

/** Resolves with the answer to a pause. */
async function applyScriptEvent(event: ScriptEvent, pieces: string[], effects: TurnEffects): Promise<unknown> {
  if (isPause(event)) return effects.changeTask({ ...event, type: 'paused' });
  const shown = toShownEvent(event);
  if (shown.type === 'chunk' && shown.task_id === undefined) pieces.push(String(shown.data));
  await effects.showEvent(shown);
  return undefined;
}

function isAsyncIterable(value: unknown): value is AsyncIterable<ScriptEvent> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}

function isPause(value: unknown): value is Pause {
  return typeof value === 'object' && value !== null && 'type' in value && value.type === 'pause';
}

function toShownEvent(event: unknown): ShownEvent {
  if (typeof event === 'string') return { type: 'chunk', data: event };
  if (isShownEvent(event)) return event;
  throw new TypeError(`The script yielded ${describe(event)}; yield a string, pause({ … }) or { type, data }.`);
}

function describe(value: unknown): string {
  return JSON.stringify(value) ?? String(value);
}
