import type { Delegation, Question, RunSettings, Script, ScriptRun, TurnInput } from '../agents/types.ts';
import type { Clock, WorkTracker } from '../clock/types.ts';
import type { ListPart, TaskListQuery } from '../listing/types.ts';
import type { HistoryMessage, InvokeRequest, Task } from '../protocol/models.ts';
import type { NextTimestamp, StreamEvent, StreamListener, TaskEvent, WireSettings } from '../protocol/types.ts';

/** A request to run an agent or a workflow. */
export interface TurnRequest {
  readonly agentId: string;
  readonly organizationId: string;
  readonly version: string | null;
  readonly request: InvokeRequest;
  /** Whether a workflow was asked for. */
  readonly isOrchestration: boolean;
  /** The turn of a conversation replaces a running one, and shows more events. Default: an invocation. */
  readonly conversation?: ConversationTurn | undefined;
  /** Receives the events of the run. */
  readonly listener?: StreamListener | undefined;
}

/** How a turn of a conversation runs. */
export interface ConversationTurn {
  /** Whether the script goes on while the tasks that it has started run. */
  readonly isAsync: boolean;
  /** The message that this turn replaces, together with everything after it. */
  readonly editedMessageId?: string | undefined;
}

/** An entry of the activity of a conversation. */
export type ActivityEntry = { readonly id: string; readonly created_at: string } & Readonly<Record<string, unknown>>;

/** What a paused turn waits for, if it can be answered over the API. */
export type PendingDecision =
  | { readonly kind: 'questions'; readonly id: string; readonly questions: readonly Question[] }
  | { readonly kind: 'confirmation'; readonly id: string };

/** A message that steers a running turn. */
export interface SteeringMessage {
  readonly id: string;
  readonly text: string;
}

/** An accepted request: its agent exists. */
export interface Invocation extends TurnRequest {
  readonly settings: RunSettings;
  /** Returns the script that plays the turn. */
  readonly chooseScript: (turn: TurnInput) => Script;
  /** Starts a task of another agent and resolves when it has ended. */
  readonly delegate: (work: Delegation, parentId: string) => Promise<void>;
}

/** A message, with the fields that the variants of thread messages need. */
export interface StoredMessage extends HistoryMessage {
  readonly id: string;
  /** The number of the turn in its thread, from 1. */
  readonly turn: number;
  /** Epoch milliseconds. */
  readonly createdAt: number;
}

/** One turn of a thread. The latest turn is the task. */
export interface TaskRecord {
  readonly task: Task;
  readonly request: InvokeRequest;
  readonly run: ScriptRun;
  /** When the task last changed. */
  readonly updatedAt: string;
  /** When the turn was accepted, in epoch milliseconds. */
  readonly acceptedAt: number;
  /** The previous turn of the thread, as it was when this turn began. */
  readonly previous: TaskRecord | undefined;
  /** The thread so far. */
  readonly messages: readonly StoredMessage[];
  readonly turn: number;
  /** What has happened in the thread so far. */
  readonly activity: readonly ActivityEntry[];
  /** What the paused turn waits for. */
  readonly decision: PendingDecision | undefined;
  /** Steers the turn at its next tool call. */
  steer(message: SteeringMessage): void;
  /** Returns the messages that have not steered the turn, and removes them. */
  takeSteers(): SteeringMessage[];
  /** Adds a listener to the stream of the turn. */
  listen(listener: StreamListener): void;
  /** Applies an event to the task. */
  apply(event: TaskEvent): void;
  /** Changes fields outside the life cycle. */
  patch(fields: Partial<Task>): void;
  /** Ends the stream of the turn. */
  endStream(): void;
}

/** What all records of a mock share. */
export interface RecordContext {
  clock: Clock;
  workTracker: WorkTracker;
  nextTimestamp: NextTimestamp;
  wire: Pick<WireSettings, 'chunks' | 'chunkSize' | 'connected' | 'turnEnd'>;
}

/** How long reads of a task lag behind, in milliseconds. 0 is no lag. */
export interface ReadLag {
  /** How long reads show the previous turn after a further turn was accepted. */
  staleMs: number;
  /** How long reads do not find a new task. */
  notFoundMs: number;
}

/** The tasks and threads of a mock, in memory. */
export interface TaskStore {
  readonly lag: ReadLag;
  /** Creates a task, or the next turn of its thread, and starts the run. */
  start(invocation: Invocation): TaskRecord;
  /** The task as a read returns it, lags included. @throws HttpError 404 or 403. */
  read(id: string, organizationId: string): TaskRecord;
  /** A part of the tasks of an organization, the latest change first, as a list returns them, lags included. */
  list(query: TaskListQuery): ListPart<TaskRecord>;
  /** The latest state of the task, without lags. @throws HttpError 404 or 403. */
  latest(id: string, organizationId: string): TaskRecord;
  find(id: string): TaskRecord | undefined;
  all(): readonly TaskRecord[];
  /** Stops a task and the tasks that it started. Does nothing if it has ended. `preempted`: for a further turn. */
  stop(record: TaskRecord, reason?: 'stopped' | 'preempted'): void;
  /** Stops and deletes a task and the tasks that it started. */
  remove(record: TaskRecord): void;
  /** Aborts every run and deletes every task. */
  clear(): void;
}

/** The events of one turn, for one reader. */
export interface EventQueue extends StreamListener {
  /** Resolves with the next event, or with `undefined` after the last one. */
  next(): Promise<StreamEvent | undefined>;
}
