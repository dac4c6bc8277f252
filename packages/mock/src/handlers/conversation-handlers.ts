import type { ConversationKey, QuestionAnswer, TurnOptions } from '../conversations/types.ts';
import { httpError } from '../protocol/http-error.ts';
import type {
  AnswersRequest,
  ConfirmationRequest,
  InvokeRequest,
  OperationName,
  SendMessageRequest,
  StopConversationRequest,
} from '../protocol/models.ts';
import { createEventQueue } from '../state/event-queue.ts';
import type { EventQueue } from '../state/types.ts';
import { eventStream, json } from './handler-reply.ts';
import { pathParameter } from './path-parameter.ts';
import type { Handler, HandlerParts, HandlerReply, HandlerRequest } from './types.ts';

type ConversationOperation = Extract<
  OperationName,
  | `${string}Turn`
  | `${string}Message${string}`
  | `${string}Conversation`
  | `${string}QueueStream`
  | 'getRunState'
  | 'answerQuestions'
  | 'confirmAction'
>;

/** Creates the handlers of conversations. */
export function createConversationHandlers(parts: HandlerParts): Record<ConversationOperation, Handler> {
  const { conversations, printer } = parts;

  const runToEnd: Handler = async (request) => {
    const record = conversations.runTurn(turnOf(parts, request));
    await request.accepted();
    await request.waitFor(record.run.endedOrPaused);
    return json(printer.task(record.task));
  };
  const stream = async (request: HandlerRequest, start: (events: EventQueue) => void): Promise<HandlerReply> => {
    const events = createEventQueue();
    start(events);
    await request.accepted();
    return eventStream(events);
  };
  const streamTurn: Handler = (request) =>
    stream(request, (events) => {
      if (request.lastEventId === undefined) conversations.runTurn({ ...turnOf(parts, request), events });
      else conversations.resume(resumedKey(request), request.lastEventId, events);
    });

  return {
    runTurn: runToEnd,
    streamTurn,
    editMessage: runToEnd,
    editMessageStream: streamTurn,
    sendMessage: (request) => json(conversations.send(keyOf(request), request.body as SendMessageRequest)),
    getRunState: (request) => json(conversations.state(keyOf(request))),
    stopConversation: (request) => {
      const { clear_queue: isQueueCleared } = request.body as StopConversationRequest;
      conversations.stop(keyOf(request), isQueueCleared === true);
      return json(null);
    },
    drainQueueStream: (request) =>
      stream(request, (events) => conversations.drain(keyOf(request), versionOf(request), events)),
    removeQueuedMessage: (request) => {
      conversations.unqueue(keyOf(request), pathParameter(request, 'message_id'));
      return json(null);
    },
    answerQuestions: (request) => {
      const { decision_id: id, answers } = request.body as AnswersRequest;
      return stream(request, (events) =>
        conversations.answer(keyOf(request), id, answers as readonly QuestionAnswer[], events),
      );
    },
    confirmAction: (request) => {
      const { request_id: id, approve } = request.body as ConfirmationRequest;
      return stream(request, (events) => conversations.confirm(keyOf(request), id, approve, events));
    },
    getConversation: (request) => {
      const key = keyOf(request);
      return json(conversations.read(key, printer.task));
    },
  };
}

function turnOf({ tasks, conversations }: HandlerParts, request: HandlerRequest): TurnOptions {
  const body = request.body as InvokeRequest;
  const turn = {
    agentId: pathParameter(request, 'agent_id'),
    organizationId: request.organizationId,
    version: versionOf(request),
    subTasks: request.query.sub_tasks as TurnOptions['subTasks'],
  };
  const conversationId = pathParameter(request, 'conversation_id');
  if (conversationId === '') return { ...turn, request: body };
  // A turn that is running is cancelled only for an edit of a message that exists.
  conversations.state(keyOf(request));
  const editedMessageId = pathParameter(request, 'message_id');
  const messages = tasks.find(conversationId)?.messages ?? [];
  if (!messages.some(({ id, role }) => id === editedMessageId && role === 'user')) {
    throw httpError(404, 'Message not found');
  }
  return { ...turn, request: { ...body, id: conversationId }, editedMessageId };
}

function versionOf({ query }: HandlerRequest): string | null {
  return (query.version as string | undefined) ?? null;
}

function keyOf(request: HandlerRequest): ConversationKey {
  return {
    id: pathParameter(request, 'conversation_id'),
    agentId: pathParameter(request, 'agent_id'),
    organizationId: request.organizationId,
  };
}

/** A stream is resumed by the id in the body. @throws HttpError 422 without one. */
function resumedKey(request: HandlerRequest): ConversationKey {
  const { id } = request.body as InvokeRequest;
  if (id != null) return { ...keyOf(request), id };
  const msg = 'Value error, a stream is resumed by the id of its conversation';
  throw httpError(422, [{ type: 'value_error', loc: ['body', 'id'], msg, input: null }]);
}
