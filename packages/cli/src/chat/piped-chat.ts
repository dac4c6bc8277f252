import { createInterface } from 'node:readline';
import { describeFailure } from '../failures/describe-failure.ts';
import { reportTaskError } from '../runs/print-task.ts';
import { runTurn } from './run-turn.ts';
import type { Chat } from './terminal-chat.ts';

/**
 * Takes each line of the standard input as a turn. A turn that fails does not end the chat; what concerns the thread
 * itself, such as a pause, does.
 */
export async function chatInPipe(chat: Chat): Promise<void> {
  if (chat.firstMessage !== undefined && !(await takeTurn(chat, chat.firstMessage))) return;
  const { signal } = chat.session.interrupts;
  const lines = createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY });
  const stop = (): void => lines.close();
  signal.addEventListener('abort', stop, { once: true });
  try {
    for await (const line of lines) if (line.trim() !== '' && !(await takeTurn(chat, line))) return;
    signal.throwIfAborted();
  } finally {
    signal.removeEventListener('abort', stop);
    lines.close();
    process.stdin.destroy();
  }
}

/** Returns whether the chat can go on. */
async function takeTurn({ thread, user, options, session, agentId }: Chat, text: string): Promise<boolean> {
  const { signal } = session.interrupts;
  const settings = { signal, onAbandon: 'stop' } as const;
  try {
    if (session.isJson) {
      await session.printJson(await thread.send({ input: { text, ...(user && { user }) } }, settings));
    } else {
      await runTurn({ thread, text, user, settings, options, session });
    }
    return true;
  } catch (error) {
    signal.throwIfAborted();
    await reportTaskError(error, session, { agentId });
    return describeFailure(error).code === 'task_failed';
  }
}
