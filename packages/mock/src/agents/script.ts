import { MockConfigurationError, refuseUnknownMembers } from '../configuration/configuration-error.ts';
import type {
  HistoryMessage,
  HitlRequest,
  InvokeRequest,
  KnownTaskStatus,
  PendingEcaRequest,
} from '../protocol/models.ts';
import type { ShownEvent } from './script-event.ts';

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

/** Ends a run as `failed`. Made by `fail()`. */
export class RunFailure extends Error {
  override readonly name = 'RunFailure';
}

/**
 * Makes what a script throws to end its task as `failed` rather than `error`; the message becomes the result.
 *
 * @example
 * const script = () => { throw fail('No prices were found'); };
 */
export function fail(message: string): RunFailure {
  return new RunFailure(message);
}

/**
 * Makes what a script yields to pause its task until `mock.task(id).resume()`, `.reject()` or `.stop()`.
 *
 * @example
 * async function* script() {
 *   yield pause({ hitl: { wait_node_id: 'approve-order' } });
 *   yield 'Ordered.';
 * }
 *
 * @throws MockConfigurationError when neither `hitl` nor `auth` is given.
 */
export function pause(options: PauseOptions): Pause {
  checkPause('pause()', options);
  refuseUnknownMembers('pause()', options, ['hitl', 'auth']);
  return { type: 'pause', ...options };
}

/** Refuses a pause that waits for nothing. */
export function checkPause(where: string, { hitl, auth }: PauseOptions): void {
  if (hitl !== undefined || auth !== undefined) return;
  throw new MockConfigurationError(
    `${where} needs hitl or auth, such as { hitl: { wait_node_id: "approval" } }: what should the task wait for?`,
  );
}
