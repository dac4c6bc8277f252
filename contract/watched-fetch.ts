import { fetchInTime } from './requests.ts';

/** A response that came through Prism. */
export interface WatchedResponse {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  /** The violations that Prism reports, if any. */
  readonly violations: string | undefined;
}

/** A `fetch` that records the violations that Prism reports. */
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

/** Prism reports violations in a header, or answers with an error of its own if it cannot forward the message. */
async function readViolations(response: Response): Promise<string | undefined> {
  const header = response.headers.get('sl-violations');
  if (header !== null) return header;
  const isOwnAnswer = response.headers.get('content-type')?.includes('application/problem+json');
  return isOwnAnswer ? response.clone().text() : undefined;
}

/** One line for each response with violations. */
export function violationsIn(responses: readonly WatchedResponse[]): string[] {
  return responses
    .filter(({ violations }) => violations !== undefined)
    .map(({ method, path, status, violations }) => `${method} ${path} ${status}: ${violations}`);
}
