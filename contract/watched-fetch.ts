import { fetchInTime } from './requests.ts';

/** A response that came through Prism. */
export interface WatchedResponse {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  /** What Prism found wrong, in its words; `undefined` when it found nothing. */
  readonly violations: string | undefined;
}

/** A `fetch` that keeps what Prism says about each response. */
export interface WatchedFetch {
  readonly fetch: (request: Request) => Promise<Response>;
  readonly responses: WatchedResponse[];
}

export function createWatchedFetch(): WatchedFetch {
  const responses: WatchedResponse[] = [];
  return {
    responses,
    fetch: async (request) => {
      const response = await fetchInTime(request);
      const { pathname, search } = new URL(request.url);
      const { status } = response;
      const violations = await readViolations(response);
      responses.push({ method: request.method, path: `${pathname}${search}`, status, violations });
      return response;
    },
  };
}

/** Prism adds a header where a message breaks the description, and answers by itself where it cannot pass it on. */
async function readViolations(response: Response): Promise<string | undefined> {
  const header = response.headers.get('sl-violations');
  if (header !== null) return header;
  const isOwnAnswer = response.headers.get('content-type')?.includes('application/problem+json');
  return isOwnAnswer ? response.clone().text() : undefined;
}

/** One line for each response that breaks the description. */
export function violationsIn(responses: readonly WatchedResponse[]): string[] {
  return responses
    .filter(({ violations }) => violations !== undefined)
    .map(({ method, path, status, violations }) => `${method} ${path} ${status}: ${violations}`);
}
