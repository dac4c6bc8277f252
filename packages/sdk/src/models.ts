import type { ApiClient, components, operations } from '@xpander/generated';

export type { ApiClient };

/** The query of an operation of the API, such as the filters of a list. */
export type QueryOf<Operation extends { parameters: { query?: unknown } }> = Forwardable<
  NonNullable<Operation['parameters']['query']>
>;

/** Adds `| undefined` to optional members, so that callers can forward a value that may be missing. */
export type Forwardable<T> = { [K in keyof T]: object extends Pick<T, K> ? T[K] | undefined : T[K] };

/** The same without `| undefined`, as the API description has it. */
export type Defined<T> = { [K in keyof T]: Exclude<T[K], undefined> };

/** One run of an agent, as the API returns it: plain JSON that can be stored or sent. Only `id` is always present. */
export type Task = components['schemas']['Task'];

/** The statuses that the API documents. {@link TaskStatus} also accepts statuses that it may add. */
export type KnownTaskStatus = components['schemas']['KnownTaskStatus'];

/** The status of a task. A task has ended when it is `completed`, `failed`, `error` or `stopped`. */
export type TaskStatus = components['schemas']['TaskStatus'];

/** A task that has completed. */
export type CompletedTask = Task & { status: 'completed' };

/** The user a run is for. The API requires both `id` and `email`. */
export type User = Forwardable<components['schemas']['User']>;

/** The input of a run: `text`, `files` (URLs), and the `user` it is for. */
export type InvokeInput = Forwardable<Omit<components['schemas']['InvokeInput'], 'user' | 'files'>> & {
  files?: readonly string[] | null | undefined;
  user?: User | null | undefined;
};

/** The body of an invocation. Its members have the names of the API. */
export type InvokeRequest = Forwardable<Omit<components['schemas']['InvokeRequest'], 'input'>> & { input: InvokeInput };

/** The same body as in the API description, without `| undefined` on optional members. */
export type WireInvokeRequest = components['schemas']['InvokeRequest'];

/** A request in any form that the verbs take. `"text"` and `{ input: "text" }` are short for `{ input: { text } }`. */
export type AgentRequest = string | (Omit<InvokeRequest, 'input'> & { input: string | InvokeInput });

/** What a person has to approve before a paused task goes on. */
export type HitlRequest = components['schemas']['HitlRequest'];

/** One validation error of a request (HTTP 422). The invalid value is left out, because it may be content. */
export interface ValidationIssue {
  /** The place of the error, for example `["body", "input", "user", "email"]`. */
  readonly loc: readonly (string | number)[];
  /** The server's message. */
  readonly msg: string;
  /** The server's name for the kind of error, for example `missing`. */
  readonly type: string;
}

/** A task id, or an object with one. */
export type TaskRef = string | Task | { readonly id: string };

/** A row of a list of tasks. Some of its members have other names than in a {@link Task}. */
export type TaskSummary = components['schemas']['TaskSummary'];

/** The row of a task that has completed. */
export type CompletedSummary = TaskSummary & { status: 'completed' };

/** Which tasks to list: a page and filters. The members have the names of the API. */
export type TaskQuery = QueryOf<operations['listTasks']>;

/** A row of a list of agents. */
export type AgentSummary = components['schemas']['AgentSummary'];

/** Which agents to list: a page and filters. The members have the names of the API. */
export type AgentQuery = QueryOf<operations['listAgents']>;

/** An agent with all its settings. */
export type AgentDetails = components['schemas']['AgentDetails'];

/** Which workflows to list: a page. The members have the names of the API. */
export type WorkflowQuery = QueryOf<operations['listWorkflows']>;

/** The settings of a new agent: a `name`, and any others. The members have the names of the API. */
export type CreateAgentRequest = Forwardable<components['schemas']['CreateAgentRequest']>;

/** The settings of an agent to change: at least one. The members have the names of the API. */
export type UpdateAgentRequest = Forwardable<components['schemas']['UpdateAgentRequest']>;

/** A message of a thread as the API sent it. Its form depends on the server. */
export type RawThreadMessage = components['schemas']['ThreadMessage'];

/** A message of a thread, in the same form for all servers. */
export interface ThreadMessage {
  /** `undefined` if the server does not send it. */
  readonly id: string | undefined;
  /** `user`, `assistant`, `system`, `tool`, or a role that the API adds later. */
  readonly role: components['schemas']['MessageRole'] | undefined;
  /** The text; empty if the message has none, for example because it only calls tools. */
  readonly content: string;
  /** `null` if the server does not send it. */
  readonly createdAt: Date | null;
  /** The whole message as the server sent it. */
  readonly raw: RawThreadMessage;
}

/** An event of a type that this version of the SDK does not know. Its data is passed on unchanged. */
export interface UnknownTaskEvent {
  readonly type: 'unknown';
  /** The server's name for the type. */
  readonly name: string;
  readonly data: unknown;
  readonly task_id?: string | null;
}

/** An event of a run. Its `type` decides which `data` it has. */
export type TaskEvent = components['schemas']['TaskEvent'] | UnknownTaskEvent;

/** Whether a turn of a conversation is running, and what waits for it. */
export type RunState = components['schemas']['RunState'];

/** What has happened to a message of a conversation. */
export type MessageReceipt = components['schemas']['MessageReceipt'];

/** A conversation as the API returns it: its task as `execution`, and its activity. Other members are open. */
export type ConversationRecord = components['schemas']['Conversation'];

/** A message as it is sent to a conversation. */
export type SendMessageRequest = components['schemas']['SendMessageRequest'];

/** A message to a conversation: a text, or its parts with the names of the API. */
export type ConversationMessage =
  | string
  | {
      readonly text?: string | undefined;
      /** The URLs of files. */
      readonly files?: readonly string[] | undefined;
      readonly user?: User | undefined;
      /** What the queued message is found by. Whether it prevents a second message is not documented. */
      readonly idempotency_key?: string | undefined;
    };

/**
 * What a message does while a turn runs. `"auto"` and `"queue"` enqueue it, `"steer"` hands it to the running turn, and
 * `"interrupt"` stops that turn and runs next. Servers may add modes.
 */
export type MessageMode = components['schemas']['MessageMode'];

/** The answer to one question of a paused turn. */
export type QuestionAnswer = components['schemas']['QuestionAnswer'];

export type AnswersRequest = components['schemas']['AnswersRequest'];
export type ConfirmationRequest = components['schemas']['ConfirmationRequest'];

/** The members of every event besides its type and data. */
export type EventEnvelope = components['schemas']['EventEnvelope'];

/** The plan of an agent that plans before it works. */
export type DeepPlanning = components['schemas']['DeepPlanning'];

/** The state of a login that a tool needs. */
export type AuthState = components['schemas']['AuthState'];

/** One page of a list. */
export interface Page<T> {
  readonly items: readonly T[];
  /** Counted from 1. */
  readonly page: number;
  /** The number of rows on all pages, if the server states it. */
  readonly total: number | undefined;
}
