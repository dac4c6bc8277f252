/**
 * What the hooks read of an operation: a part of `OperationEvent` of `@xpander/sdk`. The SDK is no dependency of this
 * package, so that its version is the application's alone.
 */
export interface Operation {
  /** `invoke`, `invokeAsync`, `run`, `stream` or `wait`. */
  readonly verb: string;
  readonly agentId?: string | undefined;
  /** The id of the task, if it is known before the first request. */
  readonly taskId?: string | undefined;
  readonly baseUrl: string;
  /** The version of the agent, if the call names one. */
  readonly version?: string | undefined;
  /** `output_format` of the request. */
  readonly outputFormat?: string | undefined;
  /** `llm_model_name` of the request. */
  readonly model?: string | undefined;
  /** The request of an operation that starts a run. Not enumerable, because it contains content. */
  readonly request?: { readonly input?: { readonly text?: string | null | undefined } | null | undefined } | undefined;
}

/** What the hooks read of the task with which an operation ends: a part of `Task` of `@xpander/sdk`. */
export interface FinishedTask {
  readonly id: string;
  readonly agent_id?: string | null | undefined;
  readonly agent_version?: string | null | undefined;
  readonly status?: string | null | undefined;
  readonly result?: unknown;
  readonly finished_at?: string | null | undefined;
  readonly tokens?: TokenCounts | null | undefined;
}

/** What the hooks read of a request: a part of `HookEvent` of `@xpander/sdk`. */
export interface AttemptEvent {
  readonly method: string;
  /** The path without the query. */
  readonly path: string;
  /** The number of the attempt, counted from 1. */
  readonly attempt: number;
  readonly status?: number | undefined;
  readonly delayMs?: number | undefined;
  /** The code of the error of an attempt that got no whole answer. */
  readonly code?: string | undefined;
}

/** The tokens of a run, as `Task` of `@xpander/sdk` states them. */
export interface TokenCounts {
  readonly prompt_tokens?: number | null | undefined;
  readonly completion_tokens?: number | null | undefined;
}
