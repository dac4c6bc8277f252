import type { RequestOptions } from './call-options.ts';

/** A value of a query. */
export type QueryValue = string | number | boolean;

/** The request of `xpander.fetch`, beside its path. */
export interface FetchInit extends RequestOptions {
  /** `GET`, `POST`, `PUT`, `PATCH` or `DELETE`. @defaultValue "GET" */
  method?: string | undefined;
  /** Added to the path, encoded. A list adds its name once for each value, and `undefined` adds nothing. */
  query?: Readonly<Record<string, QueryValue | readonly QueryValue[] | undefined>> | undefined;
  /** Sent as JSON, also if it is `null`. */
  json?: unknown;
  /** Sent as it is, in place of `json`: a text, bytes, a `Blob`, a `FormData` or the like. A stream is read first. */
  body?: NonNullable<RequestInit['body']> | undefined;
}
