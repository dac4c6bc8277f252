import { operationOf } from '../server/router.ts';
import type { RecordedRequest, RequestLog } from './types.ts';

const SECRET_HEADERS = new Set(['x-api-key', 'authorization']);

/** Creates the log of one mock, which keeps the latest requests. */
export function createRequestLog(keep: number): RequestLog {
  const kept: RecordedRequest[] = [];
  const forgotten = new Map<string, number>();
  const countIn = (counts: Map<string, number>, { method, path }: RecordedRequest): void => {
    const name = operationOf(method, path) ?? `${method} ${path}`;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  };
  return {
    kept,
    add: (request, text, at) => {
      kept.push(toRecord(request, text, at));
      const oldest = kept.length > keep ? kept.shift() : undefined;
      if (oldest !== undefined) countIn(forgotten, oldest);
    },
    counts: () => {
      const counts = new Map(forgotten);
      for (const request of kept) countIn(counts, request);
      return Object.fromEntries(counts);
    },
    clear: () => {
      kept.length = 0;
      forgotten.clear();
    },
  };
}

function toRecord(request: Request, text: string, at: number): RecordedRequest {
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
