import createClient, { type Client, type ClientOptions } from 'openapi-fetch';
import type { paths } from './schema.gen.ts';

export type * from './schema.gen.ts';
export type { ClientOptions };

/** A client with one method per HTTP verb (`GET`, `POST`, …), typed by the path it is given. Made by `createApiClient`. */
export type ApiClient = Client<paths>;

/**
 * Creates a client that knows every operation of the API description by its path.
 *
 * It does what `fetch` does and no more: no retry, no timeout, no polling, and the API key is yours to send as a header.
 * A response outside 2xx does not throw; it comes back as `error`. Look at `response.ok` first: an error without a body
 * leaves `error` undefined as well. A sync run that failed is a 200, so look at `data.status` too.
 *
 * @example
 * const api = createApiClient({ headers: { 'x-api-key': apiKey } });
 * const { data, error, response } = await api.POST('/v1/agents/{agent_id}/invoke/async', {
 *   params: { path: { agent_id: agentId } },
 *   body: { input: { text: 'Analyze competitor pricing for Q1 2026' } },
 * });
 *
 * @param options Passed on to openapi-fetch. `baseUrl` is the hosted API unless set; `fetch` replaces the global one.
 */
export function createApiClient(options: ClientOptions = {}): ApiClient {
  return createClient<paths>({ ...options, baseUrl: options.baseUrl ?? 'https://api.xpander.ai' });
}
