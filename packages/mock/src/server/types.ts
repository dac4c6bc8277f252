import type { Clock } from '../clock/types.ts';
import type { Faults } from '../faults/types.ts';
import type { OperationName } from '../protocol/models.ts';
import type { Operation } from '../protocol/types.ts';

/** Where to listen. */
export interface ListenOptions {
  /** Default 0: any free port. */
  port?: number | undefined;
  /** Default `127.0.0.1`: this machine only. */
  host?: string | undefined;
}

/** A mock that listens. */
export interface MockServer {
  /** Such as `http://127.0.0.1:4010`; use it as base URL. */
  readonly url: string;
  readonly port: number;
  /** Stops listening and cuts the connections that are still open. Tasks go on. */
  close(): Promise<void>;
}

/** A request that was answered, as the log shows it. */
export interface ServedRequest {
  readonly method: string;
  readonly path: string;
  /** `undefined` when the connection was broken instead. */
  readonly status: number | undefined;
  readonly durationMs: number;
}

/** How many requests one key may send in each window of `perMs` milliseconds. */
export interface RateLimitOptions {
  requests: number;
  perMs: number;
}

/** Counts requests. */
export interface RateLimit {
  /**
   * Counts one request of `key` and returns the headers that say what is left.
   *
   * @throws HttpError 429 when nothing is left.
   */
  count(key: string): Record<string, string>;
  reset(): void;
}

/** An operation and the path parameters of one request to it. */
export interface Route {
  readonly operation: Operation;
  readonly pathParameters: Readonly<Record<string, string>>;
}

/** Checks requests against the API description and answers as FastAPI does. */
export interface RequestValidator {
  /**
   * Reads and checks query parameters and body.
   *
   * @throws HttpError 422 with every issue found.
   */
  read(operation: Operation, query: URLSearchParams, body: RequestBody): ValidRequest;
}

/** A request that keeps to the API description. */
export interface ValidRequest {
  readonly query: Readonly<Record<string, unknown>>;
  readonly body: unknown;
}

/** A body as it came. */
export interface RequestBody {
  readonly text: string;
  readonly contentType: string | null;
}

/** What becomes of an answer's body, beside its content. */
export interface BodyContext {
  readonly operation: OperationName;
  readonly faults: Faults;
  readonly clock: Clock;
  /** Aborted when the client has gone. */
  readonly signal: AbortSignal;
}

/** A request whose body has been read. */
export interface ReceivedRequest {
  readonly request: Request;
  readonly text: string;
  /** Aborted when the client has gone. */
  readonly signal: AbortSignal;
}

/** Answers one request, or rejects as `fetch` does when a connection breaks. */
export type RequestPipeline = (received: ReceivedRequest) => Promise<Response>;
