import { httpError } from '../protocol/http-error.ts';
import type { TaskRecord } from '../state/types.ts';
import type { Conversation, ConversationContext, ConversationKey } from './types.ts';

/** The task of a conversation. @throws HttpError 404 if the agent has no such task, 403 for another organization. */
export function findRecord(
  { tasks }: ConversationContext,
  { id, agentId, organizationId }: ConversationKey,
): TaskRecord {
  const record = tasks.find(id) === undefined ? undefined : tasks.latest(id, organizationId);
  if (record?.task.agent_id !== agentId) throw httpError(404, 'Conversation not found');
  return record;
}

/** What a conversation has besides its task. A new one has nothing yet. */
export function keepConversation({ conversations }: ConversationContext, key: ConversationKey): Conversation {
  const created = { queue: [], log: [], current: undefined, run: undefined, subTasks: 'auto', version: null } as const;
  const found = conversations.get(key.id) ?? { ...key, ...created, queue: [], log: [] };
  conversations.set(key.id, found);
  return found;
}
