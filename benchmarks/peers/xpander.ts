import { Xpander } from '@xpander/sdk';
import { agentId, apiKey, type Driver, prompt, recordId } from './driver.ts';

export const driver: Driver = {
  create: (baseUrl) => {
    const xpander = new Xpander({ apiKey, baseUrl });
    return {
      read: () => xpander.tasks.get(recordId),
      start: () => xpander.agents.invokeAsync(agentId, prompt),
      events: () => xpander.agents.stream(agentId, prompt),
    };
  },
};
