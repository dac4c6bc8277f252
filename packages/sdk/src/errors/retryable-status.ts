/** Statuses below 500 after which the same request may succeed later. A used-up quota is a 429, too, and is none of them. */
const retryable: ReadonlySet<number> = new Set([408, 425, 429]);
/** The server does not know the method, or the version of HTTP. It will not know it at the next attempt either. */
const permanent: ReadonlySet<number> = new Set([501, 505]);

/** Whether a request that may be repeated is worth repeating after this status of the API. */
export function isRetryableStatus(status: number): boolean {
  return retryable.has(status) || (status >= 500 && !permanent.has(status));
}
