import { Xpander } from '@xpander/sdk';

/** What one visitor asks of a worker whose client is shared by all visitors. */
export interface Visit {
  /** Visits of one group share a client. */
  readonly group: string;
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly text: string;
  readonly threadId?: string;
  readonly rateLimit?: { readonly requests: number; readonly perMs: number };
}

/** What the visitor got. */
export interface Visited {
  readonly result?: string | null | undefined;
  readonly error?: string;
}

/** Stands for a client at module scope: the first visitor of a group creates it, and all others use it. */
const clients = new Map<string, Xpander>();

export default {
  async fetch(request: Request): Promise<Response> {
    if (request.method !== 'POST') return new Response('ready');
    const { group, baseUrl, apiKey, text, threadId, rateLimit } = (await request.json()) as Visit;
    const xpander = clients.get(group) ?? new Xpander({ baseUrl, apiKey, rateLimit });
    clients.set(group, xpander);
    const agent = xpander.agent('agent-1', { pollIntervalMs: 100, deadlineMs: 20_000 });
    try {
      const task = await (threadId === undefined ? agent.run(text) : agent.thread(threadId).send(text));
      return Response.json({ result: task.result } satisfies Visited);
    } catch (error) {
      return Response.json({ error: String(error) } satisfies Visited);
    }
  },
};
