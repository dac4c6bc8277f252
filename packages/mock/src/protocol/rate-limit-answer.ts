/** The API's message when a rate limit is exceeded. */
export const RATE_LIMIT_MESSAGE = 'Rate limit exceeded';

/** The `detail` of the API's 429, which nests the message. */
export const RATE_LIMIT_DETAIL: { readonly detail: { readonly detail: string } } = {
  detail: { detail: RATE_LIMIT_MESSAGE },
};

interface RateLimitState {
  readonly limit: number;
  readonly remaining: number;
  /** When the window ends, in epoch seconds. */
  readonly resetAtSeconds: number;
}

/** The `x-ratelimit-*` headers. */
export function rateLimitHeaders({ limit, remaining, resetAtSeconds }: RateLimitState): Record<string, string> {
  return {
    'x-ratelimit-limit': String(limit),
    'x-ratelimit-remaining': String(remaining),
    'x-ratelimit-reset': String(resetAtSeconds),
  };
}
