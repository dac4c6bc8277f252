import type {
  HistoryMessage,
  HitlRequest,
  InvokeRequest,
  KnownTaskStatus,
  PendingEcaRequest,
} from '../protocol/models.ts';

/** The settings of a run: those of its request, and where it names none, those of the agent. */
export interface RunSettings {
  /** The version of the agent that runs. */
  readonly version: string;
  readonly output_format: string;
  readonly output_schema: Readonly<Record<string, unknown>> | null;
  readonly llm_model_provider: string | null;
  readonly llm_model_name: string | null;
  readonly llm_reasoning_effort: string | null;
}

/** The argument of a script function: the turn to answer. */
export interface ScriptTurn {
  /** The prompt: `input.text`, or an empty string. */
  readonly text: string;
  /** The number of this turn in its thread, from 1. */
  readonly turn: number;
  /** The messages before this turn, oldest first. */
  readonly history: readonly HistoryMessage[];
  /** The whole request body. */
  readonly request: InvokeRequest;
  /** The settings of the run, those of the agent included. */
  readonly settings: RunSettings;
  /** The messages that have steered this turn so far. One arrives with the next `tool_call_request` of the script. */
  readonly steers: readonly string[];
  /** Aborted when the task is stopped or rejected, when a later turn replaces this one, and by `mock.reset()`. */
  readonly signal: AbortSignal;
  /** Waits on the mock's clock. Rejects as soon as `signal` is aborted. */
  readonly sleep: (ms: number) => Promise<void>;
}

/** A turn without the parts that exist only while it is played. */
export type TurnInput = Omit<ScriptTurn, 'signal' | 'sleep'>;

/** A choice that a question offers. */
export interface QuestionOption {
  readonly id: string;
  readonly label: string;
}

/** A question of a paused turn. */
export interface Question {
  readonly id: string;
  readonly text: string;
  /** Without options, the answer is a text. */
  readonly options?: readonly QuestionOption[] | undefined;
  /** Whether several options may be chosen. Default `false`. */
  readonly allow_multiple?: boolean | undefined;
  /** Whether a text may be given in place of an option. Default `false`. */
  readonly allow_free_text?: boolean | undefined;
}

/** An action that a paused turn wants to run. */
export interface Confirmation {
  readonly title: string;
  readonly description?: string | undefined;
}

/** What a paused task waits for: a human decision, a sign-in, answers to questions, or an approval of an action. */
export interface PauseOptions {
  hitl?: HitlRequest | undefined;
  auth?: PendingEcaRequest | undefined;
  /** Questions, which `answerQuestions` answers. The script gets the answers as the result of `yield`. */
  questions?: readonly Question[] | undefined;
  /** An action, which `confirmAction` approves or denies. The script gets `true` or `false` as the result of `yield`. */
  confirm?: Confirmation | undefined;
  /** The `decision_id` of the questions, or the `request_id` of the action. Default: a new id. */
  id?: string | undefined;
}

/** Made by `pause()`. */
export interface Pause extends PauseOptions {
  readonly type: 'pause';
}

/**
 * What a script may yield: a piece of the answer, which becomes a `chunk` on the stream; a pause; or another event,
 * such as `{ type: 'tool_call_request', data: { … } }`.
 *
 * A `sub_agent_trigger` with an `agent_id` runs that agent in its own task, and the script continues when that task has
 * ended. A `plan_updated` also sets the task's `deep_planning`.
 */
export type ScriptEvent = string | Pause | ShownEvent;

/** The answer of a script: a string, an object that becomes JSON, or a sequence of events. */
export type ScriptAnswer = string | object | AsyncIterable<ScriptEvent>;

/** Answers a turn. If it throws, the task ends as `error` with the message as its result; see also `fail()`. */
export type ScriptFunction = (turn: ScriptTurn) => ScriptAnswer | Promise<ScriptAnswer>;

/** One step of a timeline. */
export interface TimelineEntry extends PauseOptions {
  /**
   * The new status of the task. Any string is allowed, to test how a client handles an unknown status. An unknown
   * status is not final.
   */
  status: KnownTaskStatus | (string & {});
  /** Milliseconds since the previous entry or, for the first entry, since the request was accepted. Default 0. */
  afterMs?: number | undefined;
  /** The new result of the task. An object becomes JSON. Default: unchanged. */
  result?: string | object | null | undefined;
}

/** The behaviour of an agent: a function that answers, or a timeline. */
export type Script = ScriptFunction | readonly TimelineEntry[];

/** An event that a script sends to its task's stream; see `ScriptEvent`. */
export interface ShownEvent {
  /**
   * `think`, `analyze`, `tool_call_request`, `tool_call_result`, `chunk`, `plan_updated`, `sub_agent_trigger`,
   * `auth_event`, `task_compactization`, or any other string, to test how a client handles an unknown event.
   */
  readonly type: string;
  /** The payload of the event. Default `null`. */
  readonly data?: unknown;
  /** The task that the event is about. Default: the script's own task. */
  readonly task_id?: string | undefined;
}

/** The work that a `sub_agent_trigger` gives to another agent. */
export interface Delegation {
  readonly agentId: string;
  readonly query: string;
  readonly files: readonly string[];
}

/** A script while it plays. */
export interface ScriptRun {
  /** Resolves when the turn has ended, in whatever status. */
  readonly ended: Promise<void>;
  /** Resolves when the turn has ended or waits for a person, whichever comes first. */
  readonly endedOrPaused: Promise<void>;
  /** Continues a paused script. The value is the result of its `yield`. */
  resume(value?: unknown): void;
  /** Aborts the script. The caller decides the status of the task. */
  abandon(reason: Error): void;
}
