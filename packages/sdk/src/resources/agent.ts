import { getAgent } from '../api/agent-operations.ts';
import { withDefaults } from '../config/validate-options.ts';
import { callOnce } from '../core/call-once.ts';
import type { Core } from '../core/types.ts';
import { traced } from '../errors/caller-trace.ts';
import type { AgentDetails } from '../models.ts';
import type { AgentDefaults, ConversationDefaults, RequestOptions, ThreadOptions } from '../options/call-options.ts';
import { type BoundInvocations, bindInvocations } from './bound-invocations.ts';
import type { Conversation } from './conversation.ts';
import { createConversation } from './create-conversation.ts';
import { createThread, type Thread } from './threads.ts';

/** The verbs of {@link Agents} for one agent, with default options. */
export interface Agent extends BoundInvocations {
  /** Reads the agent with all its settings. */
  get(options?: RequestOptions): Promise<AgentDetails>;
  /**
   * Opens a thread: a new conversation, or the one with this id. Nothing is sent before the first turn.
   *
   * @throws ConfigurationError if the id or an option is invalid.
   */
  thread(id?: string, options?: ThreadOptions): Thread;
  /**
   * Beta. Opens a conversation over the newer chat routes: a new one, or the one with this id. Use it for a chat that
   * people steer, with queued messages, questions and approvals. Use `thread` for follow-up questions of a program.
   * Nothing is sent before the first turn.
   *
   * @throws ConfigurationError if the id or a default is invalid.
   */
  conversation(id?: string, defaults?: ConversationDefaults): Conversation;
}

/** Binds the verbs to one agent. @throws ConfigurationError if the id or a default is invalid. */
export function bindAgent(core: Core, agentId: string, defaults: AgentDefaults = {}): Agent {
  const verbs = bindInvocations(core, 'agent', agentId, defaults);
  return {
    ...verbs,
    thread: (threadId, options) => createThread(core, { agentId, defaults }, threadId, options),
    conversation: (conversationId, own) => createConversation(core, { agentId, defaults }, conversationId, own),
    get: (options = {}) =>
      traced(() => callOnce(core, withDefaults(defaults, options, 'request'), (call) => getAgent(core, agentId, call))),
  };
}
