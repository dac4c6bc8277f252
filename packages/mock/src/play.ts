import type { Pause, Script, ScriptEvent, ScriptFunction, ScriptTurn, TimelineEntry } from './script.ts';
import type { TaskEvent } from './task-machine.ts';
import { type FinalStatus, isFinalStatus } from './task-status.ts';

/** Tells the task what happened. Resolves when the script may go on: after a pause, that is when it was resumed. */
export type Emit = (event: TaskEvent) => Promise<void>;

/** Plays one turn of `script`, from its start to its end. */
export function play(script: Script, turn: ScriptTurn, emit: Emit): Promise<void> {
  return typeof script === 'function' ? playFunction(script, turn, emit) : playTimeline(script, turn, emit);
}

async function playTimeline(timeline: readonly TimelineEntry[], turn: ScriptTurn, emit: Emit): Promise<void> {
  for (const entry of timeline) {
    await turn.sleep(entry.afterMs ?? 0);
    await emit(timelineEvent(entry));
  }
}

function timelineEvent({ status, result, hitl, auth }: TimelineEntry): TaskEvent {
  if (status === 'paused') return { type: 'paused', hitl, auth };
  const text = typeof result === 'object' && result !== null ? JSON.stringify(result) : result;
  if (isFinalStatus(status)) return { type: 'ended', status, result: text ?? null };
  return { type: 'entered', status, ...(text === undefined ? {} : { result: text }) };
}

async function playFunction(script: ScriptFunction, turn: ScriptTurn, emit: Emit): Promise<void> {
  // One tick later, so that the answer to the invocation still says `pending`.
  await turn.sleep(0);
  await emit({ type: 'entered', status: 'executing' });
  const [status, result] = await answerOf(script, turn, emit);
  await emit({ type: 'ended', status, result });
}

async function answerOf(script: ScriptFunction, turn: ScriptTurn, emit: Emit): Promise<[FinalStatus, string]> {
  try {
    return ['completed', await readAnswer(await script(turn), emit)];
  } catch (error) {
    if (!(error instanceof Error)) return ['error', String(error)];
    return [error.name === 'RunFailure' ? 'failed' : 'error', error.message];
  }
}

async function readAnswer(answer: unknown, emit: Emit): Promise<string> {
  if (typeof answer === 'string') return answer;
  if (isAsyncIterable(answer)) return readEvents(answer, emit);
  // `return fail('…')` can only mean `throw fail('…')`.
  if (answer instanceof Error) throw answer;
  if (typeof answer === 'object' && answer !== null) return JSON.stringify(answer);
  throw new TypeError(`The script returned ${String(answer)}; return a text, an object or an async iterable.`);
}

async function readEvents(events: AsyncIterable<ScriptEvent>, emit: Emit): Promise<string> {
  const pieces: string[] = [];
  for await (const event of events) {
    if (typeof event === 'string') pieces.push(event);
    else if (isPause(event)) await emit({ type: 'paused', hitl: event.hitl, auth: event.auth });
    else throw new TypeError(`The script yielded ${describe(event)}; yield a text or pause({ … }).`);
  }
  return pieces.join('');
}

function isAsyncIterable(value: unknown): value is AsyncIterable<ScriptEvent> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}

function isPause(value: unknown): value is Pause {
  return typeof value === 'object' && value !== null && 'type' in value && value.type === 'pause';
}

function describe(value: unknown): string {
  return JSON.stringify(value) ?? String(value);
}
