import OpenAI from 'openai';
import { apiKey, type Driver, prompt, recordId } from './driver.ts';

const model = 'gpt-5';

export const driver: Driver = {
  create: (baseURL) => {
    const client = new OpenAI({ apiKey, baseURL });
    return {
      read: () => client.responses.retrieve(recordId),
      start: () => client.responses.create({ model, input: prompt, background: true }),
      async *events() {
        yield* await client.responses.create({ model, input: prompt, stream: true });
      },
    };
  },
};
