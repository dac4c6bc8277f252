import { createParser } from 'eventsource-parser';
import { agentId, apiKey, type Driver, prompt } from './driver.ts';

export const driver: Driver = {
  create: (baseUrl) => ({
    /** The minimum for reading a stream: no error handling, no recovery, no check of the end. */
    async *events() {
      const response = await fetch(`${baseUrl}/v1/agents/${agentId}/invoke/stream`, {
        method: 'POST',
        headers: { 'x-api-key': apiKey, 'content-type': 'application/json', accept: 'text/event-stream' },
        body: JSON.stringify({ input: { text: prompt } }),
      });
      let events: unknown[] = [];
      const parser = createParser({ onEvent: ({ data }) => events.push(JSON.parse(data)) });
      const decoder = new TextDecoder();
      for await (const bytes of response.body ?? []) {
        parser.feed(decoder.decode(bytes, { stream: true }));
        yield* events;
        events = [];
      }
    },
  }),
};
