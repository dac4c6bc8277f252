import { headers } from 'next/headers';
import type { ReactNode } from 'react';
import { chat } from '../../../lib/chat';
import type { ChatRoute } from '../../../lib/chat-route';
import { ChatPage } from './chat-page';

export default async function Page({ params }: ChatRoute): Promise<ReactNode> {
  const { id } = await params;
  const request = new Request('http://localhost', { headers: new Headers(await headers()) });
  return <ChatPage key={id} id={id} history={await chat.history(id, request)} />;
}
