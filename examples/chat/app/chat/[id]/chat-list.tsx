import Link from 'next/link';
import { type ReactNode, useEffect, useState } from 'react';

interface ListedChat {
  readonly id: string;
  readonly title: string;
}

interface ChatListProps {
  readonly current: string;
  /** The first question of the current chat, once there is one. */
  readonly title: string | undefined;
}

/** The chats of this browser. An app with a database lists them from there. */
export function ChatList({ current, title }: ChatListProps): ReactNode {
  const [chats, setChats] = useState<readonly ListedChat[]>([]);

  useEffect(() => {
    const others = readChats().filter(({ id }) => id !== current);
    const all = title === undefined ? others : [{ id: current, title }, ...others];
    localStorage.setItem('chats', JSON.stringify(all));
    setChats(all);
  }, [current, title]);

  return (
    <nav aria-label="Chats">
      {/* Not a Link, because the page behind it redirects to another chat each time. */}
      <a className="button" href="/">
        New chat
      </a>
      <ul>
        {chats.map((chat) => (
          <li key={chat.id}>
            <Link href={`/chat/${chat.id}`} aria-current={chat.id === current ? 'page' : undefined} prefetch={false}>
              {chat.title}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function readChats(): ListedChat[] {
  try {
    return JSON.parse(localStorage.getItem('chats') ?? '[]') as ListedChat[];
  } catch {
    return [];
  }
}
