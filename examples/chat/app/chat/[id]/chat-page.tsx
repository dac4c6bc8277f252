'use client';

import { Chat, useChat } from '@ai-sdk/react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { isAnswered, type PageMessage } from '../../../lib/chat-message';
import { AnswerStatus } from './answer-status';
import { ChatList } from './chat-list';
import { Composer } from './composer';
import { Message } from './message';

interface ChatPageProps {
  readonly id: string;
  readonly history: PageMessage[];
}

export function ChatPage({ id, history }: ChatPageProps): ReactNode {
  const [chat] = useState(() => openChat(id, history));
  const { messages, status, error, sendMessage } = useChat({ chat });
  const end = useRef<HTMLDivElement>(null);

  useEffect(() => void catchUp(chat), [chat]);
  // In a block, because `scrollIntoView` returns a promise in newer browsers, and React takes a result for a clean-up.
  useEffect(() => {
    void end.current?.scrollIntoView({ block: 'end' });
  }, [messages, status]);

  const isBusy = status === 'submitted' || status === 'streaming';
  const first = messages.find(({ role }) => role === 'user')?.parts.find(({ type }) => type === 'text');
  return (
    <div className="layout">
      <ChatList current={id} title={first?.type === 'text' ? first.text : undefined} />
      <main>
        <div className="messages" aria-live="polite">
          {messages.length === 0 && <p className="hint">Ask for a report, or ask the agent to read your mail.</p>}
          {messages.map((message) => (
            <Message key={message.id} message={message} />
          ))}
          <AnswerStatus message={messages.at(-1)} isBusy={isBusy} error={error} />
          <div ref={end} />
        </div>
        <Composer
          isBusy={isBusy}
          onSend={(text) => void sendMessage({ text })}
          onStop={() => void fetch(`/api/chat/${id}/stop`, { method: 'POST' })}
        />
      </main>
    </div>
  );
}

function openChat(id: string, history: PageMessage[]): Chat<PageMessage> {
  const chat: Chat<PageMessage> = new Chat<PageMessage>({
    id,
    messages: history,
    onFinish: ({ isDisconnect }) => {
      // The chat must have left the broken stream before it opens another one.
      if (isDisconnect) setTimeout(() => void catchUp(chat));
    },
  });
  return chat;
}

/** Reads the answer that was being written when the page was loaded, or when its connection broke. */
async function catchUp(chat: Chat<PageMessage>): Promise<void> {
  if (isAnswered(chat.messages)) return;
  await chat.resumeStream();
  // It ended in the meantime, so that there was nothing to resume.
  if (chat.status === 'ready' && !isAnswered(chat.messages)) {
    const response = await fetch(`/api/chat/${chat.id}`);
    if (response.ok) chat.messages = (await response.json()) as PageMessage[];
  }
}
