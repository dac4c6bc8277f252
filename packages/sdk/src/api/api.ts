import { type ApiClient, createApiClient } from '@xpander/generated';
import type { Settings } from '../settings.ts';
import type { Transport } from '../transport/transport.ts';

export type { ApiClient };

/** Every operation of the API description, over the given transport. */
export function createApi({ baseUrl }: Settings, transport: Transport): ApiClient {
  return createApiClient({ baseUrl, fetch: (request) => transport(request).catch(rethrow) });
}

/** openapi-fetch takes a falsy reason of an abort for no error at all. */
function rethrow(error: unknown): never {
  throw error || new DOMException('The call was aborted', 'AbortError');
}
