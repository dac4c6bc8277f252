/** Longest time for any request of these tests: Prism is known to leave some without an answer. */
export const requestTimeoutMs = 60_000;

/** The global `fetch`, but never for ever. */
export function fetchInTime(request: Request): Promise<Response> {
  return fetch(request, { signal: AbortSignal.any([request.signal, AbortSignal.timeout(requestTimeoutMs)]) });
}

/** Makes Prism answer with one documented response. */
export function preferring({ status, mediaType, example }: { status: number; mediaType: string; example: string }): {
  accept: string;
  prefer: string;
} {
  return { accept: mediaType, prefer: `code=${status}, example=${example}` };
}
