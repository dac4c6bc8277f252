import { type ApiClient, createApiClient } from '@xpander/generated';
import { createMockXpander, type MockOptions, type MockXpander } from '@xpander/mock';
import { Xpander, type XpanderOptions } from '@xpander/sdk';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { type Prism, startPrism } from './prism.ts';
import { createWatchedFetch, violationsIn, type WatchedFetch } from './watched-fetch.ts';

export interface ProxiedMock {
  readonly mock: MockXpander;
  /** The `fetch` of both clients. It records the violations that Prism reports. */
  readonly fetch: WatchedFetch['fetch'];
  /** Creates an SDK client that sends its requests through Prism. */
  createXpander(options?: XpanderOptions): Xpander;
  /** Creates a typed client that sends its requests through Prism. */
  createApi(headers?: Record<string, string>): ApiClient;
}

interface ProxyOptions {
  readonly validateRequest?: boolean;
}

/**
 * Starts a mock with Prism as a validating proxy, for all tests of a file.
 *
 * A test fails if a response violates the description or does not come from the mock.
 */
export function useProxiedMock(options: MockOptions, proxyOptions: ProxyOptions = {}): ProxiedMock {
  const mock = createMockXpander({ clock: 'real', ...options });
  const watched = createWatchedFetch();
  const { fetch } = watched;
  let prism: Prism;
  let closeMock = async (): Promise<void> => undefined;

  beforeAll(async () => {
    const server = await mock.listen({ port: 0 });
    closeMock = server.close;
    prism = await startPrism({ upstream: server.url, ...proxyOptions });
  });
  afterEach(() => {
    const seen = watched.responses.splice(0);
    const arrived = mock.requests.length;
    mock.reset();
    expect(violationsIn(seen)).toEqual([]);
    expect(seen.length, 'at least one response must have come through Prism').toBeGreaterThan(0);
    expect(seen.length, 'the mock must have sent each response').toBe(arrived);
  });
  afterAll(async () => {
    await prism?.stop();
    await closeMock();
  });

  return {
    mock,
    fetch,
    createXpander: (xpanderOptions) =>
      new Xpander({ apiKey: 'key-1', baseUrl: prism.url, fetch, maxRetries: 0, ...xpanderOptions }),
    createApi: (headers = { 'x-api-key': 'key-1' }) => createApiClient({ baseUrl: prism.url, fetch, headers }),
  };
}
