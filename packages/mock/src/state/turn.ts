import { readDelegation } from '../agents/script-event.ts';
import { startScriptRun } from '../agents/script-run.ts';
import type { ScriptRun, ShownEvent } from '../agents/types.ts';
import type { HistoryMessage, Task } from '../protocol/models.ts';
import { transition } from '../protocol/task-machine.ts';
import { isFinalStatus } from '../protocol/task-status.ts';
import type { TaskEvent } from '../protocol/types.ts';
import { createTask } from './new-task.ts';
import { createTurnStream, type TurnStream } from './turn-stream.ts';
import type { Invocation, RecordContext, StoredMessage, TaskRecord } from './types.ts';

/** A turn that is about to start. */
export interface NewTurn {
  readonly id: string;
  readonly invocation: Invocation;
  /** The previous turn of the thread. */
  readonly previous: TaskRecord | undefined;
  /** Called when the task has ended. */
  readonly onEnded: () => void;
}

/** A turn with its task, its messages and its stream. */
export interface Turn extends NewTurn {
  readonly context: RecordContext;
  /** The number of the turn in its thread, from 1. */
  readonly number: number;
  readonly messages: StoredMessage[];
  readonly stream: TurnStream;
  task: Task;
  updatedAt: string;
}

/** Creates a turn with a pending task and the messages of the thread. */
export function createTurn(context: RecordContext, newTurn: NewTurn): Turn {
  const { id, invocation, previous } = newTurn;
  const { organizationId, request, listener } = invocation;
  const { nextTimestamp, wire } = context;
  const createdAt = previous?.task.created_at ?? nextTimestamp();
  return {
    ...newTurn,
    context,
    number: (previous?.turn ?? 0) + 1,
    messages: [...(previous?.messages ?? [])],
    stream: createTurnStream({ taskId: id, organizationId, nextTimestamp, wire, listener }),
    task: createTask(request, { ...invocation, id, createdAt }),
    updatedAt: previous === undefined ? createdAt : nextTimestamp(),
  };
}

/** Adds the prompt to the thread and starts the script. */
export function playTurn(turn: Turn): ScriptRun {
  const { invocation, messages, number, context } = turn;
  const { request, settings } = invocation;
  const history = messages.map(({ role, content }) => ({ role, content }));
  const input = { text: request.input.text ?? '', turn: number, history, request, settings };
  addMessage(turn, 'user', input.text);
  turn.stream.emit('task_created', turn.task);
  return startScriptRun({
    script: invocation.chooseScript(input),
    turn: input,
    clock: context.clock,
    workTracker: context.workTracker,
    onEvent: (event) => applyEvent(turn, event),
    onShow: (event) => showEvent(turn, event),
  });
}

/** Applies an event to the task and reports the change to the stream. */
export function applyEvent(turn: Turn, event: TaskEvent): void {
  const { status: before } = turn.task;
  turn.updatedAt = turn.context.nextTimestamp();
  turn.task = transition(turn.task, event, turn.updatedAt);
  if (isFinalStatus(turn.task.status)) finish(turn);
  else if (turn.task.status !== before) turn.stream.emit('task_updated', turn.task);
}

function finish(turn: Turn): void {
  const { task, stream } = turn;
  const answer = task.result ?? '';
  if (task.status === 'completed') {
    addMessage(turn, 'assistant', answer);
    stream.emitAnswer(answer);
  }
  stream.emit('task_finished', task);
  stream.end();
  turn.onEnded();
}

function showEvent(turn: Turn, event: ShownEvent): Promise<void> | undefined {
  const { type, data = null } = event;
  if (type === 'plan_updated') {
    turn.task = { ...turn.task, deep_planning: data as NonNullable<Task['deep_planning']> };
  }
  turn.stream.emit(type, data, event.task_id);
  const work = readDelegation(event);
  return work === undefined ? undefined : turn.invocation.delegate(work, turn.id);
}

function addMessage(turn: Turn, role: HistoryMessage['role'], content: string): void {
  const createdAt = turn.context.clock.now();
  turn.messages.push({ id: crypto.randomUUID(), role, content, turn: turn.number, createdAt });
}
