import { httpError } from '../protocol/http-error.ts';
import type { InvokeRequest } from '../protocol/models.ts';
import type { NextTimestamp } from '../protocol/types.ts';
import type { AgentStore } from '../state/agent-types.ts';
import { startTurn } from '../state/start-turn.ts';
import type { EventQueue, TaskRecord, TaskStore } from '../state/types.ts';
import { createTurnListener, type TurnListener } from './turn-listener.ts';
import type { Conversation, ConversationKey, TurnOptions } from './types.ts';

interface TurnParts {
  readonly tasks: TaskStore;
  readonly agents: AgentStore;
  readonly nextTimestamp: NextTimestamp;
}

/** Runs the turns of conversations. */
export interface Turns {
  run(options: TurnOptions): TaskRecord;
  /** Runs the next queued message on these streams. Returns whether there was one. */
  runQueue(conversation: Conversation, readers: readonly EventQueue[]): boolean;
  /** Sends `connected`, the first event of a stream. */
  connect(conversation: Conversation, reader: EventQueue): void;
  /** The listener of the latest turn, also of one that was not started as a turn of a conversation. */
  listenerOf(conversation: Conversation, record: TaskRecord): TurnListener;
  /** What a conversation has besides its task. @throws HttpError 404 or 403 if there is no such task of the agent. */
  find(key: ConversationKey): Conversation;
  /** The task of a conversation. @throws as `find` does. */
  recordOf(key: ConversationKey): TaskRecord;
}

export function createTurns(parts: TurnParts, conversations: Map<string, Conversation>): Turns {
  const { tasks, nextTimestamp } = parts;

  const recordOf: Turns['recordOf'] = ({ id, agentId, organizationId }) => {
    if (tasks.find(id) === undefined) throw notFound();
    const record = tasks.latest(id, organizationId);
    if (record.task.agent_id !== agentId) throw notFound();
    return record;
  };

  const keep = (key: ConversationKey): Conversation => {
    const found = conversations.get(key.id) ?? createConversation(key);
    conversations.set(key.id, found);
    return found;
  };

  const find: Turns['find'] = (key) => {
    recordOf(key);
    return keep(key);
  };

  const connect: Turns['connect'] = ({ id, organizationId, log }, reader) => {
    const event = {
      type: 'connected',
      task_id: id,
      organization_id: organizationId,
      time: nextTimestamp(),
      data: null,
    };
    const numbered = { ...event, id: log.length + 1 };
    log.push(numbered);
    reader.push(numbered);
  };

  const endPart = (conversation: Conversation, listener: TurnListener): void => {
    const readers = listener.release();
    const record = tasks.find(conversation.id);
    const isLatest = conversation.current === listener;
    if (record !== undefined) keepSteers(conversation, record);
    const isOver = record?.task.status !== 'paused' && record?.task.is_manually_stopped !== true;
    if (isLatest && isOver && readers.length > 0 && runQueue(conversation, readers)) return;
    for (const reader of readers) reader.end();
  };

  const listen = (conversation: Conversation): TurnListener => {
    const listener = createTurnListener(conversation.log, () => endPart(conversation, listener));
    conversation.current = listener;
    return listener;
  };

  const listenerOf: Turns['listenerOf'] = (conversation, record) => {
    const { current, run } = conversation;
    if (current !== undefined && run === record.run) return current;
    const listener = listen(conversation);
    record.listen(listener);
    conversation.run = record.run;
    return listener;
  };

  const start = (conversation: Conversation, options: TurnOptions, readers: readonly EventQueue[]): TaskRecord => {
    const before = conversation.current;
    const listener = listen(conversation);
    for (const reader of readers) listener.add(reader);
    const { subTasks } = conversation;
    const turn = { isAsync: subTasks === 'async', editedMessageId: options.editedMessageId };
    try {
      const record = startTurn(parts, { ...options, listener, conversation: turn, isOrchestration: false });
      conversation.run = record.run;
      return record;
    } catch (error) {
      conversation.current = before;
      throw error;
    }
  };

  const runQueue: Turns['runQueue'] = (conversation, readers) => {
    const message = conversation.queue.shift();
    if (message === undefined) return false;
    const { id, agentId, organizationId, version } = conversation;
    const request: InvokeRequest = {
      id,
      input: { text: message.text, files: [...message.files], user: message.user ?? null },
    };
    start(conversation, { agentId, organizationId, version, request }, readers);
    return true;
  };

  const run: Turns['run'] = (options) => {
    const { agentId, organizationId, request, events, version } = options;
    parts.agents.get(agentId, organizationId);
    const key = { id: request.id ?? crypto.randomUUID(), agentId, organizationId };
    // A task of another agent continues under this one, as with any invocation.
    if (tasks.find(key.id) !== undefined) tasks.latest(key.id, organizationId);
    const conversation = keep(key);
    conversation.subTasks = options.subTasks ?? conversation.subTasks;
    conversation.version = version;
    if (events !== undefined) connect(conversation, events);
    return start(
      conversation,
      { ...options, request: { ...request, id: key.id } },
      events === undefined ? [] : [events],
    );
  };

  return { run, runQueue, connect, listenerOf, find, recordOf };
}

/** A message that has not steered the turn waits for its own turn. */
function keepSteers({ queue }: Conversation, record: TaskRecord): void {
  const time = String(record.updatedAt);
  const waiting = record.takeSteers().map(({ id, text }) => ({ id, text, files: [], user: null, enqueued_at: time }));
  queue.unshift(...waiting.map((message) => ({ ...message, idempotency_key: null })));
}

function createConversation(key: ConversationKey): Conversation {
  return { ...key, queue: [], log: [], current: undefined, run: undefined, subTasks: 'auto', version: null };
}

function notFound(): Error {
  return httpError(404, 'Conversation not found');
}
