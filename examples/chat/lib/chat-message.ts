import type { ChatData, ChatMetadata } from '@xpander/ai-sdk/ui';
import type { UIMessage } from 'ai';

export type PageMessage = UIMessage<ChatMetadata, ChatData>;

/** The last known status of the run behind a message. */
export function statusOf(message: PageMessage | undefined): ChatData['status'] | undefined {
  const part = message?.parts.find(({ type }) => type === 'data-status');
  return part?.type === 'data-status' ? part.data : undefined;
}

/** Whether nothing more is to come after these messages. */
export function isAnswered(messages: readonly PageMessage[]): boolean {
  const last = messages.at(-1);
  if (last === undefined) return true;
  if (last.role === 'user') return false;
  const status = statusOf(last)?.status ?? 'completed';
  return !['pending', 'executing', 'paused'].includes(status);
}
