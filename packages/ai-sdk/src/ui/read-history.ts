import type { Task, ThreadMessage, Xpander } from '@xpander/sdk';
import type { ChatMessage, ChatMessagePart } from './chat-message.ts';
import { hasEnded, orMissing, readTask } from './read-task.ts';
import { toStatusData } from './status-data.ts';
import { toMessage, toUIMessages } from './to-ui-messages.ts';

/**
 * The messages of a thread, completed by its task, which is the record of the latest turn: a server may write down a
 * question or an answer later. Of a turn that is running only the question is taken, because `resume` replays the answer.
 */
export async function readHistory(client: Xpander, threadId: string, signal: AbortSignal): Promise<ChatMessage[]> {
  // In this order, an answer that comes in between is in the task, and is not lost.
  const messages = (await orMissing(client.tasks.messages(threadId, { signal }))) ?? [];
  const task = await readTask(client, threadId, signal);
  if (task === undefined) return toUIMessages(messages);
  return hasEnded(task) ? withAnswer(toUIMessages(messages), task) : withQuestion(messages, task);
}

function withAnswer(shown: ChatMessage[], task: Task): ChatMessage[] {
  const question = task.input?.text ?? '';
  if (shown.length === 0 && question !== '') push(shown, 'user', text(question));
  if (shown.at(-1)?.role !== 'user') return shown;
  const isAnswered = task.status === 'completed' && Boolean(task.result);
  push(shown, 'assistant', isAnswered ? text(task.result ?? '') : statusOf(task));
  return shown;
}

function withQuestion(messages: readonly ThreadMessage[], task: Task): ChatMessage[] {
  const question = task.input?.text ?? '';
  const last = messages.findLastIndex(({ role }) => role === 'user');
  const isWritten = last !== -1 && isSameText(messages[last]?.content ?? '', question);
  const shown = toUIMessages(isWritten ? messages.slice(0, last + 1) : messages);
  if (shown.at(-1)?.role !== 'user' && question !== '') push(shown, 'user', text(question));
  return shown;
}

function push(shown: ChatMessage[], role: ChatMessage['role'], part: ChatMessagePart): void {
  shown.push(toMessage(shown.length, { role, parts: [part] }));
}

function text(content: string): ChatMessagePart {
  return { type: 'text', text: content, state: 'done' };
}

/** A turn without an answer, so that the page can tell that it is over. */
function statusOf(task: Task): ChatMessagePart {
  return { type: 'data-status', id: 'status', data: toStatusData(task, false) };
}

function isSameText(one: string, other: string): boolean {
  const plain = (content: string): string => content.trim().replace(/\s+/g, ' ');
  return plain(one) === plain(other);
}
