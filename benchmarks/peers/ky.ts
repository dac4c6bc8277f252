import ky from 'ky';
import { agentId, apiKey, type Driver, prompt, recordId } from './driver.ts';

export const driver: Driver = {
  create: (baseUrl) => {
    const client = ky.create({ headers: { 'x-api-key': apiKey } });
    return {
      read: () => client.get(`${baseUrl}/v1/tasks/${recordId}`).json<{ id: string }>(),
      start: () =>
        client
          .post(`${baseUrl}/v1/agents/${agentId}/invoke/async`, { json: { input: { text: prompt } } })
          .json<{ id: string }>(),
    };
  },
};
