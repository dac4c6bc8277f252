import { chatInPipe } from '../chat/piped-chat.ts';
import { type Chat, chatAtTerminal } from '../chat/terminal-chat.ts';
import { createClient } from '../client/create-client.ts';
import { usageError } from '../failures/command-error.ts';
import { parseUser } from '../input/build-request.ts';
import { chooseAgent } from '../input/choose-agent.ts';
import type { CommonOptions } from '../session.ts';
import type { AgentCall } from './types.ts';

interface ChatCommandOptions extends CommonOptions {
  readonly agent?: string;
  readonly thread?: string;
  readonly history?: boolean;
  readonly user?: string;
}

/** Talks to an agent in one thread. */
export async function chat({ words, options, session }: AgentCall<ChatCommandOptions>): Promise<void> {
  const { agentId, rest } = chooseAgent(words, options, session, 'xpander-agent chat <agent>');
  if (options.apiKeyStdin)
    throw usageError('The standard input of a chat carries its messages: use XPANDER_API_KEY or --api-key-file.');
  if (options.json && process.stdin.isTTY)
    throw usageError('chat --json reads one message a line from a pipe, not from a terminal.', [
      'For example: printf "Hello\\nAnd now?\\n" | xpander-agent chat <agent> --json',
    ]);
  const user = options.user === undefined ? undefined : parseUser(options.user);
  const client = await createClient(options, session);
  const thread = client.agent(agentId).thread(options.thread);
  const settings: Chat = { thread, agentId, firstMessage: rest, user, options, session };
  await (process.stdin.isTTY ? chatAtTerminal(settings) : chatInPipe(settings));
}
