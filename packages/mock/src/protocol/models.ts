import type { components, operations } from '@xpander/generated';

type Schemas = components['schemas'];

/** A task, as the API returns it. */
export type Task = Schemas['Task'];
/** A task, as lists return it. */
export type TaskSummary = Schemas['TaskSummary'];
/** The body of an invocation. */
export type InvokeRequest = Schemas['InvokeRequest'];
/** One of the seven statuses the API documents. */
export type KnownTaskStatus = Schemas['KnownTaskStatus'];
/** The human decision that a paused task waits for. */
export type HitlRequest = Schemas['HitlRequest'];
/** The sign-in that a paused task waits for. */
export type PendingEcaRequest = Schemas['PendingEcaRequest'];
/** An agent with all its settings. */
export type AgentDetails = Schemas['AgentDetails'];
/** An agent, as lists return it. */
export type AgentSummary = Schemas['AgentSummary'];
/** The body of `createAgent`. */
export type CreateAgentRequest = Schemas['CreateAgentRequest'];
/** The body of `updateAgent`. */
export type UpdateAgentRequest = Schemas['UpdateAgentRequest'];
/** The body of `createWorkflow`. */
export type CreateWorkflowRequest = Schemas['CreateWorkflowRequest'];
/** The body of `updateWorkflow`. */
export type UpdateWorkflowRequest = Schemas['UpdateWorkflowRequest'];
/** A tool of an agent. */
export type AgentTool = Schemas['AgentTool'];
/** The body of `addAgentTool`. */
export type AddAgentToolRequest = Schemas['AddAgentToolRequest'];
/** A node of a workflow. */
export type WorkflowNode = Schemas['WorkflowNode'];
/** The body of `addWorkflowNode`. */
export type AddWorkflowNodeRequest = Schemas['AddWorkflowNodeRequest'];
/** The body of `sendMessage`. */
export type SendMessageRequest = Schemas['SendMessageRequest'];
/** The answer of `sendMessage`. */
export type MessageReceipt = Schemas['MessageReceipt'];
/** The answer of `getRunState`. */
export type RunState = Schemas['RunState'];
/** The body of `stopConversation`. */
export type StopConversationRequest = Schemas['StopConversationRequest'];
/** The body of `answerQuestions`. */
export type AnswersRequest = Schemas['AnswersRequest'];
/** The body of `confirmAction`. */
export type ConfirmationRequest = Schemas['ConfirmationRequest'];
/** A message of a thread, as the API returns it. */
export type ThreadMessage = Schemas['ThreadMessage'];
/** An `operationId` of the API description. */
export type OperationName = keyof operations;

/** A message of a thread, as scripts receive it. */
export interface HistoryMessage {
  readonly role: 'user' | 'assistant';
  readonly content: string;
}
