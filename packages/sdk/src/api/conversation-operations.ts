import type {
  AnswersRequest,
  ConfirmationRequest,
  ConversationRecord,
  MessageReceipt,
  RunState,
  SendMessageRequest,
} from '../models.ts';
import { callOperation, openStream } from './call-operation.ts';
import { deletedShape, type Shape } from './response.ts';
import type { ApiContext, Invocation, OperationCall } from './types.ts';

// The operations of conversations (openapi/FACTS.md#b14 to #b17). The body of an invocation has the id of the conversation.

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

/** Runs the next turn. With the id of an event, the stream of the turn goes on after it. */
export function streamTurn(
  api: ApiContext,
  invocation: Invocation,
  call: OperationCall,
  lastEventId?: string,
): Promise<Response> {
  const { agentId, body, version } = invocation;
  const headers = lastEventId === undefined ? call.headers : { ...call.headers, 'last-event-id': lastEventId };
  return openStream(api, { agentId, ...call, headers }, (client, init) =>
    client.POST('/v1/agents/{agent_id}/conversations/invoke/stream', {
      ...init,
      params: { path: { agent_id: agentId }, query: queryOf(version) },
      body,
    }),
  );
}

export function editMessageStream(
  api: ApiContext,
  invocation: Invocation,
  messageId: string,
  call: OperationCall,
): Promise<Response> {
  const { agentId, body, version } = invocation;
  const path = { ...pathOf({ agentId, id: body.id ?? '' }), message_id: messageId };
  return openStream(api, { agentId, ...call }, (client, init) =>
    client.POST('/v1/agents/{agent_id}/conversations/{conversation_id}/edit/{message_id}/stream', {
      ...init,
      params: { path, query: queryOf(version) },
      body,
    }),
  );
}

/** What continues a conversation without a new question: answers, an approval, or its queue. */
export type Continuation =
  | { readonly kind: 'answers'; readonly body: AnswersRequest }
  | { readonly kind: 'confirm'; readonly body: ConfirmationRequest }
  | { readonly kind: 'drain' };

export function continueStream(
  api: ApiContext,
  { agentId, body: { id }, version }: Invocation,
  continuation: Continuation,
  call: OperationCall,
): Promise<Response> {
  const path = pathOf({ agentId, id: id ?? '' });
  const params = { path, query: queryOf(version) };
  return openStream(api, { agentId, ...call }, (client, init) => {
    switch (continuation.kind) {
      case 'answers':
        return client.POST('/v1/agents/{agent_id}/conversations/{conversation_id}/answers', {
          ...init,
          params,
          body: continuation.body,
        });
      case 'confirm':
        return client.POST('/v1/agents/{agent_id}/conversations/{conversation_id}/confirm', {
          ...init,
          params: { path },
          body: continuation.body,
        });
      case 'drain':
        return client.POST('/v1/agents/{agent_id}/conversations/{conversation_id}/drain/stream', { ...init, params });
    }
  });
}

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

function pathOf({ agentId, id }: ConversationRef): { agent_id: string; conversation_id: string } {
  return { agent_id: agentId, conversation_id: id };
}

function queryOf(version: string | undefined): { version?: string } {
  return version === undefined ? {} : { version };
}
