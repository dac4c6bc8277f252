/** The time limit of every request, because Prism leaves some requests without a response. */
export const requestTimeoutMs = 60_000;

/** The global `fetch` with the time limit. */
export function fetchInTime(request: Request): Promise<Response> {
  return fetch(request, { signal: AbortSignal.any([request.signal, AbortSignal.timeout(requestTimeoutMs)]) });
}

/** The headers that make Prism answer with a certain example. */
export function preferring({ status, mediaType, example }: { status: number; mediaType: string; example: string }): {
  accept: string;
  prefer: string;
} {
  return { accept: mediaType, prefer: `code=${status}, example=${example}` };
}
