import { createApiClient } from '@xpander/generated';
import type { ApiClient } from '../models.ts';
import type { TransportContext } from '../transport/types.ts';
import { openExchange } from './exchange.ts';
import type { LazyApiClient } from './types.ts';

/** Every operation of the API description, over the transport. */
export function createLazyApiClient(context: TransportContext): LazyApiClient {
  let client: ApiClient | undefined;
  let isShared = false;
  const get = (): ApiClient => {
    client ??= createClient(context);
    return client;
  };
  return {
    get,
    share: () => {
      isShared = true;
      return get();
    },
    mayHaveMiddleware: () => isShared,
  };
}

function createClient(context: TransportContext): ApiClient {
  // The caller may ask for a stream of events, so a stream's body is not read to its end here.
  const { fetch } = openExchange(context, { isStream: true });
  const { baseUrl } = context.settings;
  return createApiClient({ baseUrl, fetch: (request) => fetch(request).catch(rethrow) });
}

/** openapi-fetch treats a falsy abort reason as no error at all. */
function rethrow(error: unknown): never {
  throw error || new DOMException('The call was aborted', 'AbortError');
}
