import type { Agent, User } from '@xpander/sdk';
import type { AgentPart } from '@xpander/sdk/parts';
import type { ChatMessage } from './chat-message.ts';
import { toErrorText } from './error-text.ts';
import { type ChatHandlerOptions, checkHandlerOptions } from './handler-options.ts';
import { createOpeningTurns } from './opening-turns.ts';
import { readHistory } from './read-history.ts';
import { InvalidBodyError, type Question, readQuestion } from './read-question.ts';
import { hasEnded, orMissing, readTask } from './read-task.ts';
import { readUntilLeft, withFirst } from './read-until-left.ts';
import { toUIMessageStreamResponse } from './to-ui-message-stream-response.ts';

/** The server behind `useChat`: one method for each route. */
export interface ChatHandler {
  /** Runs the last message of the body, and streams the answer. 400 for a body that `useChat` does not send. */
  POST(request: Request): Promise<Response>;
  /** Replays the answer that is being written, from its beginning, for a page that was reloaded. 204 if none is. */
  resume(chatId: string, request: Request): Promise<Response>;
  /** Stops the run of the chat. 204, also if nothing runs. */
  stop(chatId: string, request: Request): Promise<Response>;
  /**
   * Reads the messages of the chat, oldest first; none before the first question. Rejects as the client does, and with
   * what `threadId` throws.
   */
  history(chatId: string, request: Request): Promise<ChatMessage[]>;
}

/**
 * Puts an agent behind `useChat`. The page sends a question and the id of a chat; agent, version, user, instructions and
 * thread are the server's. A run goes on when its page is closed, and the next page gets its answer.
 *
 * @example
 * export const chat = createChatHandler({
 *   client: new Xpander(),
 *   agentId,
 *   threadId: async (chatId, request) => privateThreadId(secret, await userOf(request), chatId),
 * });
 *
 * @throws ConfigurationError if an option is missing, unknown or invalid.
 */
export function createChatHandler(options: ChatHandlerOptions): ChatHandler {
  checkHandlerOptions(options);
  const { client, agentId, show, onError, keepAliveMs, maxTextLength = 32_000 } = options;
  const { instructions, ...given } = options.agentOptions ?? {};
  const agentOptions = { ...given, deadlineMs: given.deadlineMs ?? 0, onPaused: given.onPaused ?? 'wait' };
  const agent = client.agent(agentId, agentOptions);
  const opening = createOpeningTurns();

  const respond = (parts: AsyncIterable<AgentPart>): Response =>
    toUIMessageStreamResponse(parts, { show, onError, keepAliveMs });

  /** Answers errors that come before the response has begun. */
  const guarded = async (answer: () => Promise<Response>): Promise<Response> => {
    try {
      return await answer();
    } catch (error) {
      if (error instanceof Response) return error;
      if (error instanceof InvalidBodyError) return new Response(error.message, { status: 400 });
      return new Response(toErrorText(error, onError, 'The chat is not available at the moment.'), { status: 500 });
    }
  };

  return {
    POST: (request) =>
      guarded(async () => {
        const question = await readQuestion(request, maxTextLength);
        const threadId = await options.threadId(question.chatId, request);
        const user = await userOf(options.user, request);
        const stream = agent.thread(threadId).stream(toRequest(question, instructions), { user });
        opening.add(threadId, stream);
        return respond(readUntilLeft(stream, request.signal));
      }),
    resume: (chatId, request) =>
      guarded(async () => {
        const threadId = await options.threadId(chatId, request);
        const task = await readTask(client, threadId, request.signal);
        if (task === undefined || hasEnded(task)) return new Response(null, { status: 204 });
        const first: AgentPart = { type: task.status === 'paused' ? 'paused' : 'status', task };
        return respond(withFirst(first, readUntilLeft(client.tasks.follow(task, agentOptions), request.signal)));
      }),
    stop: (chatId, request) =>
      guarded(async () => {
        const threadId = await options.threadId(chatId, request);
        const task = await readTask(client, threadId, request.signal);
        // The question may still be on its way to the agent.
        if (task === undefined || hasEnded(task)) await opening.next(threadId);
        await orMissing(client.tasks.stop(threadId, { signal: request.signal }));
        return new Response(null, { status: 204 });
      }),
    history: async (chatId, request) => readHistory(client, await options.threadId(chatId, request), request.signal),
  };
}

type AgentQuestion = Parameters<Agent['stream']>[0];

function toRequest({ text, files }: Question, instructions: string | undefined): AgentQuestion {
  return { input: { text, ...(files.length > 0 && { files }) }, instructions_override: instructions };
}

/** `undefined` leaves it to the client. A function that names no user means a run without one. */
async function userOf(user: ChatHandlerOptions['user'], request: Request): Promise<User | null | undefined> {
  return typeof user === 'function' ? ((await user(request)) ?? null) : user;
}
