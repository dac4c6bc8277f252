import type { RequestBudget } from '../budget/request-budget.ts';
import type { Leaves, Purpose } from '../budget/types.ts';
import type { Settings } from '../config/types.ts';
import type { Clock, Hooks } from '../options/client-options.ts';

/** A request without its credentials, in parts, because each attempt needs its own `Request`: one is sent only once. */
export interface Outgoing {
  readonly method: string;
  readonly url: string;
  readonly headers: Headers;
  readonly body: ArrayBuffer | string | undefined;
}

/** What the rate limit has to know about a request that starts a run. */
export interface StartTerms {
  /** How many requests the run takes after its start: none if its own stream shows its end. */
  readonly reads: number;
  /** Rejects the call with a `DeadlineError`, when the run could not end in time. */
  readonly refuse: (reason: string) => never;
}

/** The settings of one logical call. */
export interface Call {
  readonly signal: AbortSignal | undefined;
  readonly timeoutMs: number;
  readonly maxRetries: number;
  /** The time left until the operation's deadline; `Infinity` without one. */
  readonly remainingMs: () => number;
  /**
   * Called when an attempt is sent, when a pause before the next attempt begins, and at least once a minute while the
   * attempt queues for the rate limit.
   */
  readonly onState: ((state: 'queueing' | 'sending' | 'pausing') => void) | undefined;
  /** Called before each attempt, once the rate limit lets it pass. If it rejects, so does the call. */
  readonly beforeSend: (() => Promise<void>) | undefined;
  /**
   * What the request is for. Evaluated each time the call could be sent, because a poll's purpose may change while it
   * waits. By default, a read counts as `"look"`, and all else as `"start"`.
   */
  readonly priority: (() => Purpose) | undefined;
  /** What a read of the list leaves to other requests. */
  readonly leaves: Leaves | undefined;
  /** Set for requests that start a run. */
  readonly start: StartTerms | undefined;
  /** Whether the answer is a stream of events. The attempt then ends with the response's headers. */
  readonly isStream: boolean;
  /** Whether the caller reads the body of a file itself. The attempt then ends with the headers of a 2xx without text. */
  readonly isRaw: boolean;
  /** Whether the request may be sent again after it may have had an effect. By default, its method and path decide. */
  readonly isRepeatable: boolean | undefined;
  /** Whether the body of a 2xx, parsed, is an answer to this call. Without it, every body is. */
  readonly isAnswer: ((value: unknown) => boolean) | undefined;
  readonly hooks: Hooks;
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly agentId: string | undefined;
  readonly taskId: string | undefined;
  /** Counted from 1. */
  readonly attempt: number;
}

type CallSetting =
  | 'signal'
  | 'timeoutMs'
  | 'maxRetries'
  | 'remainingMs'
  | 'onState'
  | 'beforeSend'
  | 'priority'
  | 'leaves'
  | 'start'
  | 'isStream'
  | 'isRaw'
  | 'isRepeatable'
  | 'isAnswer'
  | 'agentId'
  | 'taskId';

/** What a caller may set for one call. The client's settings fill in the rest. */
export type CallSettings = { readonly [K in CallSetting]?: Call[K] | undefined };

/**
 * What the transport returns: an answer with its text in memory, or the response of a stream whose events are still to
 * come.
 *
 * A `Response` could stand for both, but building one from a text and reading it again costs more than all layers
 * together.
 */
export type Answer = WholeAnswer | Response;

export interface WholeAnswer extends Pick<Response, 'ok' | 'status' | 'statusText' | 'headers' | 'text'> {
  readonly whole: string;
  /** Whether the API itself seems to have answered: with JSON, and after a failure with its own. */
  readonly isOfApi: boolean;
  /** The body of a 2xx, parsed, if the call has a check of it. */
  readonly parsed: unknown;
}

/** What the requests of a client wait for. */
export interface RateLimiter {
  /** Shared with other clients of the same account. `undefined` without any limit. */
  readonly budget: RequestBudget | undefined;
  readonly clock: Clock;
  /** When `onThrottle` was last called. */
  throttledMs: number;
}

/** What all requests of a client share. */
export interface TransportContext {
  readonly settings: Settings;
  readonly limiter: RateLimiter;
}
