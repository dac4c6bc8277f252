import type { components } from '@xpander/generated';

type Schemas = components['schemas'];

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
