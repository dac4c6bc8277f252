import { createChatHandler, privateThreadId } from '@xpander/ai-sdk/ui';
import { Xpander } from '@xpander/sdk';
import { visitorOf } from './visitor';

/** Called for each request, so that `next build` needs no environment. */
const read = (name: string): string => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is missing`);
  return value;
};

const client = new Xpander({ apiKey: () => read('XPANDER_API_KEY') });

export const chat = createChatHandler({
  client,
  agentId: process.env.XPANDER_AGENT_ID ?? 'assistant',
  threadId: (chatId, request) => privateThreadId(read('CHAT_SECRET'), visitorOf(request), chatId),
  onError: (error) => console.error(error),
});
