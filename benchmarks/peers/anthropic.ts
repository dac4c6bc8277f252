import Anthropic from '@anthropic-ai/sdk';
import { apiKey, type Driver, prompt, recordId } from './driver.ts';

const request = { model: 'claude-opus-4-5', max_tokens: 1024, messages: [{ role: 'user' as const, content: prompt }] };

export const driver: Driver = {
  create: (baseURL) => {
    const client = new Anthropic({ apiKey, baseURL });
    return {
      read: () => client.messages.batches.retrieve(recordId),
      start: () => client.messages.create(request),
      async *events() {
        yield* await client.messages.create({ ...request, stream: true });
      },
    };
  },
};
