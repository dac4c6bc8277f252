import { getConversation, getRunState, removeQueuedMessage, stopConversation } from '../api/conversation-operations.ts';
import type { Continuation } from '../api/conversation-streams.ts';
import type { OperationCall } from '../api/types.ts';
import { checkCallOptions, checkConversationDefaults, withDefaults } from '../config/validate-options.ts';
import { checkId } from '../config/validators.ts';
import { type Chat, continueTurn, editTurn, nextTurn } from '../conversations/chat-calls.ts';
import { openChatStream } from '../conversations/chat-stream.ts';
import { sendChatMessage } from '../conversations/send-message.ts';
import type { ChatCall } from '../conversations/types.ts';
import { callOnce } from '../core/call-once.ts';
import { createThreadState } from '../core/thread-registry.ts';
import type { Core } from '../core/types.ts';
import { traced } from '../errors/caller-trace.ts';
import { ConfigurationError } from '../errors/configuration-error.ts';
import type { AgentRequest, AnswersRequest, QuestionAnswer } from '../models.ts';
import type {
  AgentDefaults,
  ContinueOptions,
  ConversationDefaults,
  ConversationOptions,
  RequestOptions,
} from '../options/call-options.ts';
import type { MaybeOutput } from '../output/output-schema.ts';
import type { Settled } from '../output/parse-output.ts';
import type { TaskStream } from '../streaming/types.ts';
import type { Conversation } from './conversation.ts';

/** @throws ConfigurationError for an id or a default that no turn could use. */
export function createConversation(
  core: Core,
  { agentId, defaults: agentDefaults }: { readonly agentId: string; readonly defaults: AgentDefaults },
  givenId: string | undefined,
  defaults: ConversationDefaults = {},
): Conversation {
  checkConversationDefaults(defaults);
  const all = withDefaults(agentDefaults, defaults, 'conversation');
  const chat = openChat(agentId, givenId);
  const open = (call: ChatCall, options: ConversationOptions & MaybeOutput): TaskStream<Settled> =>
    openChatStream(core, agentId, call, options);
  const turn = (verb: ChatCall['verb'], request: AgentRequest, given: ConversationOptions): TaskStream<Settled> => {
    const options = withDefaults(all, given, 'conversation');
    return open(nextTurn(core, chat, { verb, request, options }), options);
  };
  const proceed = (continuation: Continuation, given: ContinueOptions = {}): TaskStream => {
    const options = withDefaults(all, given, 'continue');
    return open(continueTurn(core, chat, continuation, options), options);
  };
  const ask = <T>(
    given: RequestOptions,
    send: (ref: { agentId: string; id: string }, call: OperationCall) => Promise<T>,
  ): Promise<T> =>
    traced(async () => {
      const ref = { agentId, id: chat.requireId() };
      return callOnce(core, withDefaults(all, given, 'request'), (call) => send(ref, call));
    });
  return {
    get id() {
      return chat.state.id;
    },
    send: (request: AgentRequest, options: ConversationOptions & MaybeOutput = {}) =>
      traced(() => turn('run', request, options).finalTask()),
    stream: (request: AgentRequest, options: ConversationOptions & MaybeOutput = {}) =>
      turn('stream', request, options),
    message: (message, { mode, ...options } = {}) =>
      ask(options, (ref, call) => {
        checkCallOptions({ mode }, 'message');
        return sendChatMessage(core, ref, message, { ...call, mode });
      }),
    state: (options = {}) => ask(options, (ref, call) => getRunState(core, ref, call)),
    stop: ({ clearQueue, ...options } = {}) =>
      ask(options, async (ref, call) => {
        checkCallOptions({ clearQueue }, 'stop');
        await stopConversation(core, ref, clearQueue === true, call);
      }),
    drain: (options) => proceed({ kind: 'drain' }, options),
    unqueue: (messageId, options = {}) =>
      ask(options, async (ref, call) => {
        await removeQueuedMessage(core, ref, checkId('messageId', messageId), call);
      }),
    read: (options = {}) => ask(options, (ref, call) => getConversation(core, ref, call)),
    answer: (decisionId, answers, options = {}) => {
      const user = options.user as AnswersRequest['user'];
      const body = { decision_id: decisionId, answers: answers as QuestionAnswer[], ...(user && { user }) };
      return proceed({ kind: 'answers', body }, options);
    },
    confirm: (requestId, approve, options) =>
      proceed({ kind: 'confirm', body: { request_id: requestId, approve } }, options),
    edit: (messageId, request, given = {}) => {
      const options = withDefaults(all, given, 'continue');
      return open(editTurn(core, chat, messageId, { verb: 'stream', request, options }), options);
    },
  };
}

function openChat(agentId: string, givenId: string | undefined): Chat {
  const state = createThreadState(givenId === undefined ? undefined : checkId('id', givenId));
  return {
    agentId,
    state,
    requireId: () => {
      if (state.id !== undefined) return state.id;
      throw new ConfigurationError('id', 'is not known yet', 'Send the first turn, or open the conversation by its id');
    },
  };
}
