import { AmbiguousInvocationError, ApiError, type ApiErrorCode, ProtocolError, Xpander } from '@xpander/sdk';
import { describe, expect, inject, it } from 'vitest';
import { isVerb, type VerbName, verbCalls } from '../calls.ts';
import { type DocumentedResponse, documentedResponses } from '../description.ts';
import { issuesIn, reasonIn } from '../error-facts.ts';
import { createImpatientClock } from '../impatient-clock.ts';
import { fetchInTime, preferring } from '../requests.ts';

interface DocumentedFailure extends DocumentedResponse {
  readonly operation: VerbName;
  /** A web page does not speak for the API, whatever its status. */
  readonly errorName: 'ApiError' | 'ProtocolError';
}

const failures = documentedResponses.flatMap(({ operation, ...documented }): DocumentedFailure[] => {
  const errorName = documented.mediaType === 'text/html' ? 'ProtocolError' : 'ApiError';
  return documented.status >= 400 && isVerb(operation) ? [{ ...documented, operation, errorName }] : [];
});

const codes: Readonly<Record<number, ApiErrorCode>> = {
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not_found',
  422: 'invalid_request',
  429: 'rate_limited',
  500: 'server_error',
  502: 'server_error',
  503: 'server_error',
  504: 'server_error',
};

/** Calls a method while Prism answers with this failure. One retry is allowed. */
async function callAndFail(documented: DocumentedFailure, change = (response: Response): Response => response) {
  let requests = 0;
  const clock = createImpatientClock();
  const xpander = new Xpander({
    apiKey: 'key-1',
    baseUrl: inject('prismUrl'),
    clock,
    timeoutMs: 0,
    maxRetries: 1,
    // A start that is refused for the rate is then retried once, like any other request.
    rateLimit: 'off',
    fetch: async (request) => {
      requests += 1;
      return change(await fetchInTime(request));
    },
  });
  const call = verbCalls[documented.operation](xpander, { headers: preferring(documented) });
  const error: unknown = await call.catch((reason: unknown) => reason);
  return { error, requests, sleeps: clock.sleeps };
}

/** Whether the run may have started: after a server or gateway error, but not after a 503, which refuses the request. */
function isAmbiguous({ operation, status }: DocumentedFailure): boolean {
  return operation !== 'getTask' && [500, 502, 504].includes(status);
}

function isRepeated(documented: DocumentedFailure): boolean {
  return (documented.status === 429 || documented.status >= 500) && !isAmbiguous(documented);
}

function expectDocumented(error: unknown, { status, value, headers, errorName }: DocumentedFailure): void {
  const retryAfterMs = headers.includes('retry-after') ? 12_000 : undefined;
  if (errorName === 'ProtocolError') {
    expect(error).toBeInstanceOf(ProtocolError);
    expect(error).toMatchObject({ status, code: 'protocol', snippet: String(value).slice(0, 500) });
    expect((error as ProtocolError).retryAfterMs).toBe(retryAfterMs);
    return;
  }
  expect(error).toBeInstanceOf(ApiError);
  const { code, detail, issues, body } = error as ApiError;
  expect({
    status: (error as ApiError).status,
    code,
    detail,
    issues,
    body,
    retryAfterMs: (error as ApiError).retryAfterMs,
  }).toEqual({
    status,
    code: codes[status],
    detail: reasonIn(value),
    issues: issuesIn(value),
    body: value,
    retryAfterMs,
  });
}

describe('the table of documented failures', () => {
  it('is not empty, and has a code for every status', () => {
    expect(failures.length).toBeGreaterThanOrEqual(45);
    expect([...new Set(failures.map(({ status }) => status))].toSorted()).toEqual(Object.keys(codes).map(Number));
  });
});

describe('a failure after which no run has started', () => {
  it.each(failures.filter((failure) => !isAmbiguous(failure)))(
    '$operation rejects with $errorName for $status $example as $mediaType',
    async (documented) => {
      const { error } = await callAndFail(documented);
      expectDocumented(error, documented);
    },
  );
});

describe('a failure after which a run may have started', () => {
  it.each(failures.filter(isAmbiguous))(
    '$operation rejects with AmbiguousInvocationError for $status $example as $mediaType',
    async (documented) => {
      const { error } = await callAndFail(documented);
      expect(error).toBeInstanceOf(AmbiguousInvocationError);
      expect(error).toMatchObject({ code: 'ambiguous_invocation', status: documented.status, taskId: undefined });
      expectDocumented((error as AmbiguousInvocationError).cause, documented);
    },
  );
});

describe('repeating', () => {
  it.each(failures.filter(isRepeated))(
    '$operation is sent again after $status $example as $mediaType',
    async (documented) => {
      const { requests, sleeps } = await callAndFail(documented);
      expect(requests).toBe(2);
      if (documented.headers.includes('retry-after')) expect(sleeps).toContain(12_000);
    },
  );

  it.each(failures.filter((failure) => !isRepeated(failure)))(
    '$operation is sent once for $status $example as $mediaType',
    async (documented) => {
      expect((await callAndFail(documented)).requests).toBe(1);
    },
  );
});

// Prism sends the declared headers with every example, but a used-up plan has none of them.
describe('a 429 without rate headers', () => {
  const rateHeaders = ['retry-after', 'x-ratelimit-limit', 'x-ratelimit-remaining', 'x-ratelimit-reset'];
  const withoutRateHeaders = (response: Response): Response => {
    const headers = new Headers(response.headers);
    for (const name of rateHeaders) headers.delete(name);
    return new Response(response.body, { status: response.status, headers });
  };

  it.each(failures.filter(({ status }) => status === 429))(
    '$operation classifies $example by its text',
    async (documented) => {
      const isQuota = documented.example.startsWith('quota');
      const { error, requests } = await callAndFail(documented, withoutRateHeaders);
      expect(error).toMatchObject({ status: 429, code: isQuota ? 'quota_exceeded' : 'rate_limited' });
      expect(requests).toBe(isQuota ? 1 : 2);
    },
  );
});
