import type { components, operations } from '@xpander/generated';

/** A task, as the API returns it. */
export type Task = components['schemas']['Task'];
/** A task, as lists return it. */
export type TaskSummary = components['schemas']['TaskSummary'];
/** The body of an invocation. */
export type InvokeRequest = components['schemas']['InvokeRequest'];
/** One of the seven statuses the API documents. */
export type KnownTaskStatus = components['schemas']['KnownTaskStatus'];
/** The human decision that a paused task waits for. */
export type HitlRequest = components['schemas']['HitlRequest'];
/** The sign-in that a paused task waits for. */
export type PendingEcaRequest = components['schemas']['PendingEcaRequest'];
/** An agent with all its settings. */
export type AgentDetails = components['schemas']['AgentDetails'];
/** An agent, as lists return it. */
export type AgentSummary = components['schemas']['AgentSummary'];
/** The body of `createAgent`. */
export type CreateAgentRequest = components['schemas']['CreateAgentRequest'];
/** The body of `updateAgent`. */
export type UpdateAgentRequest = components['schemas']['UpdateAgentRequest'];
/** The body of `createWorkflow`. */
export type CreateWorkflowRequest = components['schemas']['CreateWorkflowRequest'];
/** The body of `updateWorkflow`. */
export type UpdateWorkflowRequest = components['schemas']['UpdateWorkflowRequest'];
/** A tool of an agent. */
export type AgentTool = components['schemas']['AgentTool'];
/** The body of `addAgentTool`. */
export type AddAgentToolRequest = components['schemas']['AddAgentToolRequest'];
/** A node of a workflow. */
export type WorkflowNode = components['schemas']['WorkflowNode'];
/** The body of `addWorkflowNode`. */
export type AddWorkflowNodeRequest = components['schemas']['AddWorkflowNodeRequest'];
/** The body of `sendMessage`. */
export type SendMessageRequest = components['schemas']['SendMessageRequest'];
/** The answer of `sendMessage`. */
export type MessageReceipt = components['schemas']['MessageReceipt'];
/** The answer of `getRunState`. */
export type RunState = components['schemas']['RunState'];
/** The body of `stopConversation`. */
export type StopConversationRequest = components['schemas']['StopConversationRequest'];
/** The body of `answerQuestions`. */
export type AnswersRequest = components['schemas']['AnswersRequest'];
/** The body of `confirmAction`. */
export type ConfirmationRequest = components['schemas']['ConfirmationRequest'];
/** A message of a thread, as the API returns it. */
export type ThreadMessage = components['schemas']['ThreadMessage'];
/** An `operationId` of the API description. */
export type OperationName = keyof operations;

/** A message of a thread, as scripts receive it. */
export interface HistoryMessage {
  readonly role: 'user' | 'assistant';
  readonly content: string;
}
