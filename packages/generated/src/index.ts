import createClient, { type Client, type ClientOptions } from 'openapi-fetch';
import type { paths } from './schema.gen.ts';

export type * from './schema.gen.ts';
export type { ClientOptions };

/** A client with one method for each HTTP verb (`GET`, `POST`, …), typed by the path. Created by `createApiClient`. */
export type ApiClient = Client<paths>;

/**
 * Creates a typed client for every operation of the API description.
 *
 * The client sends one request with `fetch`: it has no retries, no time limit and no polling. Pass the API key as the
 * header `x-api-key`. A response outside 2xx does not throw; its body is returned as `error`. Check `response.ok` first,
 * because `error` is undefined if the body is empty. A failed sync run is a 200, so check `data.status`, too.
 *
 * @example
 * const api = createApiClient({ headers: { 'x-api-key': apiKey } });
 * const { data, error, response } = await api.POST('/v1/agents/{agent_id}/invoke/async', {
 *   params: { path: { agent_id: agentId } },
 *   body: { input: { text: 'Analyze competitor pricing for Q1 2026' } },
 * });
 *
 * @param options Options of openapi-fetch. `baseUrl` defaults to the hosted API; `fetch` replaces the global one.
 */
export function createApiClient(options: ClientOptions = {}): ApiClient {
  return createClient<paths>({ ...options, baseUrl: options.baseUrl ?? 'https://api.xpander.ai' });
}
