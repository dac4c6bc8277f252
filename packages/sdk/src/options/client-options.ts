import type { User } from '../models.ts';

/** Where time comes from: replace it to let a test of a ten-minute run take milliseconds. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Resolves after `ms` milliseconds; rejects with the signal's reason, at once, when it aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** Facts about one request. Never a body, a header or a key. */
export interface HookEvent {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  /** Counted from 1. */
  readonly attempt: number;
  /** The HTTP status, once there is one. */
  readonly status?: number;
  /** How long the attempt took, headers and body. */
  readonly durationMs?: number;
  /** The pause that follows. */
  readonly delayMs?: number;
  readonly agentId?: string;
  readonly taskId?: string;
  readonly requestId?: string;
}

/** Called as things happen. A hook that throws or rejects changes nothing. */
export interface Hooks {
  /** Before each attempt. */
  onRequest?: ((event: HookEvent) => void) | undefined;
  /** After each attempt that got a response, whatever its status. */
  onResponse?: ((event: HookEvent) => void) | undefined;
  /** Before the pause that precedes another attempt. */
  onRetry?: ((event: HookEvent) => void) | undefined;
  /** Before the pause that precedes the next look at a task. With many tasks: before the look, or the read of their list. */
  onPoll?: ((event: HookEvent) => void) | undefined;
  /** When a stream of events has ended without its end, and the task is polled instead. */
  onReconnect?: ((event: HookEvent) => void) | undefined;
}

/** A budget of requests: `{ requests: 100, perMs: 60_000 }` is the API's documented limit. */
export interface RateLimit {
  /** How many requests any span of `perMs` may hold. */
  readonly requests: number;
  readonly perMs: number;
}

/** What `new Xpander()` takes. */
export interface XpanderOptions {
  /**
   * The API key, or a function that returns it, called for each attempt so that keys can rotate.
   * Not needed when `headers.authorization` carries an OAuth2 JWT.
   *
   * @defaultValue the environment variable `XPANDER_API_KEY`
   */
  apiKey?: string | (() => string | Promise<string>) | undefined;
  /**
   * Where the API is. A path prefix is kept, for gateways.
   *
   * @defaultValue the environment variable `XPANDER_API_URL`, or `https://api.xpander.ai`
   */
  baseUrl?: string | undefined;
  /** Sent as `input.user` when a request names no user. For single-user tools: a web backend passes `user` per call. */
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
   * A budget that all calls of this client share; other clients and processes are not counted. At most a fifth of it is
   * spent at once. Calls wait their turn within their deadline.
   *
   * @defaultValue no limit
   */
  rateLimit?: RateLimit | undefined;
  /** Sends each request: for proxies, tests and other runtimes. @defaultValue the global `fetch` */
  fetch?: ((request: Request) => Promise<Response>) | undefined;
  /** Added to every request, in the innermost layer: middleware and hooks do not see them. */
  headers?: Readonly<Record<string, string>> | undefined;
  /** Called as requests, responses, retries and polls happen. */
  hooks?: Hooks | undefined;
  /** Where time comes from. @defaultValue the system's clock */
  clock?: Clock | undefined;
  /** Allows `http:` for hosts other than the loopback ones. The key then travels in the clear. @defaultValue false */
  allowInsecureHttp?: boolean | undefined;
  /** Allows a browser, where everyone can read the key. @defaultValue false */
  dangerouslyAllowBrowser?: boolean | undefined;
}
