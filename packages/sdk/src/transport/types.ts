import type { Settings } from '../config/types.ts';
import type { Hooks } from '../options/client-options.ts';

/** A request without its credentials, in parts, because each attempt needs its own `Request`: one is sent only once. */
export interface Outgoing {
  readonly method: string;
  readonly url: string;
  readonly headers: Headers;
  readonly body: ArrayBuffer | string | undefined;
}

/**
 * What a request is for. Requests that queue for the rate limit go in this order: fetch a finished result, start a
 * run, read the list for many tasks, read one task.
 */
export type Priority = 'finish' | 'start' | 'scan' | 'look';

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
  /**
   * Set for polls only: they wait while the server's limit is used up. Evaluated each time the call could be sent,
   * because a poll's purpose may change while it waits. Other calls count as `"start"`, reads among them as `"look"`.
   */
  readonly priority: (() => Priority) | undefined;
  /** Whether the answer is a stream of events. The attempt then ends with the response's headers. */
  readonly isStream: boolean;
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
  | 'priority'
  | 'isStream'
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

/** Decides when a request may be sent. All requests of a client share one. */
export interface RateLimiter {
  /** Whether this call has to queue before it is sent. */
  mustQueue(call: Call): boolean;
  /** Resolves when the call may be sent. Rejects with the signal's reason when the call is aborted first. */
  queue(call: Call): Promise<void>;
  /** Reads from an answer until when the server rejects requests. */
  note(answer: Answer): void;
}

/** What all requests of a client share. */
export interface TransportContext {
  readonly settings: Settings;
  readonly limiter: RateLimiter;
}
