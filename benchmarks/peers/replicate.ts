import Replicate from 'replicate';
import { apiKey, type Driver, prompt, recordId } from './driver.ts';

export const driver: Driver = {
  create: (baseUrl) => {
    const client = new Replicate({ auth: apiKey, baseUrl });
    return {
      read: () => client.predictions.get(recordId),
      start: () => client.predictions.create({ model: 'owner/model', input: { prompt } }),
    };
  },
};
