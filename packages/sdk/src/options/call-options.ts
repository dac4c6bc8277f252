import type { MessageMode, Task, TaskEvent, User } from '../models.ts';

/** Options of every call. */
export interface RequestOptions {
  /**
   * Aborts the call, which then rejects at once with the signal's own reason. A task that has started goes on, unless
   * `onAbandon` is `"stop"`.
   */
  signal?: AbortSignal | undefined;
  /** Longest time for one attempt, in milliseconds; `0` means no limit. @defaultValue the client's `timeoutMs` */
  timeoutMs?: number | undefined;
  /** How often a failed attempt is repeated, where repeating is safe. @defaultValue the client's `maxRetries` */
  maxRetries?: number | undefined;
  /** Added to this call's requests. They replace the client's headers of the same names. */
  headers?: Readonly<Record<string, string>> | undefined;
}

/** Options of every invocation. */
export interface InvokeOptions extends RequestOptions {
  /**
   * The version of the agent. Since November 2026 `"draft"` runs the live agent; of a workflow it runs the changes that
   * are not deployed yet.
   *
   * @defaultValue the live version; of a workflow the latest deployed one
   */
  version?: string | undefined;
  /** The user of the run, unless the request names one. `null` sends no user. @defaultValue the client's `user` */
  user?: User | null | undefined;
  /**
   * What to do when the request fails after it may have started a run.
   *
   * - `"throw"`: throw an `AmbiguousInvocationError`.
   * - `"adopt"`: send an id with the request, look for the task for 3 s, and continue with it if it is found. Otherwise
   *   throw.
   * - `"resend"`: like `"adopt"`, but if the task is not found, send the request once more under the same id. If the
   *   first run appears after the 3 s, the agent runs twice: no client can exclude that. A request that continues a
   *   thread is not sent again.
   *
   * @defaultValue "throw"
   */
  onAmbiguous?: 'throw' | 'adopt' | 'resend' | undefined;
  /**
   * A key of 1 to 1,024 characters, such as the id of a job. All calls for one agent with the same key stand for one run,
   * in whatever process they are made, also after a crash. The first call starts it. Later ones find it: they wait for its
   * end, return its task, or reject as it has ended.
   *
   * The key decides on the id of the task (`taskIdOf`), which is read before anything is sent. A failed run stays failed:
   * another attempt takes another key. The same key with another text or another agent is rejected. A request with an
   * `id`, and a turn of a thread, cannot have a key. `onAmbiguous` is then `"resend"` by default, and `onAbandon: "stop"`
   * does not stop a run that another call has started.
   *
   * - `isFirst`: states that the key was never used, which saves the read.
   * - `graceMs`: how long the API must not know the task before it is started, in milliseconds. A POST that was sent by a
   *   crashed process may still arrive within that time. @defaultValue 0
   *
   * Two processes that look at the same moment may both start the run: no client can exclude that.
   */
  once?:
    | string
    | {
        readonly key: string;
        readonly isFirst?: boolean | undefined;
        readonly graceMs?: number | undefined;
      }
    | undefined;
  /**
   * Called before each POST that starts a run, repeated ones too, once the rate limit lets it pass. A promise is awaited:
   * the wait counts towards `deadlineMs`, not towards `timeoutMs`. If it throws or rejects, nothing is sent, and the call
   * rejects with that very error. It is the place to check that a job still belongs to this worker.
   */
  beforeSend?: (() => void) | (() => Promise<void>) | undefined;
}

/** Options of the verbs that wait for a task's end. */
export interface WaitOptions extends RequestOptions {
  /**
   * Longest time for the whole call, including queueing, retries and polls, in milliseconds. `0` means no limit.
   *
   * @defaultValue 600_000
   */
  deadlineMs?: number | undefined;
  /**
   * The pause between two polls, in milliseconds, or a function that returns it for the age of the wait. At least 50.
   *
   * @defaultValue `min(15_000, max(1_500, 650 * √age in seconds))`, varied by ±10 %
   */
  pollIntervalMs?: number | ((ageMs: number) => number) | undefined;
  /**
   * Called with each changed snapshot, starting with the one that the invocation returned. A returned promise is
   * awaited. If the callback throws, the call rejects with its error; the task goes on.
   */
  onUpdate?: ((task: Task) => void) | ((task: Task) => Promise<void>) | undefined;
  /**
   * What to do when the task is paused until a person approves something or logs in: `"throw"` a `TaskPausedError`, or
   * `"wait"` until it has ended.
   *
   * @defaultValue "throw"
   */
  onPaused?: 'throw' | 'wait' | undefined;
  /**
   * What to do with the task after an abort or a deadline: `"leave"` it running, or `"stop"` it with one request whose
   * answer is not awaited.
   *
   * @defaultValue "leave"
   */
  onAbandon?: 'leave' | 'stop' | undefined;
  /**
   * A snapshot that was read before the turn was sent, so that the previous turn's end is not taken for this turn's.
   * Only for `tasks.wait` on an id that had earlier turns; the other verbs read such a snapshot themselves.
   */
  since?: Task | undefined;
}

/** Options of the verbs that start a run and wait for its end. */
export interface RunOptions extends InvokeOptions, WaitOptions {
  /**
   * How `run` and `runMany` wait for the end: `"poll"` reads the task repeatedly. `"stream"` keeps one request open and
   * notices the end at once; if the stream breaks, the task is polled.
   *
   * @defaultValue "poll"
   */
  via?: 'poll' | 'stream' | undefined;
  /**
   * Called with each event of the run, also with those of sub-agents. The call then waits by a stream: with `via: "poll"`
   * it is rejected. A returned promise is awaited. If the callback throws, the call rejects with its error; the task goes
   * on. If the stream breaks, the events that were lost with it are missing; `task_finished` is not. Not for `invoke`.
   */
  onEvent?: ((event: TaskEvent) => void) | ((event: TaskEvent) => Promise<void>) | undefined;
}

/** Options of the verbs that stream a run. */
export interface StreamOptions extends RunOptions {
  /**
   * Longest time without an event, in milliseconds, before the task is read to check whether it has ended. The
   * connection stays open. The time doubles with each check, up to 8×. `0` turns the checks off.
   *
   * @defaultValue 30_000
   */
  idleTimeoutMs?: number | undefined;
  /**
   * Only for `send` and `stream` of a conversation. `"last-event-id"` continues a stream that was cut where it broke, so
   * that no event is lost. The API documents neither what a resumed request must repeat nor what happens if the event is
   * too old: the turn might then be cancelled and run again. By default, a cut stream is not resumed, and the task is
   * polled.
   */
  resume?: 'last-event-id' | undefined;
}

/** Options of `send` and `stream` of a conversation. A turn is never sent twice, so `onAmbiguous` and `once` are missing. */
export interface ConversationOptions extends Omit<StreamOptions, 'onAmbiguous' | 'once' | 'since' | 'via'> {}

/** Options of the other verbs that run a turn of a conversation. */
export interface ContinueOptions extends Omit<ConversationOptions, 'resume'> {}

/** Default options for the turns of one `conversation()`. They win over those of the agent. */
export interface ConversationDefaults
  extends Omit<ConversationOptions, 'signal' | 'onUpdate' | 'beforeSend' | 'onEvent'> {}

/** Options of `message` of a conversation. */
export interface MessageOptions extends RequestOptions {
  /** What the message does while a turn runs. @defaultValue "auto" */
  mode?: MessageMode | undefined;
}

/** Default options for all calls of one `agent()`. A call's own option wins; `undefined` keeps the default. */
export interface AgentDefaults
  extends Omit<StreamOptions, 'signal' | 'since' | 'onUpdate' | 'once' | 'beforeSend' | 'onEvent'> {}

/** Options of `stop` of a conversation. */
export interface StopOptions extends RequestOptions {
  /** Whether to remove the queued messages, too. @defaultValue false */
  clearQueue?: boolean | undefined;
}

/** Options of a thread. */
export interface ThreadOptions {
  /**
   * What a turn does while another turn of the thread runs: `"queue"` until it has ended, or `"reject"` with a
   * `ThreadBusyError`.
   *
   * @defaultValue "queue"
   */
  whenBusy?: 'queue' | 'reject' | undefined;
}
