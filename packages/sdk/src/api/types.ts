import type { ApiClient, WireInvokeRequest } from '../models.ts';
import type { CallSettings, TransportContext } from '../transport/types.ts';

/** The generated client, created at first use. */
export interface LazyApiClient {
  /** For the SDK's own operations. @throws ConfigurationError if the client has no key. */
  get(): ApiClient;
  /** For the caller, who may register middleware from then on. */
  share(): ApiClient;
  /** Whether the caller has the client, so that its middleware must see real requests. */
  mayHaveMiddleware(): boolean;
}

/** What the operations of the API need: the generated client, over the transport. */
export interface ApiContext extends TransportContext {
  readonly apiClient: LazyApiClient;
}

/** How one operation is to be called. */
export interface OperationCall extends CallSettings {
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** What can be run. A workflow is an agent with a path of its own (openapi/FACTS.md#b11). */
export type TargetKind = 'agent' | 'workflow';

/** The path and body of an invocation. */
export interface Invocation {
  readonly kind: TargetKind;
  /** The id of the agent or workflow. */
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
