import type { InvokeRequest } from '../protocol/models.ts';
import { isFinalStatus } from '../protocol/task-status.ts';
import { startTurn } from '../state/start-turn.ts';
import type { EventQueue, TaskRecord } from '../state/types.ts';
import { keepConversation } from './find-conversation.ts';
import { keepSteers } from './message-queue.ts';
import { createTurnListener } from './turn-listener.ts';
import type { Conversation, ConversationContext, TurnListener, TurnOptions } from './types.ts';

/** Runs a turn. One that is running under the same id is cancelled. @throws HttpError 403 or 404. */
export function runTurn(context: ConversationContext, options: TurnOptions): TaskRecord {
  const { agentId, organizationId, request, events } = options;
  context.agents.get(agentId, organizationId);
  const key = { id: request.id ?? crypto.randomUUID(), agentId, organizationId };
  if (context.tasks.find(key.id) !== undefined) context.tasks.latest(key.id, organizationId);
  const conversation = keepConversation(context, key);
  conversation.subTasks = options.subTasks ?? conversation.subTasks;
  conversation.version = options.version;
  if (events !== undefined) connect(context, conversation, events);
  const turn = { ...options, request: { ...request, id: key.id } };
  return start(context, conversation, turn, events === undefined ? [] : [events]);
}

/** Runs the next queued message on these streams. Returns whether there was one. */
export function runQueue(
  context: ConversationContext,
  conversation: Conversation,
  readers: readonly EventQueue[],
): boolean {
  const message = conversation.queue.shift();
  if (message === undefined) return false;
  const { id, agentId, organizationId, version } = conversation;
  const { text, files, user = null } = message;
  const request: InvokeRequest = { id, input: { text, files: [...files], user } };
  start(context, conversation, { agentId, organizationId, version, request }, readers);
  return true;
}

/** Sends `connected`, the first event of a stream. */
export function connect(context: ConversationContext, conversation: Conversation, reader: EventQueue): void {
  const { id: taskId, organizationId, log } = conversation;
  const event = { type: 'connected', task_id: taskId, organization_id: organizationId };
  const numbered = { ...event, time: context.nextTimestamp(), data: null, id: log.length + 1 };
  log.push(numbered);
  reader.push(numbered);
}

/** The listener of the latest turn, also of one that was not started as a turn of a conversation. */
export function listenerOf(context: ConversationContext, conversation: Conversation, record: TaskRecord): TurnListener {
  const { current, run } = conversation;
  if (current !== undefined && run === record.run) return current;
  const listener = listen(context, conversation);
  record.listen(listener);
  conversation.run = record.run;
  return listener;
}

function start(
  context: ConversationContext,
  conversation: Conversation,
  options: TurnOptions,
  readers: readonly EventQueue[],
): TaskRecord {
  const before = conversation.current;
  const listener = listen(context, conversation);
  for (const reader of readers) listener.add(reader);
  const turn = { isAsync: conversation.subTasks === 'async', editedMessageId: options.editedMessageId };
  try {
    const record = startTurn(context, { ...options, listener, conversation: turn, isOrchestration: false });
    conversation.run = record.run;
    return record;
  } catch (error) {
    conversation.current = before;
    throw error;
  }
}

function listen(context: ConversationContext, conversation: Conversation): TurnListener {
  const listener = createTurnListener(conversation.log, () => endPart(context, conversation, listener));
  conversation.current = listener;
  return listener;
}

/** Ends the streams of a turn, unless the next message of the queue runs on them. */
function endPart(context: ConversationContext, conversation: Conversation, listener: TurnListener): void {
  const readers = listener.release();
  const record = context.tasks.find(conversation.id);
  if (record !== undefined) keepSteers(conversation, record);
  const isOver = isFinalStatus(record?.task.status) && record?.task.is_manually_stopped !== true;
  const isNext = isOver && conversation.current === listener && readers.length > 0;
  if (isNext && runQueue(context, conversation, readers)) return;
  for (const reader of readers) reader.end();
}
