import type { Task, User } from '../models.ts';

/** What every call takes. */
export interface RequestOptions {
  /** Ends the call at once, with the signal's own reason. The task, if one was started, goes on. */
  signal?: AbortSignal | undefined;
  /** Longest time for one attempt, in milliseconds; `0` means no limit. @defaultValue the client's `timeoutMs` */
  timeoutMs?: number | undefined;
  /** How often a failed attempt is repeated, where repeating is safe. @defaultValue the client's `maxRetries` */
  maxRetries?: number | undefined;
  /** Added to this call's requests. */
  headers?: Readonly<Record<string, string>> | undefined;
}

/** What every invocation takes. */
export interface InvokeOptions extends RequestOptions {
  /** The agent's version: `"draft"` for what is not deployed yet. @defaultValue the latest deployed one */
  version?: string | undefined;
  /** Who the run is for, unless the request names a user. `null` sends none. @defaultValue the client's `user` */
  user?: User | null | undefined;
  /**
   * What to do when the request failed after it may have started a run.
   *
   * `"throw"` an `AmbiguousInvocationError`. `"adopt"`: name the task beforehand, look for it for 3 s, and go on with it
   * when it is there; else throw. `"resend"`: as `"adopt"`, and when it is not there, send the request once more under
   * the same id. A run that shows later than those 3 s then runs twice: no client can exclude it. Nothing is sent again
   * on a thread that was there before.
   *
   * @defaultValue "throw"
   */
  onAmbiguous?: 'throw' | 'adopt' | 'resend' | undefined;
}

/** How to wait for a task's end. */
export interface WaitOptions extends RequestOptions {
  /**
   * Longest time for the whole operation in milliseconds: queueing, retries and polls. `0` means no limit.
   *
   * @defaultValue 600_000
   */
  deadlineMs?: number | undefined;
  /**
   * The pause between two looks at the task, in milliseconds, or a function of the wait's age. At least 50.
   *
   * @defaultValue `min(15_000, max(1_500, 650 * √age in seconds))`, varied by ±10 %
   */
  pollIntervalMs?: number | ((ageMs: number) => number) | undefined;
  /**
   * Called with each changed snapshot, first of all the one the invocation returned. A promise it returns is awaited. An error
   * rejects the call; the task goes on.
   */
  onUpdate?: ((task: Task) => void) | undefined;
  /**
   * What to do when the task waits for a person: `"throw"` a `TaskPausedError`, or `"wait"` on.
   *
   * @defaultValue "throw"
   */
  onPaused?: 'throw' | 'wait' | undefined;
  /**
   * What becomes of the task after an abort or a deadline: `"leave"` it running, or send one `"stop"`, and not wait for it.
   *
   * @defaultValue "leave"
   */
  onAbandon?: 'leave' | 'stop' | undefined;
  /**
   * A snapshot read before the turn was sent, so that the previous turn's end is not taken for this one's.
   * Only for `tasks.wait` on an id that was used before; the other verbs look for themselves.
   */
  since?: Task | undefined;
}

/** What the verbs that start a run and wait for its end take. */
export interface RunOptions extends InvokeOptions, WaitOptions {
  /**
   * For `run` and `runMany`: how the end is learned. `"stream"` takes one request and no time to notice the end, and polls when the
   * stream breaks.
   *
   * @defaultValue "poll"
   */
  via?: 'poll' | 'stream' | undefined;
}

/** What following a run takes. */
export interface StreamOptions extends RunOptions {
  /**
   * After this long without an event, in milliseconds, the task is read to see whether it has ended; then after twice
   * as long, up to eight times. The connection stays. `0` never asks.
   *
   * @defaultValue 30_000
   */
  idleTimeoutMs?: number | undefined;
}

/** Options that every call of one `agent()` has, unless the call says otherwise. An explicit `undefined` erases none. */
export interface AgentDefaults extends Omit<StreamOptions, 'signal' | 'since' | 'onUpdate'> {}

/** How a thread behaves. */
export interface ThreadOptions {
  /**
   * What a turn does while another one runs: `"queue"` behind it, or `"reject"` with a `ThreadBusyError`.
   *
   * @defaultValue "queue"
   */
  whenBusy?: 'queue' | 'reject' | undefined;
}
