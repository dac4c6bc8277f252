import type { Delegation, RunSettings, Script, ScriptRun, TurnInput } from '../agents/types.ts';
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
  wire: Pick<WireSettings, 'chunks' | 'chunkSize'>;
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
  /** The tasks of an organization as a list returns them, lags included. */
  readAll(organizationId: string): TaskRecord[];
  /** The latest state of the task, without lags. @throws HttpError 404 or 403. */
  latest(id: string, organizationId: string): TaskRecord;
  find(id: string): TaskRecord | undefined;
  all(): readonly TaskRecord[];
  /** Stops a task and the tasks that it started. Does nothing if it has ended. */
  stop(record: TaskRecord): void;
  /** Stops and deletes a task and the tasks that it started. */
  remove(record: TaskRecord): void;
  /** Aborts every run and deletes every task. */
  clear(): void;
}

/**
 * The agents and workflows of a mock. Each organization has its own.
 *
 * Every organization has an agent for each script. Without scripts, an agent is created for an id at its first run or
 * change. An agent that was created over the API belongs to that organization, and the built-in agent plays it.
 */
export interface AgentStore {
  list(organizationId: string, kind: 'agent' | 'workflow'): readonly AgentDetails[];
  /**
   * The agent with its draft. Creates nothing.
   *
   * @throws HttpError 404 with the text `missing`, or 403 for an agent of another organization.
   */
  get(id: string, organizationId: string, missing?: string): AgentDetails;
  /** The settings with which a run of this version starts. `null` is the live version. @throws as `get` does. */
  use(id: string, organizationId: string, version: string | null, missing?: string): AgentDetails;
  /** Whether `get` would return an agent. */
  has(id: string, organizationId: string): boolean;
  /** The script of an agent. Without one, the built-in agent makes a timeline for the turn. */
  scriptFor(id: string, turn: TurnInput): Script;
  /** @throws HttpError 422 when the name is taken. */
  create(settings: CreateAgentRequest, organizationId: string): AgentDetails;
  /** Changes an agent at once, or the draft of a workflow, which `deploy` makes live. @throws HttpError 422. */
  update(id: string, organizationId: string, changes: UpdateAgentRequest, deploy: boolean): AgentDetails;
  deploy(id: string, organizationId: string): AgentDetails;
  remove(id: string, organizationId: string): void;
  /** Restores the initial agents. */
  clear(): void;
}

/** The events of one turn, for one reader. */
export interface EventQueue extends StreamListener {
  /** Resolves with the next event, or with `undefined` after the last one. */
  next(): Promise<StreamEvent | undefined>;
}
