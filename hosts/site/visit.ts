import { isXpanderError, Xpander, type XpanderOptions } from '@xpander/sdk';

type Fetch = NonNullable<XpanderOptions['fetch']>;

/** What a visitor gets: the ids and results of a run and of a stream, or the error that they ended with. */
export interface Visit {
  readonly ids?: readonly string[];
  readonly results?: readonly string[];
  readonly error?: string;
}

/** The ways to send requests: the global `fetch`, and forms of a custom one. */
export const forms = {
  default: undefined,
  request: (request) => fetch(request),
  'request-and-cache': (request) => fetch(request, { cache: request.cache }),
  parts: async ({ url, method, headers, body, cache, signal }) =>
    fetch(url, { method, headers, body: body && (await new Response(body).text()), cache, signal }),
  'bare-parts': async ({ url, method, headers, body }) =>
    fetch(url, { method, headers, body: body && (await new Response(body).text()) }),
} as const satisfies Record<string, Fetch | undefined>;

export type Form = keyof typeof forms;

const clients = new Map<Fetch | undefined, Xpander>();

/** Runs an agent and polls its task, then streams a second run. Errors of the framework are not caught. */
export async function visit(agentId: string, form: Form, fetch: Fetch | undefined = forms[form]): Promise<Visit> {
  const agent = clientOf(fetch).agent(agentId);
  try {
    const run = await agent.run('Summarize', { deadlineMs: 10_000, pollIntervalMs: 100 });
    const streamed = await agent.stream('Summarize', { deadlineMs: 10_000 }).finalTask();
    return { ids: [run.id, streamed.id], results: [run.result ?? '', streamed.result ?? ''] };
  } catch (error) {
    if (!isXpanderError(error)) throw error;
    return { error: error.name };
  }
}

/** One client for all visitors. */
function clientOf(fetch: Fetch | undefined): Xpander {
  const client = clients.get(fetch) ?? new Xpander({ fetch });
  clients.set(fetch, client);
  return client;
}
