import type { ApiContext, OperationCall } from '../api/types.ts';
import type { Task } from '../models.ts';
import type { StreamOptions } from '../options/call-options.ts';
import type { EndMark, TurnText } from '../tasks/types.ts';

/** What all calls of a client share. */
export interface Core extends ApiContext {
  readonly threads: ThreadRegistry;
  /** Waits for the tasks of plain calls together; `undefined` if the key may differ from request to request. */
  watching?: TaskGroup | undefined;
  /** Set for the calls that one `runMany` or `waitAll` makes. */
  readonly batch?: Batch;
}

/** What the calls of one `runMany` or `waitAll` share. */
export interface Batch {
  /** Waits for all tasks of the batch together. */
  readonly group?: TaskGroup;
  /** Keeps the batch from starting runs that would be refused. */
  readonly startBreaker?: CircuitBreaker;
  /** Keeps the batch from reading tasks that would be refused. */
  readonly readBreaker?: CircuitBreaker;
}

/** Waits for many tasks with few requests. */
export interface TaskGroup {
  /** Resolves with the task at its end, whatever the end is. */
  wait(awaited: AwaitedTask, operation: Operation): Promise<Task>;
}

/** Stops a batch from sending requests that cannot succeed. */
export interface CircuitBreaker {
  /** Why nothing more is sent. */
  reason(): { readonly error: unknown } | undefined;
  /** Opens the breaker, if it is still closed: requests that are not sent yet fail with the error. */
  open(error: unknown): void;
  /** Sends a request, unless the breaker is open. An error that concerns the whole batch opens it. */
  guard<T>(call: OperationCall, send: (call: OperationCall) => Promise<T>): Promise<T>;
}

/** What a wait starts from: an id alone, or a snapshot as well, which proves that the task exists. */
export interface AwaitedTask {
  readonly id: string;
  readonly snapshot?: Task | undefined;
  /** Ends of earlier turns, which the record may show a moment longer. */
  readonly earlier: readonly EndMark[];
  /** Whether the snapshot was read from the record, not taken from the answer to a POST. */
  readonly isSeenRunning?: boolean;
  /** Where the end stands when another call has read it. */
  readonly seen?: SeenEnd;
  /** What identifies the turn, if other processes could send turns under the same id. */
  readonly text?: TurnText | undefined;
}

/** How far an operation has come. A `DeadlineError` reports it. */
export interface Progress {
  /** `"unknown"` while a POST is on its way. */
  started: boolean | 'unknown';
  taskId: string | undefined;
  lastTask: Task | undefined;
  /** The failure that currently keeps the operation from going on. */
  trouble: unknown;
}

/** One verb at work, from its call to its end. */
export interface Operation {
  /** The options of the call, checked. */
  readonly options: StreamOptions;
  /** Aborts when the caller's signal does, or when the deadline passes. */
  readonly signal: AbortSignal;
  readonly progress: Progress;
  /** Set when other turns could run under the same id: whether a record shows this operation's own turn. */
  isOwnTurn: ((task: Task) => boolean) | undefined;
  /** Set when the operation has found the run of its key: another caller may have started it. */
  isJoined: boolean;
  /** The operation's place in the queue of its thread, if it is a turn. */
  place: TurnPlace | undefined;
  /** The time left until the deadline; `Infinity` without one. */
  remainingMs(): number;
  /** Rejects the operation as its deadline would, when nothing more can happen before it. The reason goes into the message. */
  giveUp(reason?: string): never;
  /** Calls back with each id that the task is known by. `isConfirmed` states that the server has named it. */
  onTaskId(listener: (taskId: string, isConfirmed: boolean) => void): void;
  /** Promises that the operation acts again within this time. Afterwards a turn that waits for it looks for itself. */
  attend(ms: number): void;
  /** Records the id of the operation's task. */
  nameTask(taskId: string, isConfirmed: boolean): void;
  /** Records a snapshot of the operation's task that the server has sent. Returns the snapshot. */
  noteTask(task: Task): Task;
}

/** Holds a turn's end once any call has read it: the record may show a later turn by then. */
export interface SeenEnd {
  end: Task | undefined;
}

/** A turn whose end was not seen. */
export interface UnseenTurn {
  /** The ends before it. */
  readonly earlier: readonly EndMark[];
  /** Whether the turn surely started. */
  readonly isCertain: boolean;
  /** Where the turn's caller finds its end, if another call reads it first. */
  readonly seen: SeenEnd;
}

/**
 * A turn's place in the queue of its thread.
 *
 * The queue is plain data that each turn checks with timers of its own, because some runtimes (Cloudflare Workers) forbid
 * one request to wake another.
 */
export interface TurnPlace {
  state: ThreadState;
  /** Until when the turn has promised to act: to send, to poll, to read an event, or to leave. */
  attendedUntilMs: number;
  /** Set when the turn may have sent its POST. */
  running: { readonly earlier: readonly EndMark[]; readonly progress: Progress; readonly seen: SeenEnd } | undefined;
  /** Whether a later turn went on without waiting for this one any longer. */
  isOvertaken: boolean;
}

/** What a client knows of one thread. It owns the queue of the thread's turns. */
export interface ThreadState {
  /** The id, once the server has confirmed it. */
  id: string | undefined;
  /** The turns that run or wait, in the order of the calls. */
  readonly places: TurnPlace[];
  unseen: UnseenTurn | undefined;
  /** The latest ends that were seen, oldest first. A stale read may show any of them. */
  ends: readonly EndMark[];
  /** Set when the first turn may be running under an id that the client cannot learn: the thread takes no more turns. */
  closed: { readonly error: unknown } | undefined;
}

/** The threads of all clients with the same clock, base URL and credentials, by id. */
export interface ThreadRegistry {
  /** The state of a thread; created when there is none. */
  of(id: string): ThreadState;
  /** Registers a new thread's state under its id. If turns of that id run or wait already, their state takes over. */
  adopt(id: string, state: ThreadState): void;
  /** The ends that a wait on this id must not take for the running turn's. */
  earlierEnds(id: string): readonly EndMark[];
  /** Learns from a task that was read whether an unseen turn has ended. */
  note(task: Task, nowMs: number): void;
}
