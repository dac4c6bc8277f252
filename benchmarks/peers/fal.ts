import { createFalClient } from '@fal-ai/client';
import { apiKey, type Driver, prompt, recordId } from './driver.ts';

export const driver: Driver = {
  create: (baseUrl) => {
    const client = createFalClient({
      credentials: apiKey,
      // Its hosts are fixed. Its middleware sends requests elsewhere.
      requestMiddleware: async (request) => ({
        ...request,
        url: request.url.replace('https://queue.fal.run', baseUrl),
      }),
    });
    return {
      read: async () => {
        const { request_id: id } = await client.queue.status('owner/app', { requestId: recordId });
        return { id };
      },
      start: async () => {
        const { request_id: id } = await client.queue.submit('owner/app', { input: { prompt } });
        return { id };
      },
    };
  },
};
