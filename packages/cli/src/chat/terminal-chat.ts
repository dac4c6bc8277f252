import type { Thread, User } from '@xpander/sdk';
import { describeFailure } from '../failures/describe-failure.ts';
import { exitCodes } from '../failures/exit-codes.ts';
import { commandLine } from '../failures/shell-quote.ts';
import { suggest } from '../input/suggest.ts';
import { Interruption } from '../interrupts/interrupts.ts';
import type { CommonOptions, Session } from '../session.ts';
import { noHistory, openHistory } from './history-file.ts';
import { createPromptReader } from './prompt-reader.ts';
import { runTurn } from './run-turn.ts';

/** A chat, whoever types. */
export interface Chat {
  readonly thread: Thread;
  readonly agentId: string;
  readonly firstMessage: string | undefined;
  readonly user: User | undefined;
  readonly options: CommonOptions & { readonly history?: boolean };
  readonly session: Session;
}

const commands = ['/exit', '/id', '/retry'] as const;

/** Talks to an agent at a terminal until the user leaves. */
export async function chatAtTerminal(chat: Chat): Promise<void> {
  const { session, options, thread, agentId } = chat;
  const reader = createPromptReader(session, options.history === false ? noHistory : await openHistory(session.env));
  let last = chat.firstMessage;
  try {
    if (last !== undefined) await takeTurn(chat, last);
    for (;;) {
      const message = await reader.read();
      if (message === undefined || message.trim() === '/exit') return;
      const text = obey(message, last, chat);
      if (text === undefined) continue;
      last = text;
      await takeTurn(chat, text);
    }
  } finally {
    reader.close();
    if (thread.id !== undefined && !options.quiet)
      session.note(`Continue with: ${commandLine('chat', agentId, '--thread', thread.id)}`, session.err.colors.dim);
  }
}

/** Obeys a message that is a command. Returns the text to send, if there is one. */
function obey(message: string, last: string | undefined, { thread, session }: Chat): string | undefined {
  const word = message.trim();
  if (word === '/retry' && last !== undefined) return last;
  if (word === '/retry') session.note('Nothing was sent yet.');
  else if (word === '/id') session.note(thread.id ?? 'The thread has no id yet: send a message first.');
  else if (/^\/[a-z]+$/.test(word))
    session.note(`${word} is no command.${suggest(word, commands)} There are ${commands.join(', ')}.`);
  else return message;
  return undefined;
}

/** Failures after which no other turn can succeed. */
const lasting: readonly number[] = [exitCodes.noAccess, exitCodes.notFound];

async function takeTurn({ thread, user, options, session, agentId }: Chat, text: string): Promise<void> {
  const turn = new AbortController();
  const release = session.interrupts.handle((interruption) => turn.abort(interruption));
  try {
    const settings = { signal: turn.signal, onAbandon: 'stop', onPaused: 'wait' } as const;
    await runTurn({ thread, text, user, settings, options, session });
  } catch (error) {
    if (error instanceof Interruption) {
      if (error.exitCode !== exitCodes.sigint) throw error;
      return session.note('Stopped.', session.err.colors.dim);
    }
    if (session.interrupts.signal.aborted) throw error;
    const failure = describeFailure(error, { keySource: session.keySource, agentId });
    if (lasting.includes(failure.exitCode) || failure.code === 'configuration') throw error;
    session.showFailure(failure);
  } finally {
    release();
  }
}
