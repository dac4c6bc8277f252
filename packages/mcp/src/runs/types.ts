import type { Task } from '@xpander/sdk';

/** How the reading of a run has ended: with a task that is completed or paused, with an error, or early. */
export type RunEnd =
  | { readonly type: 'completed' | 'paused'; readonly task: Task }
  | { readonly type: 'error'; readonly error: unknown }
  | { readonly type: 'left' };

/** A run of an agent that is read in the background. The calls for it may come and go. */
export interface AgentRun {
  /** Known before the run has started. */
  readonly taskId: string;
  /** The status that was seen last. */
  readonly status: string;
  /** Never rejects. */
  readonly end: Promise<RunEnd>;
  /** Resolves with the page for a login that a tool of the run needs. The run goes on meanwhile. */
  login(): Promise<string>;
  /** The user has been told of the login: the next one is another. */
  toldLogin(): void;
  /** Calls back with a line about each step, until the returned function is called. */
  listen(listener: (message: string) => void): () => void;
  /** Ends the reading. The run goes on, and so does a request that starts it. */
  leave(): void;
  /** Ends the reading. The run is stopped or left, as `onCancel` says; a request that was not sent is dropped. */
  abandon(reason: unknown): void;
}

/** What a call asks an agent. */
export interface Question {
  readonly agentId: string;
  readonly prompt: string;
  readonly threadId: string | undefined;
}
