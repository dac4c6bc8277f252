import type { Delegation, Script, ScriptRun, TurnInput } from '../agents/types.ts';
import type { Clock, WorkTracker } from '../clock/types.ts';
import type {
  AgentDetails,
  CreateAgentRequest,
  HistoryMessage,
  InvokeRequest,
  Task,
  UpdateAgentRequest,
} from '../protocol/models.ts';
import type { NextTimestamp, StreamEvent, StreamListener, TaskEvent, WireSettings } from '../protocol/types.ts';

/** A request to run an agent or a workflow. */
export interface TurnRequest {
  readonly agentId: string;
  readonly organizationId: string;
  readonly version: string | null;
  readonly request: InvokeRequest;
  /** Whether a workflow was asked for. */
  readonly isOrchestration: boolean;
  /** Receives the events of the run. */
  readonly listener?: StreamListener | undefined;
}

/** A request to run an agent that exists. */
export interface Invocation extends TurnRequest {
  /** Returns the script that plays the turn. */
  readonly chooseScript: (turn: TurnInput) => Script;
  /** Starts a task of another agent and resolves when it has ended. */
  readonly delegate: (work: Delegation, parentId: string) => Promise<void>;
}

/** A message and what the variants of thread messages print of it. */
export interface StoredMessage extends HistoryMessage {
  readonly id: string;
  /** Counts the turns of the thread, beginning with 1. */
  readonly turn: number;
  /** Epoch milliseconds. */
  readonly createdAt: number;
}

/** One turn of a thread; the latest one stands for the task. */
export interface TaskRecord {
  readonly task: Task;
  readonly request: InvokeRequest;
  readonly run: ScriptRun;
  /** When the task last changed. */
  readonly updatedAt: string;
  /** When the turn was accepted, in epoch milliseconds. */
  readonly acceptedAt: number;
  /** The turn before. */
  readonly previous: TaskRecord | undefined;
  /** The thread up to now. */
  readonly messages: readonly StoredMessage[];
  readonly turn: number;
  /** Applies an event to the task. */
  apply(event: TaskEvent): void;
  /** Changes fields that have nothing to do with the life cycle. */
  patch(fields: Partial<Task>): void;
  /** Lets nobody hear of the turn any more. */
  endStream(): void;
}

/** What all records of a mock have in common. */
export interface RecordContext {
  clock: Clock;
  workTracker: WorkTracker;
  nextTimestamp: NextTimestamp;
  wire: Pick<WireSettings, 'chunks' | 'chunkSize'>;
}

/** How reads of a task lag behind, in milliseconds; 0 is not at all. */
export interface ReadLag {
  /** After a further turn was accepted, how long reads show the task as the turn before left it. */
  staleMs: number;
  /** After a task was made, how long reads do not find it. */
  notFoundMs: number;
}

/** Tasks and threads, in memory. */
export interface TaskStore {
  readonly lag: ReadLag;
  /** Makes the task, or the thread's next turn, and starts its run. */
  start(invocation: Invocation): TaskRecord;
  /** The task as a client sees it now. @throws HttpError 404 or 403. */
  read(id: string, organizationId: string): TaskRecord;
  /** Every task of an organization as its clients see them now. */
  readAll(organizationId: string): TaskRecord[];
  /** The task as it really is. @throws HttpError 404 or 403. */
  latest(id: string, organizationId: string): TaskRecord;
  find(id: string): TaskRecord | undefined;
  all(): readonly TaskRecord[];
  /** Stops a task and what it has started; nothing happens to what has ended already. */
  stop(record: TaskRecord): void;
  /** Stops and forgets a task and everything it has started. */
  remove(record: TaskRecord): void;
  /** Gives up every run and forgets everything. */
  clear(): void;
}

/**
 * The agents of a mock, each organization's apart from the others'.
 *
 * Every organization has an agent for each script; without scripts, any id is an agent as soon as it is asked for. An
 * agent that was made over the API belongs to the organization that made it, and the built-in agent plays it.
 */
export interface AgentStore {
  list(organizationId: string): readonly AgentDetails[];
  /** @throws HttpError 404 with `missing`, or 403 for an agent made by another organization. */
  get(id: string, organizationId: string, missing?: string): AgentDetails;
  /** Whether `get` would find it. */
  has(id: string, organizationId: string): boolean;
  /** The script of an agent; the built-in agent makes one for the turn. */
  scriptFor(id: string, turn: TurnInput): Script;
  /** @throws HttpError 422 when the name is taken. */
  create(settings: CreateAgentRequest, organizationId: string): AgentDetails;
  update(id: string, organizationId: string, changes: UpdateAgentRequest): AgentDetails;
  deploy(id: string, organizationId: string): AgentDetails;
  remove(id: string, organizationId: string): void;
  /** Back to the agents there were at first. */
  clear(): void;
}

/** Events on their way to one reader. */
export interface EventQueue extends StreamListener {
  /** The next event, or `undefined` when there will be none. */
  next(): Promise<StreamEvent | undefined>;
}
