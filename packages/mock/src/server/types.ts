import type { Clock } from '../clock/types.ts';
import type { Faults } from '../faults/types.ts';
import type { OperationName } from '../protocol/models.ts';
import type { Operation } from '../protocol/types.ts';

/** A request that was answered. */
export interface ServedRequest {
  readonly method: string;
  readonly path: string;
  /** `undefined` if the connection was broken. */
  readonly status: number | undefined;
  readonly durationMs: number;
}

/** Where to listen. */
export interface ListenOptions {
  /** Default 0: any free port. */
  port?: number | undefined;
  /** Default `127.0.0.1`: this machine only. */
  host?: string | undefined;
  /** Called when a request was answered, or its connection broken. */
  onServed?: ((served: ServedRequest) => void) | undefined;
}

/** A listening mock. */
export interface MockServer {
  /** The base URL for clients, such as `http://127.0.0.1:4010`. */
  readonly url: string;
  readonly port: number;
  /** Stops listening and closes the open connections. Tasks continue. */
  close(): Promise<void>;
}

/** What an API key may use: the id of its organization, or the organization and the only agents and workflows. */
export type KeyAccess = string | { readonly organization: string; readonly agents?: readonly string[] | undefined };

/** How many requests one key may send in each window of `perMs` milliseconds. */
export interface RateLimitOptions {
  requests: number;
  perMs: number;
}

/** Counts the requests of each key. */
export interface RateLimit {
  /**
   * Counts one request of `key` and returns the `x-ratelimit-*` headers.
   *
   * @throws HttpError 429 if the limit is exceeded.
   */
  count(key: string): Record<string, string>;
  reset(): void;
}

/** An operation and the path parameters of one request to it. */
export interface Route {
  readonly operation: Operation;
  readonly pathParameters: Readonly<Record<string, string>>;
}

/** Validates requests against the API description. */
export interface RequestValidator {
  /**
   * Parses and validates the query parameters and the body.
   *
   * @throws HttpError 422 with all issues, in FastAPI's form.
   */
  read(operation: Operation, query: URLSearchParams, body: RequestBody): ValidRequest;
}

/** The parsed parts of a valid request. */
export interface ValidRequest {
  readonly query: Readonly<Record<string, unknown>>;
  readonly body: unknown;
}

/** A body before it is parsed. */
export interface RequestBody {
  readonly text: string;
  readonly contentType: string | null;
}

/** What a body depends on in addition to its content. */
export interface BodyContext {
  readonly operation: OperationName;
  readonly faults: Faults;
  readonly clock: Clock;
  /** Aborted when the client disconnects. */
  readonly signal: AbortSignal;
}

/** A request whose body has been read. */
export interface ReceivedRequest {
  readonly request: Request;
  readonly text: string;
  /** Aborted when the client disconnects. */
  readonly signal: AbortSignal;
}

/** Answers one request. Rejects as `fetch` does if a fault breaks the connection. */
export type RequestPipeline = (received: ReceivedRequest) => Promise<Response>;
