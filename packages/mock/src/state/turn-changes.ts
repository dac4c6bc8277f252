import { readDelegation } from '../agents/script-event.ts';
import type { Question, ShownEvent } from '../agents/types.ts';
import type { HistoryMessage, Task } from '../protocol/models.ts';
import { transition } from '../protocol/task-machine.ts';
import { isFinalStatus } from '../protocol/task-status.ts';
import type { TaskEvent, TaskPause } from '../protocol/types.ts';
import { activityOf } from './activity.ts';
import type { Turn } from './turn-types.ts';

/** Applies an event to the task and reports the change to the stream. */
export function applyEvent(turn: Turn, event: TaskEvent): void {
  const { status: before } = turn.task;
  const at = turn.context.nextTimestamp();
  turn.task = transition(turn.task, event, at);
  turn.updatedAt = at;
  turn.decision = undefined;
  turn.onChanged();
  if (isFinalStatus(turn.task.status)) finish(turn);
  else if (turn.task.status !== before) turn.stream.emit('task_updated', turn.task);
  if (event.type === 'paused') pauseTurn(turn, event);
}

function finish(turn: Turn): void {
  const { task, stream } = turn;
  const answer = task.result ?? '';
  if (task.status === 'completed') {
    addMessage(turn, 'assistant', answer);
    stream.emitAnswer(answer);
  }
  emitEnd(turn);
  stream.end();
  turn.onEnded();
}

/** The last events of a turn. Their order depends on the server (openapi/FACTS.md#f50). */
function emitEnd(turn: Turn): void {
  const { task, stream, invocation, context } = turn;
  const { turnEnd } = context.wire;
  if (invocation.conversation === undefined) {
    stream.emit('task_finished', task);
    return;
  }
  if (turnEnd === 'after') stream.emit('task_finished', task);
  emitTurnFinished(turn);
  if (turnEnd === 'before') stream.emit('task_finished', task);
}

function emitTurnFinished({ task, stream, number }: Turn): void {
  stream.emit('turn_finished', { turn: number, status: task.status, result: task.result ?? null });
}

/** Shows what a paused turn waits for. A turn of a conversation is over then: its answer resumes it on another stream. */
function pauseTurn(turn: Turn, { questions, confirm, id = crypto.randomUUID() }: TaskPause): void {
  if (questions !== undefined) {
    turn.decision = { kind: 'questions', id, questions: questions as readonly Question[] };
    turn.activity.push({ id, created_at: turn.updatedAt, questions });
    turn.stream.emit('ask_user_questions', { id, decision_id: id, questions });
  } else if (confirm !== undefined) {
    turn.decision = { kind: 'confirmation', id };
    turn.activity.push({ id, created_at: turn.updatedAt, request_id: id, ...confirm });
    turn.stream.emit('inline_card', { card_id: id, request_id: id, ...confirm });
  }
  if (turn.invocation.conversation === undefined) return;
  emitTurnFinished(turn);
  turn.stream.end();
}

/** Shows an event of the script. Resolves when the script may continue. */
export function showEvent(turn: Turn, event: ShownEvent): Promise<void> | undefined {
  const { type, data = null } = event;
  if (type === 'plan_updated') {
    turn.task = { ...turn.task, deep_planning: data as NonNullable<Task['deep_planning']> };
  }
  turn.stream.emit(type, data, event.task_id);
  turn.activity.push(...activityOf(event, turn.context.nextTimestamp()));
  if (type === 'tool_call_request') applySteers(turn);
  const work = readDelegation(event);
  return work === undefined ? undefined : turn.invocation.delegate(work, turn.id);
}

function applySteers(turn: Turn): void {
  for (const { id, text } of turn.waitingSteers.splice(0)) {
    turn.steers.push(text);
    turn.activity.push(messageEntry(id, turn.context.nextTimestamp(), 'user', text));
    turn.stream.emit('gateway_steer_applied', { message_id: id, text });
  }
}

/** Adds a message to the thread and to the activity. */
export function addMessage(turn: Turn, role: HistoryMessage['role'], content: string): void {
  const { clock, nextTimestamp } = turn.context;
  const id = crypto.randomUUID();
  turn.messages.push({ id, role, content, turn: turn.number, createdAt: clock.now() });
  turn.activity.push(messageEntry(id, nextTimestamp(), role === 'user' ? 'user' : 'agent', content));
}

function messageEntry(id: string, createdAt: string, role: 'user' | 'agent', text: string): Turn['activity'][number] {
  const content = { text, files: [] };
  return { id, created_at: createdAt, role, content, sub_execution_result: false, user: null };
}
