import type { components, operations } from '@xpander/generated';

type Schemas = components['schemas'];

/** A run of an agent, exactly as the API prints it. */
export type Task = Schemas['Task'];
/** A task as lists print it. */
export type TaskSummary = Schemas['TaskSummary'];
/** What a client sends to start a run. */
export type InvokeRequest = Schemas['InvokeRequest'];
/** One of the seven statuses the API documents. */
export type KnownTaskStatus = Schemas['KnownTaskStatus'];
/** A person's decision a paused task waits for. */
export type HitlRequest = Schemas['HitlRequest'];
/** A sign-in a paused task waits for. */
export type PendingEcaRequest = Schemas['PendingEcaRequest'];
/** An agent with all its settings. */
export type AgentDetails = Schemas['AgentDetails'];
/** An agent as lists print it. */
export type AgentSummary = Schemas['AgentSummary'];
/** What a client sends to make an agent. */
export type CreateAgentRequest = Schemas['CreateAgentRequest'];
/** What a client sends to change an agent. */
export type UpdateAgentRequest = Schemas['UpdateAgentRequest'];
/** A message as the API prints it. */
export type ThreadMessage = Schemas['ThreadMessage'];
/** An `operationId` of the API description. */
export type OperationName = keyof operations;

/** One message of a thread, as scripts see it. */
export interface HistoryMessage {
  readonly role: 'user' | 'assistant';
  readonly content: string;
}
