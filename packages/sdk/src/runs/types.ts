import type { ApiContext, Invocation, OperationCall, TargetKind } from '../api/types.ts';
import type { Core, Operation, SeenEnd } from '../core/types.ts';
import type { AgentRequest, Task, TaskEvent } from '../models.ts';
import type { EndMark } from '../tasks/types.ts';
import type { TurnThread } from '../threads/types.ts';

/** What a caller asks to run. */
export interface RunTarget {
  /** @defaultValue "agent" */
  readonly kind?: TargetKind;
  /** The id of the agent or workflow. */
  readonly agentId: string;
  readonly request: AgentRequest;
  /** Set when the run is a turn of a `thread()`. */
  readonly thread?: TurnThread | undefined;
}

/** A run that has passed all checks, before its thread is looked at. */
export interface PreparedRun {
  readonly invocation: Invocation;
  /** Whether the id in the body was made up for this call, so that no other run can have it. */
  readonly isMinted: boolean;
  /** Whether other processes could send turns under the run's id. */
  readonly isShared: boolean;
  readonly thread: TurnThread;
  readonly once?: Once | undefined;
  /** Set for a turn of a conversation. */
  readonly route?: TurnRoute | undefined;
}

/** How a turn of a conversation differs from other runs. */
export interface TurnRoute {
  /** Sends its POST. */
  readonly open: (api: ApiContext, invocation: Invocation, call: OperationCall) => Promise<Response>;
  /** Looks for the turn after the answer was lost. */
  readonly recover: (core: Core, run: ReadyRun, operation: Operation) => Promise<Task | undefined>;
  /** The task as it is when the turn is over, if this event of the turn shows that: at its end, or paused. */
  readonly endOf: (event: TaskEvent, lastTask: Task | undefined) => Task | undefined;
  /** Asks for the events after the last one that was received, if the caller wants that. */
  readonly resume?:
    | ((api: ApiContext, invocation: Invocation, call: OperationCall, lastEventId: string) => Promise<Response>)
    | undefined;
}

/** What the caller knows beforehand of a run by key. */
export interface Once {
  /** Whether nothing can stand under the id yet. */
  readonly isFirst: boolean;
  /** How long the server must not know the id, in milliseconds, before it counts as unused. */
  readonly graceMs: number;
}

/** A run that may start now. */
export interface ReadyRun {
  readonly invocation: Invocation;
  readonly isMinted: boolean;
  readonly isShared: boolean;
  /** The ends of earlier turns of the thread. */
  readonly earlier: readonly EndMark[];
  /** Where this run's end stands, if another call reads it. */
  readonly seen: SeenEnd;
  readonly once?: Once | undefined;
  readonly route?: TurnRoute | undefined;
}

/** A run that has started: the answer to its POST, or the task that was found after the answer was lost. */
export type StartedRun<Answer> =
  | { readonly answer: Answer; readonly found?: undefined }
  | { readonly found: Task; readonly answer?: undefined };
