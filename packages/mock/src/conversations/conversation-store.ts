import { httpError } from '../protocol/http-error.ts';
import { isFinalStatus } from '../protocol/task-status.ts';
import type { EventQueue, PendingDecision } from '../state/types.ts';
import { problemIn } from './check-answers.ts';
import { describeConversation, describeState, isRunning } from './describe-conversation.ts';
import { findRecord, keepConversation } from './find-conversation.ts';
import { sendMessage } from './message-queue.ts';
import { connect, listenerOf, runQueue, runTurn } from './run-turns.ts';
import type { ConversationContext, ConversationKey, ConversationStore } from './types.ts';

/** Creates the conversations of one mock. */
export function createConversationStore(parts: Omit<ConversationContext, 'conversations'>): ConversationStore {
  const context: ConversationContext = { ...parts, conversations: new Map() };
  const { tasks, conversations } = context;
  return {
    runTurn: (options) => runTurn(context, options),
    resume: (key, lastEventId, events) => replay(context, key, lastEventId, events),
    send: (key, message) => sendMessage(context, key, message),
    drain: (key, version, events) => {
      const { status } = findRecord(context, key).task;
      const conversation = keepConversation(context, key);
      connect(context, conversation, events);
      conversation.version = version ?? conversation.version;
      if (!isFinalStatus(status) || !runQueue(context, conversation, [events])) events.end();
    },
    unqueue: (key, messageId) => {
      findRecord(context, key);
      const { queue } = keepConversation(context, key);
      const index = queue.findIndex(({ id }) => id === messageId);
      if (index < 0) throw httpError(404, 'Queued message not found');
      queue.splice(index, 1);
    },
    stop: (key, isQueueCleared) => {
      const record = findRecord(context, key);
      tasks.stop(record);
      // Last, because a message that has not steered the turn has just joined the queue.
      if (isQueueCleared) keepConversation(context, key).queue.length = 0;
    },
    answer: (key, decisionId, answers, events) => {
      const decision = openDecision(context, key, 'questions', decisionId);
      const problem = problemIn(decision.questions, answers);
      if (problem !== undefined) throw httpError(400, problem);
      resumeTurn(context, key, events, answers);
    },
    confirm: (key, requestId, isApproved, events) => {
      openDecision(context, key, 'confirmation', requestId);
      resumeTurn(context, key, events, isApproved);
    },
    state: (key) => {
      const record = findRecord(context, key);
      return describeState(keepConversation(context, key), record, tasks.find);
    },
    read: (key, print) => describeConversation(findRecord(context, key), tasks.find, print),
    forget: (id) => {
      conversations.delete(id);
    },
    clear: () => conversations.clear(),
  };
}

/** Sends a reader the events after this one, also those to come. */
function replay(context: ConversationContext, key: ConversationKey, lastEventId: string, events: EventQueue): void {
  const record = findRecord(context, key);
  const conversation = keepConversation(context, key);
  const missed = conversation.log.findIndex(({ id }) => String(id) === lastEventId) + 1;
  for (const event of conversation.log.slice(missed)) events.push(event);
  if (isRunning(record)) listenerOf(context, conversation, record).add(events);
  else events.end();
}

/** What the turn waits for. @throws HttpError 400 if it waits for something else. */
function openDecision<Kind extends PendingDecision['kind']>(
  context: ConversationContext,
  key: ConversationKey,
  kind: Kind,
  id: string,
): Extract<PendingDecision, { kind: Kind }> {
  const { decision } = findRecord(context, key);
  if (decision?.kind === kind && decision.id === id) return decision as Extract<PendingDecision, { kind: Kind }>;
  throw httpError(400, kind === 'questions' ? 'These questions are not open' : 'This request is not open');
}

/** Sends the rest of a paused turn to a reader. */
function resumeTurn(context: ConversationContext, key: ConversationKey, events: EventQueue, value: unknown): void {
  const record = findRecord(context, key);
  const conversation = keepConversation(context, key);
  const listener = listenerOf(context, conversation, record);
  connect(context, conversation, events);
  listener.add(events);
  record.apply({ type: 'resumed' });
  record.run.resume(value);
}
