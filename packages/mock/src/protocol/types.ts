import type { HitlRequest, KnownTaskStatus, OperationName, PendingEcaRequest, Task } from './models.ts';

/** A status that ends a task. */
export type FinalStatus = Exclude<KnownTaskStatus, 'pending' | 'executing' | 'paused'>;

/**
 * What can happen to a task.
 *
 *   pending ─► executing ─► completed | failed | error | stopped
 *                 ▲ │
 *                 │ ▼
 *               paused ─► failed (rejected)
 *
 * `stopped` is possible from every status that is not final. A timeline may also skip statuses or use unknown ones.
 */
export type TaskEvent =
  | { readonly type: 'entered'; readonly status: string; readonly result?: string | null }
  | TaskPause
  | { readonly type: 'resumed' }
  | { readonly type: 'rejected' }
  | { readonly type: 'stopped' }
  /** A further turn of the conversation replaces this one. */
  | { readonly type: 'preempted' }
  | { readonly type: 'ended'; readonly status: FinalStatus; readonly result: string | null };

/** The task waits for a person. Questions and confirmations are not members of a task, and are passed on as they are. */
export interface TaskPause {
  readonly type: 'paused';
  readonly hitl?: HitlRequest | undefined;
  readonly auth?: PendingEcaRequest | undefined;
  readonly questions?: readonly object[] | undefined;
  readonly confirm?: object | undefined;
  readonly id?: string | undefined;
}

/** One event of a stream. */
export interface StreamEvent {
  /** The number of the event in its conversation, which becomes an `id:` line. Other streams have none. */
  readonly id?: number;
  readonly type: string;
  readonly task_id: string;
  readonly organization_id: string;
  readonly time: string;
  readonly data: unknown;
}

/** Receives the events of one turn, and the end of them. */
export interface StreamListener {
  push(event: StreamEvent): void;
  end(): void;
}

/** Prints the current instant as the API does: ISO 8601, UTC, `Z`, six fractional digits. */
export type NextTimestamp = () => string;

/** Status, headers and text of an answer. */
export interface HttpAnswer {
  readonly status: number;
  readonly text: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** The form of answers on the wire. Each choice has been documented or observed. */
export interface WireOptions {
  /** `"utc"`: with `Z`. `"zone-less"`: the same instant without it. Default `"utc"`. */
  timestamps?: 'utc' | 'zone-less' | undefined;
  /**
   * `"full"`: every field, unset ones as `null`. `"without-nulls"`: unset fields are left out. `"short"`: the handful of
   * fields the documents' examples show. Default `"full"`.
   */
  tasks?: 'full' | 'without-nulls' | 'short' | undefined;
  /** `"null"`: `started_at` stays null, also in a task that has ended. Default `"set"`. */
  startedAt?: 'set' | 'null' | undefined;
  /**
   * The keys of thread messages, by number: 1 all 27, 2 with metrics, 3 with ids such as
   * `<task>_user_1`, 4 role and content alone. Default 3.
   */
  threadVariant?: 1 | 2 | 3 | 4 | undefined;
  /**
   * `"current"`: `{ type, task_id, organization_id, time, data }`. `"legacy"`: `task_started`, `content_chunk`,
   * `task_completed`, `error`. `"event-key"`: `{ event, data }`. Default `"current"`.
   */
  events?: 'current' | 'legacy' | 'event-key' | undefined;
  /** `true`: the stream of an invocation begins with `connected`, as that of a conversation does. Default `false`. */
  connected?: boolean | undefined;
  /**
   * Where `turn_finished` of a conversation stands: `"before"` or `"after"` the `task_finished` of the turn, or `"alone"`,
   * without a `task_finished`. Default `"before"`.
   */
  turnEnd?: 'before' | 'after' | 'alone' | undefined;
  /** `false`: streams have no `chunk` events; `task_finished` alone holds the answer. Default `true`. */
  chunks?: boolean | undefined;
  /** Characters per chunk, for an answer that its script does not yield in chunks. Default 24. */
  chunkSize?: number | undefined;
  /**
   * Milliseconds between comment lines (`: ping`) of a stream without events. Virtual time moves while such a stream is
   * read. Default: no comment lines.
   */
  heartbeatMs?: number | undefined;
}

/** The wire options with their defaults filled in. */
export type WireSettings = { readonly [Name in keyof WireOptions]-?: Exclude<WireOptions[Name], undefined> };

/** Serializes answers in the form that the `wire` option selects. */
export interface Printer {
  /** Serializes a JSON body. */
  body(value: unknown): string;
  /** Returns the fields of a task that this form includes. */
  task(task: Task): Partial<Task>;
  /** Serializes an event of a stream. Returns an empty string if the form has no such event. */
  event(event: StreamEvent): string;
}

/** A JSON Schema, as far as the mock reads one. */
export interface Schema {
  readonly [keyword: string]: unknown;
}

/** A query parameter of an operation. */
export interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema: Schema;
}

/** An operation of the API description. */
export interface Operation {
  readonly name: OperationName;
  readonly method: string;
  /** Such as `/v1/tasks/{task_id}`. */
  readonly path: string;
  readonly parameters: readonly Parameter[];
  /** The reference to the schema of the JSON body, such as `#/components/schemas/InvokeRequest`. */
  readonly bodySchema: string | undefined;
  /** Whether it needs an API key. */
  readonly isProtected: boolean;
  /** Whether it answers with server-sent events. */
  readonly isStream: boolean;
}
