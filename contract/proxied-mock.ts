import { type ApiClient, createApiClient } from '@xpander/generated';
import { createMockXpander, type MockOptions, type MockXpander } from '@xpander/mock';
import { Xpander, type XpanderOptions } from '@xpander/sdk';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { type Prism, startPrism } from './prism.ts';
import { createWatchedFetch, violationsIn, type WatchedFetch } from './watched-fetch.ts';

export interface ProxiedMock {
  readonly mock: MockXpander;
  /** What both clients send through: it keeps what Prism says about each response. */
  readonly fetch: WatchedFetch['fetch'];
  /** An SDK client that goes through Prism. */
  createXpander(options?: XpanderOptions): Xpander;
  /** A typed client that goes through Prism. */
  createApi(headers?: Record<string, string>): ApiClient;
}

interface ProxyOptions {
  readonly validateRequest?: boolean;
}

/**
 * Puts Prism before a mock for all tests of a file.
 *
 * Fails each test in which a response broke the description, or did not come from the mock.
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
    expect(seen.length, 'a test without a response through Prism proves nothing').toBeGreaterThan(0);
    expect(seen.length, 'responses must come from the mock, one for each request').toBe(arrived);
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
