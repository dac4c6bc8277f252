import { Client } from '@langchain/langgraph-sdk';
import { agentId, apiKey, type Driver, prompt, recordId } from './driver.ts';

export const driver: Driver = {
  create: (apiUrl) => {
    const client = new Client({ apiUrl, apiKey });
    return {
      read: async () => {
        const { run_id: id } = await client.runs.get(recordId, recordId);
        return { id };
      },
      start: async () => {
        const { run_id: id } = await client.runs.create(recordId, agentId, { input: { text: prompt } });
        return { id };
      },
      events: () => client.runs.stream(recordId, agentId, { input: { text: prompt }, streamMode: 'custom' }),
    };
  },
};
