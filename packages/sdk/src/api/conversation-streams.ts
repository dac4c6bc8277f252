import type { AnswersRequest, ConfirmationRequest } from '../models.ts';
import { openStream } from './call-operation.ts';
import { pathOf } from './conversation-operations.ts';
import type { ApiContext, Invocation, OperationCall } from './types.ts';

// The turns of conversations (openapi/FACTS.md#b14). The body of the invocation has the id of the conversation.

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

function queryOf(version: string | undefined): { version?: string } {
  return version === undefined ? {} : { version };
}
