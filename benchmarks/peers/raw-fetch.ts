import { agentId, apiKey, type Driver, prompt, recordId } from './driver.ts';

export const driver: Driver = {
  create: (baseUrl) => {
    const headers = { 'x-api-key': apiKey, accept: 'application/json' };
    const parse = async (response: Response): Promise<{ id: string }> => {
      if (!response.ok) throw new Error(`HTTP ${response.status}`);
      return (await response.json()) as { id: string };
    };
    return {
      read: async () => parse(await fetch(`${baseUrl}/v1/tasks/${recordId}`, { headers })),
      start: async () =>
        parse(
          await fetch(`${baseUrl}/v1/agents/${agentId}/invoke/async`, {
            method: 'POST',
            headers: { ...headers, 'content-type': 'application/json' },
            body: JSON.stringify({ input: { text: prompt } }),
          }),
        ),
    };
  },
};
