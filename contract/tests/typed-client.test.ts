import { type ApiClient, createApiClient } from '@xpander/generated';
import { Xpander } from '@xpander/sdk';
import { describe, expect, inject, it } from 'vitest';
import { apiCalls } from '../calls.ts';
import { documentedResponses, documentedStatuses, operationNames } from '../description.ts';
import { fetchInTime, preferring } from '../requests.ts';

const baseUrl = inject('prismUrl');

// The same client, but its types come from the SDK's bundle, and the compiler cannot compare the two copies.
const carriedClient = new Xpander({ apiKey: 'key-1', baseUrl, fetch: fetchInTime, maxRetries: 0, rateLimit: 'off' })
  .api as unknown as ApiClient;

const clients: Record<string, ApiClient> = {
  createApiClient: createApiClient({ baseUrl, fetch: fetchInTime, headers: { 'x-api-key': 'key-1' } }),
  'xpander.api': carriedClient,
};

describe('the table of documented responses', () => {
  it('has every operation, with its success and its failures', () => {
    expect(operationNames.toSorted()).toEqual(Object.keys(apiCalls).toSorted());
    for (const operation of operationNames) {
      const statuses = documentedStatuses.get(operation) ?? [];
      expect(statuses.filter((status) => status < 300)).toHaveLength(1);
      expect(statuses).toEqual(expect.arrayContaining([429, 500, 502, 503, 504]));
    }
    expect(documentedResponses.length).toBeGreaterThanOrEqual(300);
  });
});

describe.each(Object.entries(clients))('%s', (_name, api) => {
  it.each(documentedResponses)('$operation returns the $status $example as $mediaType', async (documented) => {
    const { operation, status, mediaType, value, headers } = documented;
    const { data, error, response } = await apiCalls[operation](api, { headers: preferring(documented) });

    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toContain(mediaType);
    expect(headers.filter((name) => !response.headers.has(name))).toEqual([]);
    expect(status < 300 ? data : error).toEqual(value);
  });

  it('deleteTask returns an empty 204', async () => {
    const { data, error, response } = await apiCalls.deleteTask(api, { headers: { prefer: 'code=204' } });
    expect([response.status, data, error]).toEqual([204, undefined, undefined]);
  });
});
