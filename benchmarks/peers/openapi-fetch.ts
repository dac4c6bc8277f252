import type { paths } from '@xpander/generated';
import createClient from 'openapi-fetch';
import { agentId, apiKey, type Driver, prompt, recordId } from './driver.ts';

export const driver: Driver = {
  create: (baseUrl) => {
    const api = createClient<paths>({ baseUrl, headers: { 'x-api-key': apiKey } });
    return {
      read: async () => {
        const { data } = await api.GET('/v1/tasks/{task_id}', { params: { path: { task_id: recordId } } });
        if (data === undefined) throw new Error('openapi-fetch read no task');
        return data;
      },
      start: async () => {
        const { data } = await api.POST('/v1/agents/{agent_id}/invoke/async', {
          params: { path: { agent_id: agentId } },
          body: { input: { text: prompt } },
        });
        if (data === undefined) throw new Error('openapi-fetch started no task');
        return data;
      },
    };
  },
};
