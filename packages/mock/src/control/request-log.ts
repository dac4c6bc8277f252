/** A request the mock has received; plain data. */
export interface RecordedRequest {
  readonly method: string;
  /** The path without the query. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** By lower-case name; `x-api-key` and `authorization` are masked as `***`. */
  readonly headers: Readonly<Record<string, string>>;
  /** The parsed JSON, the text if it is none, or `undefined` without a body. */
  readonly body: unknown;
  /** When it arrived, in epoch milliseconds of the mock's clock. */
  readonly at: number;
}

const SECRET_HEADERS = new Set(['x-api-key', 'authorization']);

/** Makes the record of a request whose body has been read as `text`. */
export function recordRequest(request: Request, text: string, at: number): RecordedRequest {
  const { pathname, searchParams } = new URL(request.url);
  return {
    method: request.method,
    path: pathname,
    query: Object.fromEntries(searchParams),
    headers: Object.fromEntries(
      [...request.headers].map(([name, value]) => [name, SECRET_HEADERS.has(name) ? '***' : value]),
    ),
    body: text === '' ? undefined : parseOrKeep(text),
    at,
  };
}

function parseOrKeep(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
