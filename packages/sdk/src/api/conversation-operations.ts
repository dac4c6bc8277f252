import type { ConversationRecord, MessageReceipt, RunState, SendMessageRequest } from '../models.ts';
import { callOperation } from './call-operation.ts';
import { deletedShape, type Shape } from './response.ts';
import type { ApiContext, OperationCall } from './types.ts';

// The operations of conversations that answer with JSON (openapi/FACTS.md#b15 to #b17).

/** A conversation of an agent. */
export interface ConversationRef {
  readonly agentId: string;
  readonly id: string;
}

const stateShape: Shape<RunState> = {
  isRight: ({ conversation_id: id }) => typeof id === 'string',
  otherwise: 'not a run state: it has no conversation_id',
};
const receiptShape: Shape<MessageReceipt> = {
  isRight: ({ action }) => typeof action === 'string',
  otherwise: 'not a receipt: it has no action',
};
const recordShape: Shape<ConversationRecord> = {
  isRight: (value) => !Array.isArray(value),
  otherwise: 'not a conversation',
};

export function sendMessage(
  api: ApiContext,
  ref: ConversationRef,
  body: SendMessageRequest,
  call: OperationCall,
): Promise<MessageReceipt> {
  return callOperation(api, callOf(ref, call), receiptShape, (client, init) =>
    client.POST('/v1/agents/{agent_id}/conversations/{conversation_id}/messages', {
      ...init,
      params: { path: pathOf(ref) },
      body,
    }),
  );
}

export function getRunState(api: ApiContext, ref: ConversationRef, call: OperationCall): Promise<RunState> {
  return callOperation(api, callOf(ref, call), stateShape, (client, init) =>
    client.GET('/v1/agents/{agent_id}/conversations/{conversation_id}/run-state', {
      ...init,
      params: { path: pathOf(ref) },
    }),
  );
}

export function getConversation(
  api: ApiContext,
  ref: ConversationRef,
  call: OperationCall,
): Promise<ConversationRecord> {
  return callOperation(api, callOf(ref, call), recordShape, (client, init) =>
    client.GET('/v1/agents/{agent_id}/conversations/{conversation_id}', { ...init, params: { path: pathOf(ref) } }),
  );
}

export function stopConversation(
  api: ApiContext,
  ref: ConversationRef,
  isQueueCleared: boolean,
  call: OperationCall,
): Promise<unknown> {
  return callOperation<unknown>(api, callOf(ref, call), deletedShape, (client, init) =>
    client.POST('/v1/agents/{agent_id}/conversations/{conversation_id}/stop', {
      ...init,
      params: { path: pathOf(ref) },
      body: { clear_queue: isQueueCleared },
    }),
  );
}

export function removeQueuedMessage(
  api: ApiContext,
  ref: ConversationRef,
  messageId: string,
  call: OperationCall,
): Promise<unknown> {
  return callOperation<unknown>(api, callOf(ref, call), deletedShape, (client, init) =>
    client.DELETE('/v1/agents/{agent_id}/conversations/{conversation_id}/queue/{message_id}', {
      ...init,
      params: { path: { ...pathOf(ref), message_id: messageId } },
    }),
  );
}

function callOf({ agentId, id }: ConversationRef, call: OperationCall): OperationCall {
  return { agentId, taskId: id, ...call };
}

export function pathOf({ agentId, id }: ConversationRef): { agent_id: string; conversation_id: string } {
  return { agent_id: agentId, conversation_id: id };
}
