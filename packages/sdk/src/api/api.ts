import { type ApiClient, createApiClient } from '@xpander/generated';
import { ConfigurationError } from '../errors/configuration-error.ts';
import type { Settings } from '../settings.ts';
import type { Transport } from '../transport/transport.ts';

export type { ApiClient };

/** Every operation of the API description, over the given transport. */
export function createApi({ baseUrl }: Settings, transport: Transport): ApiClient {
  return createApiClient({ baseUrl, fetch: (request) => transport(request), bodySerializer: serialize });
}

/** @throws ConfigurationError instead of the bare TypeError for what JSON cannot say. */
function serialize(body: unknown): string {
  try {
    return JSON.stringify(body);
  } catch (cause) {
    throw new ConfigurationError('request', 'cannot be written as JSON', 'Leave out cycles and BigInts', { cause });
  }
}
