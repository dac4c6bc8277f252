import { isObject } from '../config/values.ts';
import type { TaskEvent } from '../models.ts';
import { receiveTask } from '../tasks/received-task.ts';
import { parseOrText } from '../transport/error-body.ts';

type KnownType = Exclude<TaskEvent['type'], 'unknown'>;

/** All types in the API description. A type that is added there is a compile error here. */
const known: Readonly<Record<KnownType, true>> = {
  task_created: true,
  task_updated: true,
  think: true,
  analyze: true,
  tool_call_request: true,
  tool_call_result: true,
  chunk: true,
  sub_agent_trigger: true,
  plan_updated: true,
  auth_event: true,
  task_compactization: true,
  task_finished: true,
  connected: true,
  turn_started: true,
  turn_finished: true,
  context_status: true,
  inline_card: true,
  agent_gateway_decision: true,
  gateway_steer_applied: true,
  ask_user_questions: true,
  sub_task_created: true,
  sub_task_updated: true,
  sub_task_finished: true,
  invite_member: true,
  member_invited: true,
  ask_for_secret: true,
  secret_saved: true,
  live_surface_created: true,
};

/** The names that older servers use for the same events (openapi/FACTS.md#d4). */
const eventAliases: Readonly<Record<string, KnownType>> = {
  task_started: 'task_updated',
  content_chunk: 'chunk',
  task_completed: 'task_finished',
};

/** The content of a message: an event, or `"error"` when the stream broke on the server's side. */
export type ReadEvent = TaskEvent | 'error';

/**
 * Reads the event in a message's data. Events of older servers are translated; unknown ones are passed on as `unknown`.
 *
 * `name` is the event field of the message. Current servers leave it out and put the type into the data.
 */
export function readTaskEvent(data: string, name: string | undefined): ReadEvent {
  const value = parseOrText(data);
  if (!isObject(value)) return { type: 'unknown', name: name ?? 'message', data: value };
  if (isCurrentForm(value)) return received(value as unknown as TaskEvent);
  const given = String(value.type ?? value.event ?? name ?? 'message');
  const snake = given.replace(/([a-z])([A-Z])/g, '$1_$2').toLowerCase();
  if (snake === 'error') return 'error';
  const type = Object.hasOwn(eventAliases, snake) ? eventAliases[snake] : snake;
  const content = dataOf(value, snake);
  const taskId = value.task_id ?? (isObject(content) ? content.id : undefined);
  const envelope = { ...value, ...(typeof taskId === 'string' && { task_id: taskId }) };
  if (type === undefined || !Object.hasOwn(known, type) || !isUsable(type, content)) {
    return { ...envelope, type: 'unknown', name: given, data: content };
  }
  return received({ ...envelope, type, data: content ?? null } as TaskEvent);
}

function received(event: TaskEvent): TaskEvent {
  return hasTask(event) ? { ...event, data: receiveTask(event.data) } : event;
}

/** Whether an event carries the task. */
export function hasTask(
  event: TaskEvent,
): event is Extract<TaskEvent, { type: `task_${'created' | 'updated' | 'finished'}` }> {
  return event.type === 'task_created' || event.type === 'task_updated' || event.type === 'task_finished';
}

/** Whether an event has the current form, as nearly all events do, so that nothing has to be translated. */
function isCurrentForm({ type, task_id: taskId, data }: Record<string, unknown>): boolean {
  const isNamed = typeof type === 'string' && Object.hasOwn(known, type);
  return isNamed && typeof taskId === 'string' && data !== undefined && isUsable(type, data);
}

/** The data of an event. Older servers put it beside the type. */
function dataOf(value: Record<string, unknown>, snake: string): unknown {
  if (value.data !== undefined) return value.data;
  if (snake === 'content_chunk') return value.content;
  if (snake === 'task_started') return { id: value.task_id, status: 'executing' };
  if (snake === 'task_completed') return { id: value.task_id, status: 'completed', result: value.result };
  return undefined;
}

/** Whether the data has the form that the type of the event requires. */
function isUsable(type: string, data: unknown): boolean {
  if (type === 'chunk') return typeof data === 'string';
  if (type === 'tool_call_request' || type === 'tool_call_result') return isObject(data);
  if (!type.startsWith('task_') || type === 'task_compactization') return true;
  return isObject(data) && typeof data.id === 'string' && data.id !== '';
}
