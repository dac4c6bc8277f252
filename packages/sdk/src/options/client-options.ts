import type { InvokeRequest, Task, User } from '../models.ts';

/** The source of time. Tests can replace it, so that a run of ten minutes takes milliseconds. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Resolves after `ms` milliseconds. Rejects with the signal's reason as soon as it aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** Facts about one request. They never contain a body, a header or a key. */
export interface HookEvent {
  readonly method: string;
  /** The path without the query. */
  readonly path: string;
  /** The number of the attempt or poll, counted from 1. */
  readonly attempt: number;
  /** The HTTP status, if there is one. */
  readonly status?: number;
  /** How long the attempt took, headers and body, in milliseconds. */
  readonly durationMs?: number;
  /**
   * The pause before the next attempt or poll, in milliseconds. With many tasks: the time since the last news of the
   * task.
   */
  readonly delayMs?: number;
  readonly agentId?: string;
  readonly taskId?: string;
  readonly requestId?: string;
}

/** Gets the facts about a request. A promise that it returns is not awaited. */
export type Hook = ((event: HookEvent) => void) | ((event: HookEvent) => Promise<void>);

/** Facts about requests that wait for the rate limit. */
export interface ThrottleEvent {
  /** How many requests wait. */
  readonly waiting: number;
  /** How many runs have started whose end is waited for by polls. */
  readonly started: number;
  /** How many requests may be sent now, if it is known. */
  readonly remaining?: number;
  /** How long until the next request may be sent, in milliseconds, if it is known. */
  readonly resetMs?: number;
}

/** Gets the facts about an attempt that failed. A promise that it returns is not awaited. */
export type ErrorHook =
  | ((event: HookEvent & { readonly code: string }) => void)
  | ((event: HookEvent & { readonly code: string }) => Promise<void>);

/** Facts about one operation: a verb at work, from its call to its end. They contain no key. */
export interface OperationEvent {
  /**
   * A turn of a thread and an item of `runMany` are `run` or `stream`, an item of `tasks.waitAll` and a `tasks.follow` are
   * `wait`. A `run` over a stream is one `run`.
   */
  readonly verb: 'invoke' | 'invokeAsync' | 'run' | 'stream' | 'wait';
  readonly agentId?: string;
  /** The id of the task, if it is known before the first request. */
  readonly taskId?: string;
  readonly baseUrl: string;
  /** The version of the agent, if the call names one. */
  readonly version?: string;
  /** `output_format` of the request. */
  readonly outputFormat?: string;
  /** `llm_model_name` of the request. */
  readonly model?: string;
  /** A copy of the request of an operation that starts a run. Not enumerable, because it contains content and tokens. */
  readonly request?: InvokeRequest;
}

/** Callbacks for requests, responses, retries and polls. An error that a hook throws or rejects with is ignored. */
export interface Hooks {
  /** Called before each attempt. Each one ends with exactly one `onResponse` or `onError`. */
  onRequest?: Hook | undefined;
  /** Called after each attempt that got a whole answer, whatever its status. Of a stream, the headers are the answer. */
  onResponse?: Hook | undefined;
  /**
   * Called after each attempt that got no whole answer: no connection, a connection that broke, a time limit, an abort, a
   * redirect. `code` is the code of the error, such as `connection` or `timeout`, and `aborted` after an abort.
   */
  onError?: ErrorHook | undefined;
  /** Called before the pause that precedes another attempt. */
  onRetry?: Hook | undefined;
  /** Called before the pause that precedes a poll. With many tasks: before each read of a task or of the list. */
  onPoll?: Hook | undefined;
  /** Called when a stream has ended before its task did, and the task is polled instead. */
  onReconnect?: Hook | undefined;
  /** Called at most once a second while the rate limit holds requests back. */
  onThrottle?: ((event: ThrottleEvent) => void) | ((event: ThrottleEvent) => Promise<void>) | undefined;
  /**
   * Surrounds each operation, for traces. It must call `go` at once: the operation then runs in the async context of the
   * hook, for example in its `AsyncLocalStorage`. The operation happens once, whatever the hook does, and nothing that it
   * returns, throws or does not call changes the outcome.
   *
   * `go` returns the operation's outcome: its task, or the error that the verb rejects with. The outcome of a stream is
   * its last snapshot of the task, whatever the status, once the stream is over: at the end of the run, or when its reader
   * leaves. It is `undefined` if the stream was left before the task had an id. A promise derived from it needs a handler
   * for rejections, unless the hook returns it.
   */
  around?: ((operation: OperationEvent, go: () => Promise<Task | undefined>) => unknown) | undefined;
}

/** A limit on requests per time. `{ requests: 100, perMs: 60_000 }` is the API's documented limit. */
export interface RateLimit {
  /** The most requests that are sent in any period of `perMs`. At least 1. */
  readonly requests: number;
  /** The length of the period, in milliseconds. */
  readonly perMs: number;
}

/**
 * A limit that several processes share, counted elsewhere, for example in Redis. Which request gets the next token is
 * decided here.
 */
export interface SharedRateLimit {
  /**
   * Resolves when one request may be sent. At most two calls are open at a time. A call that has not resolved after 90 s
   * is aborted, a pause that was reported left out.
   */
  take(ask: { readonly signal: AbortSignal }): Promise<void>;
  /** Called when the server refuses requests until this instant, in milliseconds since the epoch. */
  pause?: ((untilMs: number) => void) | ((untilMs: number) => Promise<void>) | undefined;
  /**
   * Counts in this process while `take` fails or hangs. It is tried again once a minute.
   *
   * @defaultValue { requests: 10, perMs: 60_000 }
   */
  readonly fallback?: RateLimit | undefined;
}

/** Options of `new Xpander()`. */
export interface XpanderOptions {
  /**
   * The API key, or a function that returns it. The function is called for each attempt, so that keys can rotate.
   * No key is needed when `headers.authorization` carries an OAuth2 JWT.
   *
   * @defaultValue the environment variable `XPANDER_API_KEY`
   */
  apiKey?: string | (() => string | Promise<string>) | undefined;
  /**
   * The URL of the API. A path prefix is kept, for gateways.
   *
   * @defaultValue the environment variable `XPANDER_API_URL`, or `https://api.xpander.ai`
   */
  baseUrl?: string | undefined;
  /** Sent as `input.user` when neither the request nor the call names a user. For tools with a single user. */
  user?: User | undefined;
  /**
   * Longest time for one attempt, headers and body, in milliseconds. `0` means no limit.
   *
   * @defaultValue 60_000; 240_000 for `invoke`, which is held open while the agent works
   */
  timeoutMs?: number | undefined;
  /** How often a failed attempt is repeated, where repeating is safe. @defaultValue 2 */
  maxRetries?: number | undefined;
  /**
   * How many requests may be sent. A request beyond the limit waits, within its call's deadline. At most a fifth of the
   * requests is sent at once.
   *
   * - By default, the limit is learned from the server's limit headers and from its refusals. Nothing waits before.
   * - `{ requests, perMs }` is fixed. Clients of one process with the same base URL, key and numbers share it.
   * - A `SharedRateLimit` is counted elsewhere, for many processes.
   * - `"off"`: nothing waits, and a refused request is repeated as often as `maxRetries` says.
   *
   * A call that certainly cannot start and be read before its deadline rejects at once with a `DeadlineError`.
   *
   * @defaultValue learned
   */
  rateLimit?: RateLimit | SharedRateLimit | 'off' | undefined;
  /** Sends each request. Replace it for proxies, tests and other runtimes. @defaultValue the global `fetch` */
  fetch?: ((request: Request) => Promise<Response>) | undefined;
  /** Added to every request in the innermost layer, so that middleware and hooks do not see them. */
  headers?: Readonly<Record<string, string>> | undefined;
  /** Callbacks for requests, responses, retries and polls. */
  hooks?: Hooks | undefined;
  /** The source of time. @defaultValue the system's clock */
  clock?: Clock | undefined;
  /** Allows `http:` for hosts other than localhost. The key is then sent unencrypted. @defaultValue false */
  allowInsecureHttp?: boolean | undefined;
  /** Allows use in a browser, where any visitor can read the key. @defaultValue false */
  dangerouslyAllowBrowser?: boolean | undefined;
}
