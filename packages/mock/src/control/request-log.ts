import type { RecordedRequest } from './types.ts';

const SECRET_HEADERS = new Set(['x-api-key', 'authorization']);

/** Records a request whose body is `text`. */
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
