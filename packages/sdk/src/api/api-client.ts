import { type ApiClient, createApiClient } from '@xpander/generated';
import type { Settings } from '../config/settings.ts';
import type { Transport } from '../transport/transport.ts';
import { openExchange } from './exchange.ts';

export type { ApiClient };

/** The generated client, made at first use: by a verb, or by a caller who asks for it. */
export interface Api {
  /** For the verbs. */
  use(): ApiClient;
  /** For the caller, who may register middleware from then on. */
  give(): ApiClient;
  mayHaveMiddleware(): boolean;
}

/** Every operation of the API description, over the given transport. */
export function createApi({ baseUrl }: Settings, transport: Transport): Api {
  let client: ApiClient | undefined;
  let isGiven = false;
  // A caller may ask for events, which must not be read to their end first.
  const { fetch } = openExchange(transport, { isStream: true });
  const use = (): ApiClient => {
    client ??= createApiClient({ baseUrl, fetch: (request) => fetch(request).catch(rethrow) });
    return client;
  };
  return {
    use,
    give: () => {
      isGiven = true;
      return use();
    },
    mayHaveMiddleware: () => isGiven,
  };
}

/** openapi-fetch takes a falsy reason of an abort for no error at all. */
function rethrow(error: unknown): never {
  throw error || new DOMException('The call was aborted', 'AbortError');
}
