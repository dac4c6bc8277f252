import { httpError } from '../protocol/http-error.ts';
import { isFinalStatus } from '../protocol/task-status.ts';
import type { NextTimestamp } from '../protocol/types.ts';
import type { AgentStore } from '../state/agent-types.ts';
import type { EventQueue, TaskRecord, TaskStore } from '../state/types.ts';
import { problemIn } from './check-answers.ts';
import { describeConversation, describeState, isRunning } from './describe-conversation.ts';
import { createQueue } from './message-queue.ts';
import { createTurns } from './run-turns.ts';
import type { Conversation, ConversationKey, ConversationStore } from './types.ts';

/** What the conversations of one mock work with. */
export interface ConversationParts {
  readonly tasks: TaskStore;
  readonly agents: AgentStore;
  readonly nextTimestamp: NextTimestamp;
}

/** Creates the conversations of one mock. */
export function createConversationStore(parts: ConversationParts): ConversationStore {
  const { tasks } = parts;
  const conversations = new Map<string, Conversation>();
  const turns = createTurns(parts, conversations);
  const { connect, recordOf, runQueue } = turns;
  const queue = createQueue(parts);

  /** Sends the rest of a paused turn to a reader. */
  const resumeTurn = (conversation: Conversation, record: TaskRecord, events: EventQueue, value: unknown): void => {
    const listener = turns.listenerOf(conversation, record);
    connect(conversation, events);
    listener.add(events);
    record.apply({ type: 'resumed' });
    record.run.resume(value);
  };
  const find = (key: ConversationKey): [Conversation, TaskRecord] => [turns.find(key), recordOf(key)];

  return {
    runTurn: turns.run,
    resume: (key, lastEventId, events) => {
      const [conversation, record] = find(key);
      const missed = conversation.log.findIndex(({ id }) => String(id) === lastEventId) + 1;
      for (const event of conversation.log.slice(missed)) events.push(event);
      if (isRunning(record)) turns.listenerOf(conversation, record).add(events);
      else events.end();
    },
    send: (key, message) => queue.send(...find(key), message),
    drain: (key, version, events) => {
      const [conversation, record] = find(key);
      connect(conversation, events);
      conversation.version = version ?? conversation.version;
      const isFree = isFinalStatus(record.task.status);
      if (!isFree || !runQueue(conversation, [events])) events.end();
    },
    unqueue: (key, messageId) => {
      const [{ queue: waiting }] = find(key);
      const index = waiting.findIndex(({ id }) => id === messageId);
      if (index < 0) throw httpError(404, 'Queued message not found');
      waiting.splice(index, 1);
    },
    stop: (key, isQueueCleared) => {
      const [conversation, record] = find(key);
      if (isQueueCleared) conversation.queue.length = 0;
      tasks.stop(record);
    },
    answer: (key, decisionId, answers, events) => {
      const [conversation, record] = find(key);
      const { decision } = record;
      if (decision?.kind !== 'questions' || decision.id !== decisionId)
        throw httpError(400, 'These questions are not open');
      const problem = problemIn(decision.questions, answers);
      if (problem !== undefined) throw httpError(400, problem);
      resumeTurn(conversation, record, events, answers);
    },
    confirm: (key, requestId, isApproved, events) => {
      const [conversation, record] = find(key);
      const { decision } = record;
      if (decision?.kind !== 'confirmation' || decision.id !== requestId)
        throw httpError(400, 'This request is not open');
      resumeTurn(conversation, record, events, isApproved);
    },
    state: (key) => describeState(...find(key), tasks.find),
    read: (key, print) => describeConversation(recordOf(key), tasks.find, print),
    clear: () => conversations.clear(),
  };
}
