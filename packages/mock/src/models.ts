import type { components, operations } from '@xpander/generated';

/** A run of an agent, exactly as the API prints it. */
export type Task = components['schemas']['Task'];
/** What a client sends to start a run. */
export type InvokeRequest = components['schemas']['InvokeRequest'];
/** One of the seven statuses the API documents. */
export type KnownTaskStatus = components['schemas']['KnownTaskStatus'];
/** A person's decision a paused task waits for. */
export type HitlRequest = components['schemas']['HitlRequest'];
/** A sign-in a paused task waits for. */
export type PendingEcaRequest = components['schemas']['PendingEcaRequest'];
/** An `operationId` of the API description. */
export type OperationName = keyof operations;

/** One message of a thread. */
export interface HistoryMessage {
  readonly role: 'user' | 'assistant';
  readonly content: string;
}
