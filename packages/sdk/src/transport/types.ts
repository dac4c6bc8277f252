import type { Hooks } from '../options/client-options.ts';

/** A request without its credentials, made of parts, so that each attempt can be built anew. A `Request` can be sent once. */
export interface Outgoing {
  readonly method: string;
  readonly url: string;
  readonly headers: Headers;
  readonly body: ArrayBuffer | string | undefined;
}

/**
 * What a request is for, from the most wanted when a budget is short to the least: to fetch a result that is known to be
 * there, to start something, to look at many tasks, to look at one.
 */
export type Priority = 'finish' | 'start' | 'sweep' | 'look';

/** The settings of one logical call, and who it is about. */
export interface Call {
  readonly signal: AbortSignal | undefined;
  readonly timeoutMs: number;
  readonly maxRetries: number;
  /** What is left of the operation's deadline: `Infinity` when there is none. */
  readonly remainingMs: () => number;
  /** Told whether an attempt is on its way, or a pause before the next. */
  readonly onState: (state: 'sending' | 'pausing') => void;
  /**
   * Only for polls, which wait when the server says that nothing is left: what this one is for, asked when its turn may
   * have come. Other calls go as `"start"`, or as `"look"` when they read.
   */
  readonly priority: (() => Priority) | undefined;
  /** Whether the answer is a stream of events: then the attempt ends with its headers. */
  readonly isStream: boolean;
  readonly hooks: Hooks;
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly agentId: string | undefined;
  readonly taskId: string | undefined;
  /** Counted from 1. */
  readonly attempt: number;
}

/**
 * What comes back: an answer with its text in memory, or the response of a stream, with its events still to come.
 *
 * A `Response` would do for both, but making one of a text and reading it again takes longer than all the layers do.
 */
export type Answer = WholeAnswer | Response;

export interface WholeAnswer extends Pick<Response, 'ok' | 'status' | 'statusText' | 'headers' | 'text'> {
  readonly whole: string;
}

/** Sends once, or, wrapped in layers, until there is an answer to give. */
export type Send = (outgoing: Outgoing, call: Call) => Promise<Answer>;
