import type {
  HistoryMessage,
  HitlRequest,
  InvokeRequest,
  KnownTaskStatus,
  PendingEcaRequest,
} from '../protocol/models.ts';

/** What a script is told about the turn it answers. */
export interface ScriptTurn {
  /** The prompt: `input.text`, or an empty string. */
  readonly text: string;
  /** Counts the turns of this thread, beginning with 1. */
  readonly turn: number;
  /** The messages before this turn, oldest first. */
  readonly history: readonly HistoryMessage[];
  /** The whole request body. */
  readonly request: InvokeRequest;
  /** Aborted when the task is stopped or rejected, when a later turn takes its place, and by `mock.reset()`. */
  readonly signal: AbortSignal;
  /** Waits on the mock's clock, and no longer than `signal` allows. */
  readonly sleep: (ms: number) => Promise<void>;
}

/** What is known of a turn before it is played. */
export type TurnInput = Omit<ScriptTurn, 'signal' | 'sleep'>;

/** What a paused run waits for: somebody's decision, a sign-in, or both. */
export interface PauseOptions {
  hitl?: HitlRequest | undefined;
  auth?: PendingEcaRequest | undefined;
}

/** Made by `pause()`. */
export interface Pause extends PauseOptions {
  readonly type: 'pause';
}

/**
 * A piece of the answer, which is a `chunk` on the stream; a pause; or any other event, such as
 * `{ type: 'tool_call_request', data: { … } }`. A `sub_agent_trigger` with an `agent_id` runs that agent in a task of its
 * own, and the script goes on when that has ended. A `plan_updated` also sets the task's `deep_planning`.
 */
export type ScriptEvent = string | Pause | ShownEvent;

/** A text, an object that is returned as JSON text, or events one after the other. */
export type ScriptAnswer = string | object | AsyncIterable<ScriptEvent>;

/** Answers a turn. What it throws ends the task as `error`, with the message as result; see also `fail()`. */
export type ScriptFunction = (turn: ScriptTurn) => ScriptAnswer | Promise<ScriptAnswer>;

/** One step of a run whose course is fixed in advance. */
export interface TimelineEntry extends PauseOptions {
  /**
   * The status the task takes. Any text is allowed, to test how clients take a status they do not know; such a status
   * is not final.
   */
  status: KnownTaskStatus | (string & {});
  /** Milliseconds since the entry before, or for the first one since the request was accepted. Default 0. */
  afterMs?: number | undefined;
  /** The result from here on; an object becomes JSON text. Default: left as it is. */
  result?: string | object | null | undefined;
}

/** How an agent behaves: a function that answers, or a fixed course. */
export type Script = ScriptFunction | readonly TimelineEntry[];

/** An event that a script shows on its task's stream; see `ScriptEvent`. */
export interface ShownEvent {
  /**
   * `think`, `analyze`, `tool_call_request`, `tool_call_result`, `chunk`, `plan_updated`, `sub_agent_trigger`,
   * `auth_event`, `task_compactization`, or any other text, to test how clients take an event they do not know.
   */
  readonly type: string;
  /** What the event carries. Default `null`. */
  readonly data?: unknown;
  /** The task the event speaks of. Default: the script's own. */
  readonly task_id?: string | undefined;
}

/** The work that a `sub_agent_trigger` hands over, or `undefined` when the event is about something else. */
export interface Delegation {
  readonly agentId: string;
  readonly query: string;
  readonly files: readonly string[];
}

/** One turn of an agent while it runs. */
export interface ScriptRun {
  /** Resolves when the turn has ended, however it ended. */
  readonly ended: Promise<void>;
  /** Lets a paused script go on. */
  resume(): void;
  /** Gives up the script. What becomes of the task is the caller's business. */
  abandon(reason: Error): void;
}
