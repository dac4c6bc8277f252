import type { EventSourceMessage } from 'eventsource-parser';
import type { Invocation } from '../api/types.ts';
import type { RunInContext } from '../async/capture-context.ts';
import type { Deferred } from '../async/deferred.ts';
import type { AwaitedTask, Operation, SeenEnd } from '../core/types.ts';
import type { CompletedTask, EventEnvelope, Task, TaskEvent } from '../models.ts';
import type { TurnRoute } from '../runs/types.ts';
import type { EndMark, TurnText } from '../tasks/types.ts';

/** A run whose events can be followed. The run goes on whether they are read or not. */
export interface TaskStream<R = CompletedTask> extends AsyncIterable<TaskEvent> {
  /** The id of the run, once the server has sent it. */
  readonly taskId: string | undefined;
  /**
   * The id of the run, as soon as the server has sent it: before the first event is read, and without a reader. Resolves
   * with `undefined` if the stream was left before. Rejects as the loop does if the stream failed before.
   */
  readonly opened: Promise<string | undefined>;
  /**
   * The answer, piece by piece. Text that did not come in pieces, or was lost with a connection, comes at the end. If the
   * final answer does not begin with the text that came before, the text ends there and `finalTask` has the answer.
   * Rejects as `finalTask` does.
   */
  textStream(): AsyncIterable<string>;
  /**
   * The completed task. It can be called any number of times, with or without a reader of the events.
   *
   * @throws TaskFailedError when the task ends as `failed`, `error` or `stopped`.
   * @throws OutputError when the answer does not fit `output`.
   * @throws StreamInterruptedError when the stream broke before the server sent the task's id.
   */
  finalTask(): Promise<R>;
  /** Ends the stream at once, for its reader and for `finalTask`. The run goes on. */
  abort(reason?: unknown): void;
}

/** The messages of a connection, one at a time. Nothing is read ahead beyond the current chunk. */
export interface EventStream {
  /**
   * The next message with data; `undefined` at the end, also when the connection broke: the data it would have carried is
   * lost then. Rejects for a message that is too long.
   */
  next(): Promise<EventSourceMessage | undefined>;
  /** Takes the next message, if it has already arrived. */
  take(): EventSourceMessage | undefined;
  /** Returns the next message without taking it, if it has already arrived. */
  peek(): EventSourceMessage | undefined;
  /** Closes the connection. A read that is under way ends as if the stream had ended. */
  cancel(): void;
}

/** A turn that can be followed. What the POST of a stream began: the events of its connection, or the task that was found after the connection was lost. */
export interface OpenTurn {
  /** Replaced when a stream that was cut is resumed. */
  stream: EventStream | undefined;
  readonly found: Task | undefined;
  /** The last snapshot of its task, once the turn is over. Its id is empty if the task had no name. */
  readonly left: Promise<Task>;
  readonly earlier: readonly EndMark[];
  /** What identifies the turn, if other processes could send turns under its id. */
  readonly text: TurnText | undefined;
  readonly operation: Operation;
  /** Where the end stands, if another call reads it. */
  readonly seen: SeenEnd;
  /** Aborts with the operation, and when every reader has left. */
  readonly leaving: AbortSignal;
  /** The first message, which is read before there is a reader: it names the task. */
  first: ReturnType<EventStream['next']> | undefined;
  /** Whether the relay waits for the next event. */
  isReady: boolean;
  /** Whether the id was made up for the call: a first event `task_created` may then name another one. */
  isNameOpen: boolean;
  readonly invocation?: Invocation | undefined;
  /** Set for a turn of a conversation. */
  readonly route?: TurnRoute | undefined;
  /** The id of the last event that the server has numbered. */
  lastEventId: string | undefined;
  /** The members of the server's events that the last one repeats. */
  envelope: Pick<EventEnvelope, 'organization_id' | 'time'>;
  /** Closes the connection. The run goes on. The thread learns the turn's `end`, or that it was not seen. */
  leave(end?: Task): void;
  /** Ends the turn with an error. */
  fail(error: unknown): void;
  hasLeft(): boolean;
}

/** What a stream hands to the turn that it begins. */
export interface TurnStart {
  /** Ends the turn for its reader and for `finalTask`. */
  readonly own: AbortController;
  /** Settles when there are events to read. */
  readonly opened: Deferred<OpenTurn>;
  /** Settles when the task's id is known. */
  readonly named: Deferred<string | undefined>;
  /** Runs what a later caller asks for in the context of the operation. */
  run: RunInContext;
}

/** A run that can be followed. */
export interface TurnSource {
  /** Begins the turn. Resolves with the last snapshot of its task, once the turn is over; `undefined` without an id. */
  begin(start: TurnStart): Promise<Task | undefined>;
  /** The events of the turn, except for the last one. Returns the task at its end; `undefined` when the reader has left. */
  show(turn: OpenTurn, isWatched: () => boolean): AsyncGenerator<TaskEvent, Task | undefined>;
  /** Waits for the end after the reader has left, unless it is waited for as any task is. */
  readonly wait?: (awaited: AwaitedTask, operation: Operation) => Promise<Task>;
}
