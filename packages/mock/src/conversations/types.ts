import type { ScriptRun } from '../agents/types.ts';
import type { InvokeRequest, MessageReceipt, RunState, SendMessageRequest, Task } from '../protocol/models.ts';
import type { NextTimestamp, StreamEvent, StreamListener } from '../protocol/types.ts';
import type { AgentStore } from '../state/agent-types.ts';
import type { EventQueue, TaskRecord, TaskStore } from '../state/types.ts';

/** Names a conversation of an agent, for a caller. */
export interface ConversationKey {
  readonly id: string;
  readonly agentId: string;
  readonly organizationId: string;
}

/** A message that waits for its turn. */
export interface WaitingMessage {
  readonly id: string;
  readonly text: string;
  readonly files: readonly string[];
  readonly user: InvokeRequest['input']['user'];
  readonly enqueued_at: string;
  readonly idempotency_key: string | null;
}

/** What a conversation has besides its task. */
export interface Conversation extends ConversationKey {
  readonly queue: WaitingMessage[];
  /** Every event of its streams, with its number. */
  readonly log: StreamEvent[];
  /** The listener of the latest turn. */
  current: TurnListener | undefined;
  /** The run that this listener hears. */
  run: ScriptRun | undefined;
  /** How tasks of other agents run. A request sets it for all later turns. */
  subTasks: 'sync' | 'async' | 'auto';
  /** The version that the latest turn has asked for. */
  version: string | null;
}

/** Passes the events of one turn to its readers, and keeps them for readers that come back. */
export interface TurnListener extends StreamListener {
  /** Adds a reader to the later events. */
  add(reader: EventQueue): void;
  /** Removes and returns all readers, for the next turn on the same streams. */
  release(): EventQueue[];
}

/** What the conversations of one mock work with. */
export interface ConversationContext {
  readonly tasks: TaskStore;
  readonly agents: AgentStore;
  readonly nextTimestamp: NextTimestamp;
  readonly conversations: Map<string, Conversation>;
}

/** A turn to run. */
export interface TurnOptions {
  readonly agentId: string;
  readonly organizationId: string;
  readonly version: string | null;
  readonly request: InvokeRequest;
  readonly subTasks?: Conversation['subTasks'] | undefined;
  readonly editedMessageId?: string | undefined;
  /** Receives the events. Without it, the turn has no stream. */
  readonly events?: EventQueue | undefined;
}

/** The answer to one question, in one of the two documented forms. */
export interface QuestionAnswer {
  readonly question_id: string;
  readonly selected_option_ids?: readonly string[] | null;
  readonly free_text?: string | null;
  readonly answer?: string | null;
}

/** The conversations of a mock. Every task is one, because both have the same ids. */
export interface ConversationStore {
  /** Runs a turn. One that is running under the same id is cancelled. @throws HttpError 403 or 404. */
  runTurn(options: TurnOptions): TaskRecord;
  /** Sends the events after this one to a reader, also those to come. @throws HttpError 404. */
  resume(key: ConversationKey, lastEventId: string, events: EventQueue): void;
  /** @throws HttpError 404, or 409 for a steering message without a turn. */
  send(key: ConversationKey, message: SendMessageRequest): MessageReceipt;
  /** Runs the queue, unless a turn is running. @throws HttpError 404. */
  drain(key: ConversationKey, version: string | null, events: EventQueue): void;
  /** @throws HttpError 404. */
  unqueue(key: ConversationKey, messageId: string): void;
  /** Stops the turn and its sub-tasks. @throws HttpError 404. */
  stop(key: ConversationKey, isQueueCleared: boolean): void;
  /** Resumes a turn with answers to its questions. @throws HttpError 400 for answers that do not fit, or 404. */
  answer(key: ConversationKey, decisionId: string, answers: readonly QuestionAnswer[], events: EventQueue): void;
  /** Resumes a turn with a decision. @throws HttpError 400 if this request is not open, or 404. */
  confirm(key: ConversationKey, requestId: string, isApproved: boolean, events: EventQueue): void;
  /** @throws HttpError 404. */
  state(key: ConversationKey): RunState;
  /** The record, its sub-tasks included. @throws HttpError 404. */
  read(key: ConversationKey, print: (task: Task) => object): object;
  /** Drops what a conversation has besides its task. */
  forget(id: string): void;
  clear(): void;
}
