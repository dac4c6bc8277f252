import type { ApiClient, components, operations } from '@xpander/generated';

export type { ApiClient };

type Schemas = components['schemas'];
type QueryOf<Operation extends { parameters: { query?: unknown } }> = Forwardable<
  NonNullable<Operation['parameters']['query']>
>;

/** Writes `| undefined` out on optional members, so that callers may forward a value that may be missing. */
type Forwardable<T> = { [K in keyof T]: object extends Pick<T, K> ? T[K] | undefined : T[K] };

/** One run of an agent, as the API returns it: plain JSON, to be stored or sent anywhere. Only `id` is certain to be there. */
export type Task = Schemas['Task'];

/** The statuses of today's API; {@link TaskStatus} also accepts those it may add. */
export type KnownTaskStatus = Schemas['KnownTaskStatus'];

/** Where a task stands. Ends are `completed`, `failed`, `error` and `stopped`. */
export type TaskStatus = Schemas['TaskStatus'];

/** A task that ended well. */
export type CompletedTask = Task & { status: 'completed' };

/** The person a run is for. The API wants both `id` and `email`. */
export type User = Forwardable<Schemas['User']>;

/** What the agent is given: `text`, `files` (URLs), and the `user` it works for. */
export type InvokeInput = Forwardable<Omit<Schemas['InvokeInput'], 'user' | 'files'>> & {
  files?: readonly string[] | null | undefined;
  user?: User | null | undefined;
};

/** The body of an invocation, named as on the wire. */
export type InvokeRequest = Forwardable<Omit<Schemas['InvokeRequest'], 'input'>> & { input: InvokeInput };

/** The same body as the spec has it, where a member is there or not. */
export type WireInvokeRequest = Schemas['InvokeRequest'];

/** A request in any form the verbs take: `"text"` is short for `{ input: { text } }`, as is `{ input: "text" }`. */
export type AgentRequest = string | (Omit<InvokeRequest, 'input'> & { input: string | InvokeInput });

/** What a paused task waits for when a person has to approve something. */
export type HitlRequest = Schemas['HitlRequest'];

/** One complaint of the server about a request (HTTP 422). The rejected value is left out on purpose. */
export interface ValidationIssue {
  /** Where it is, for example `["body", "input", "user", "email"]`. */
  readonly loc: readonly (string | number)[];
  /** What is wrong, in the server's words. */
  readonly msg: string;
  /** The server's name for the kind of mistake, for example `missing`. */
  readonly type: string;
}

/** A task id, or anything that carries one. */
export type TaskRef = string | Task | { readonly id: string };

/** A row of a list of tasks. Its names differ from a {@link Task}'s here and there. */
export type TaskSummary = Schemas['TaskSummary'];

/** The row of a task that ended well. */
export type CompletedSummary = TaskSummary & { status: 'completed' };

/** What to list: which page, which filters. Named as on the wire. */
export type TaskQuery = QueryOf<operations['listTasks']>;

/** A row of a list of agents. */
export type AgentSummary = Schemas['AgentSummary'];

/** Which agents to list. */
export type AgentQuery = QueryOf<operations['listAgents']>;

/** An agent with all its settings. */
export type AgentDetails = Schemas['AgentDetails'];

/** A message of a thread as the API sent it: servers differ in what they send. */
export type RawThreadMessage = Schemas['ThreadMessage'];

/** A message of a thread. */
export interface ThreadMessage {
  /** Missing on some servers. */
  readonly id: string | undefined;
  /** `user`, `assistant`, `system`, `tool`, or what is added later. */
  readonly role: Schemas['MessageRole'] | undefined;
  /** The text; empty when there is none, as in a message that only calls tools. */
  readonly content: string;
  /** `null` on servers that do not say. */
  readonly createdAt: Date | null;
  /** Everything that was sent. */
  readonly raw: RawThreadMessage;
}

/** An event of a type that this version does not know: passed on as it came. */
export interface UnknownTaskEvent {
  readonly type: 'unknown';
  /** The type as the server named it. */
  readonly name: string;
  readonly data: unknown;
  readonly task_id?: string | null;
}

/** What happens during a run: told apart by `type`. */
export type TaskEvent = Schemas['TaskEvent'] | UnknownTaskEvent;

/** One page of a list. */
export interface Page<T> {
  readonly items: readonly T[];
  /** Counted from 1. */
  readonly page: number;
  /** How many rows there are on all pages, when the server says. */
  readonly total: number | undefined;
}
