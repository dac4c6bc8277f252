import type { ThreadMessage } from '@xpander/sdk';
import { createClient } from '../client/create-client.ts';
import { showControls } from '../output/control-characters.ts';
import type { Column } from '../output/table.ts';
import { printRows } from '../screen/print-rows.ts';
import type { Session } from '../session.ts';
import type { RecordCall } from './types.ts';

const columns: readonly Column<ThreadMessage>[] = [
  { title: 'role', value: ({ role }) => role },
  { title: 'created', value: ({ createdAt }) => createdAt?.toISOString() },
  { title: 'content', value: ({ content }) => content },
];

/** Shows the messages of a thread: on a terminal as paragraphs, else as rows. */
export async function showThread({ id, options, session }: RecordCall & { readonly id: string }): Promise<void> {
  const client = await createClient(options, session);
  const messages = await client.tasks.messages(id, { signal: session.interrupts.signal });
  if (session.isJson || !session.out.isTerminal) return printRows(messages, columns, session);
  for (const message of messages) await session.print(toParagraph(message, session));
}

function toParagraph({ role = 'unknown', createdAt, content }: ThreadMessage, { out }: Session): string {
  const time = createdAt === null ? '' : ` ${out.colors.dim(createdAt.toISOString())}`;
  return `${out.colors.bold(showControls(role))}${time}\n${showControls(content.trimEnd())}\n\n`;
}
