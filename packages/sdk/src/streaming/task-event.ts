import { isObject } from '../config/validators.ts';
import type { TaskEvent } from '../models.ts';
import { parseOrText } from '../transport/error-body.ts';

type KnownType = Exclude<TaskEvent['type'], 'unknown'>;

/** The types of today, tied to the spec: a new one is a compile error here. */
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
};

/** Names of older servers for the same events (openapi/FACTS.md#d4). */
const eventAliases: Readonly<Record<string, KnownType>> = {
  task_started: 'task_updated',
  content_chunk: 'chunk',
  task_completed: 'task_finished',
};

/** What a message says: an event, or that the run's stream broke on the server's side. */
export type ReadEvent = TaskEvent | 'error';

/**
 * The event in a message's data, in today's form whichever server sent it; what is not known is passed on.
 *
 * `name` is the message's own event name, which today's servers leave out: the type is in the data.
 */
export function readTaskEvent(data: string, name: string | undefined): ReadEvent {
  const value = parseOrText(data);
  if (!isObject(value)) return { type: 'unknown', name: name ?? 'message', data: value };
  if (isCurrent(value)) return value as unknown as TaskEvent;
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
  return { ...envelope, type, data: content ?? null } as TaskEvent;
}

/** Whether an event has today's form already, as nearly all have: then there is nothing to translate. */
function isCurrent({ type, task_id: taskId, data }: Record<string, unknown>): boolean {
  const isNamed = typeof type === 'string' && Object.hasOwn(known, type);
  return isNamed && typeof taskId === 'string' && data !== undefined && isUsable(type, data);
}

/** Older servers put the content beside the type. */
function dataOf(value: Record<string, unknown>, snake: string): unknown {
  if (value.data !== undefined) return value.data;
  if (snake === 'content_chunk') return value.content;
  if (snake === 'task_started') return { id: value.task_id, status: 'executing' };
  if (snake === 'task_completed') return { id: value.task_id, status: 'completed', result: value.result };
  return undefined;
}

/** Whether the data is what this type promises to those who read it. */
function isUsable(type: string, data: unknown): boolean {
  if (type === 'chunk') return typeof data === 'string';
  if (type === 'tool_call_request' || type === 'tool_call_result') return isObject(data);
  if (!type.startsWith('task_') || type === 'task_compactization') return true;
  return isObject(data) && typeof data.id === 'string' && data.id !== '';
}
