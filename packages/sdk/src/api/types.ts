import type { WireInvokeRequest } from '../models.ts';
import type { CallSettings, TransportContext } from '../transport/types.ts';
import type { LazyApiClient } from './api-client.ts';

/** What the operations of the API need: the generated client, over the transport. */
export interface ApiContext extends TransportContext {
  readonly apiClient: LazyApiClient;
}

/** How one operation is to be called. */
export interface OperationCall extends CallSettings {
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** The path and body of an invocation. */
export interface Invocation {
  readonly agentId: string;
  readonly body: WireInvokeRequest;
  readonly version: string | undefined;
}

/** A page of a list as the API sends it. */
export interface WirePage<T> {
  readonly items: readonly T[];
  readonly total?: number | null;
  readonly page?: number | null;
  readonly per_page?: number | null;
  readonly total_pages?: number | null;
}
