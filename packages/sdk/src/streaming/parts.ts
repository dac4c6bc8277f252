import type { Task, TaskEvent } from '../models.ts';
import type { AgentPart } from './agent-part.ts';
import { createToolCalls, type ToolCalls } from './tool-calls.ts';
import type { TaskStream } from './types.ts';

export type { AgentPart, ToolPart } from './agent-part.ts';

/**
 * Reads a stream as parts that a user interface, a log or another protocol can use as they come.
 *
 * The text is that of the agent itself, without that of its sub-agents, and without repetition: when the run completed,
 * what its result has beyond the pieces comes before `finish`. If the result does not begin with the pieces, the text
 * ends there, and `finish` has the result. A result of a tool without a call gets its call first, and a call without a
 * result gets one with `isError` before `finish`, or before the error of the stream. Ids that are missing or repeated are
 * made up. Unknown events yield nothing.
 *
 * It is the reader of the stream, which has only one. It ends and rejects as a loop over the stream does: a run that failed
 * ends with `finish`. A `TaskPausedError` comes after a `paused`.
 *
 * @example
 * for await (const part of parts(agent.stream('Explain it'))) if (part.type === 'text') process.stdout.write(part.text);
 */
export function parts(stream: TaskStream): AsyncIterable<AgentPart> {
  return { [Symbol.asyncIterator]: () => readParts(stream) };
}

function readParts(stream: TaskStream): AsyncIterableIterator<AgentPart> {
  const events = stream[Symbol.asyncIterator]();
  let hasLeft = false;
  const translated = translate(stream, events, () => hasLeft);
  const reader: AsyncIterableIterator<AgentPart> = {
    [Symbol.asyncIterator]: () => reader,
    next: () => translated.next(),
    // A generator would leave only at its next part, and never if its first part was not requested.
    return: async () => {
      hasLeft = true;
      await events.return?.();
      return translated.return(undefined);
    },
  };
  return reader;
}

/** What the parts so far have told. */
interface Told {
  text: string;
  isPaused: boolean;
  readonly calls: ToolCalls;
}

async function* translate(
  stream: TaskStream,
  events: AsyncIterator<TaskEvent>,
  hasLeft: () => boolean,
): AsyncGenerator<AgentPart, void> {
  const told: Told = { text: '', isPaused: false, calls: createToolCalls() };
  try {
    for (let step = await events.next(); !step.done; step = await events.next())
      yield* partsOf(step.value, (step.value.task_id ?? stream.taskId) === stream.taskId, told);
  } catch (error) {
    yield* told.calls.close();
    const { code, task } = Object(error) as { code?: unknown; task?: Task };
    if (code === 'task_paused' && task && !told.isPaused) yield { type: 'paused', task };
    throw error;
  }
  if (hasLeft()) return;
  yield* told.calls.close();
  // The stream of a turn that is paused ends without an error.
  if (told.isPaused) await stream.finalTask();
}

/** The parts in an event. `isOwn` is whether it is of the agent itself, not of a sub-agent. */
function* partsOf(event: TaskEvent, isOwn: boolean, told: Told): Generator<AgentPart, void> {
  switch (event.type) {
    case 'tool_call_request':
      return yield* told.calls.open(event);
    case 'tool_call_result':
      return yield* told.calls.answer(event);
    case 'auth_event':
      if (isRecord(event.data)) yield { type: 'auth', auth: event.data };
      return;
    case 'sub_agent_trigger':
      return yield toSubAgent(event);
    default:
      if (isOwn) yield* ownPartsOf(event, told);
  }
}

function* ownPartsOf(event: TaskEvent, told: Told): Generator<AgentPart, void> {
  switch (event.type) {
    case 'chunk':
      return yield* toText(event.data, told);
    case 'think':
    case 'analyze':
      return yield* toReasoning(event.data);
    case 'plan_updated':
      if (isRecord(event.data)) yield { type: 'plan', plan: event.data };
      return;
    case 'task_created':
    case 'task_updated':
      told.isPaused = event.data.status === 'paused';
      return yield { type: told.isPaused ? 'paused' : 'status', task: event.data };
    case 'task_finished':
      told.isPaused = false;
      yield* toText(restOf(event.data, told.text), told);
      yield* told.calls.close();
      yield { type: 'finish', task: event.data };
  }
}

function* toText(text: string, told: Told): Generator<AgentPart, void> {
  told.text += text;
  if (text !== '') yield { type: 'text', text };
}

/** What the answer has beyond the pieces. Of a run that failed, the result is the reason, and no answer. */
function restOf({ status, result }: Task, text: string): string {
  const isRest = status === 'completed' && typeof result === 'string' && result.startsWith(text);
  return isRest ? result.slice(text.length) : '';
}

function* toReasoning(step: unknown): Generator<AgentPart, void> {
  const { title, thought, action, analysis, result } = Object(step) as Record<string, unknown>;
  const lines = typeof step === 'string' ? [step] : [title, thought, action, analysis, result];
  const text = lines.filter((line) => typeof line === 'string' && line.trim() !== '').join('\n');
  if (text !== '') yield { type: 'reasoning', text };
}

function toSubAgent({ data, task_id: taskId }: Extract<TaskEvent, { type: 'sub_agent_trigger' }>): AgentPart {
  const { agent_id: agentId, query } = data ?? {};
  return { type: 'sub-agent', ...(agentId && { agentId }), ...(query && { query }), ...(taskId && { taskId }) };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
