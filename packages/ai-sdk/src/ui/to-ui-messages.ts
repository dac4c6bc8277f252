import type { ThreadMessage } from '@xpander/sdk';
import type { ChatMessage } from './chat-message.ts';

/**
 * Turns the messages of a thread into messages for `useChat`.
 *
 * Messages of the user and the assistant that have text are taken; what the assistant wrote in one turn becomes one
 * message. The ids are made of the position, because those of the API may contain the id of the thread.
 */
export function toUIMessages(messages: Iterable<ThreadMessage>): ChatMessage[] {
  const shown: ChatMessage[] = [];
  for (const { role, content, createdAt } of messages) {
    if (!isShown(role) || content === '') continue;
    const text = { type: 'text', text: content, state: 'done' } as const;
    const last = shown.at(-1);
    if (role === 'assistant' && last?.role === 'assistant') last.parts.push(text);
    else shown.push(toMessage(shown.length, { role, createdAt, parts: [text] }));
  }
  return shown;
}

/** A message at a position, counted from 0. */
export function toMessage(
  position: number,
  { role, createdAt, parts }: Pick<ChatMessage, 'role' | 'parts'> & { readonly createdAt?: Date | null },
): ChatMessage {
  const metadata = createdAt && { createdAt: createdAt.toISOString() };
  return { id: `message-${position + 1}`, role, ...(metadata && { metadata }), parts };
}

function isShown(role: ThreadMessage['role']): role is ChatMessage['role'] {
  return role === 'user' || role === 'assistant';
}
