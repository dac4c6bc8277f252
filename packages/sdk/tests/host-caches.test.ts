import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Xpander } from '../src/index.ts';
import { agentId, clientAnswering, json, task, taskId } from './support.ts';

afterEach(() => vi.unstubAllGlobals());

/** A client that records its requests. */
function recording(): { xpander: Xpander; requests: Request[] } {
  const requests: Request[] = [];
  const record = (request: Request): Response => {
    requests.push(request);
    return json({ id: taskId, status: 'executing', input: {} });
  };
  return { xpander: clientAnswering([record]).xpander, requests };
}

/** As Next.js does with the global `fetch`. */
function patchFetch(answer: typeof fetch = fetch): void {
  vi.stubGlobal(
    'fetch',
    Object.assign((...request: Parameters<typeof fetch>) => answer(...request), { __nextPatched: true }),
  );
}

describe('an invocation and a poll', () => {
  it('ask caches for nothing', async () => {
    const { xpander, requests } = recording();
    await xpander.agents.invokeAsync(agentId, 'hi');
    await xpander.tasks.get(taskId);
    expect(requests.map(({ method, cache }) => [method, cache])).toEqual([
      ['POST', 'no-store'],
      ['GET', 'no-store'],
    ]);
  });

  it('ask caches for nothing through the global fetch', async () => {
    const seen: unknown[] = [];
    const server = createServer((request, response) => {
      seen.push(request.headers['cache-control']);
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ id: taskId }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await new Xpander({ apiKey: 'key-1', baseUrl: `http://127.0.0.1:${port}` }).tasks.get(taskId);
    server.close();
    expect(seen).toEqual(['no-cache']);
  });

  it('are sent where a Request throws on the member cache', async () => {
    const Native = Request;
    class OldRequest extends Native {
      constructor(input: RequestInfo | URL, init?: RequestInit) {
        // In the words of workerd with compatibility date 2024-01-01.
        if (init?.cache) throw new Error("The 'cache' field on 'RequestInitializerDict' is not implemented.");
        super(input, init);
      }
    }
    vi.stubGlobal('Request', OldRequest);
    const { xpander, requests } = recording();
    await xpander.agents.invokeAsync(agentId, 'hi');
    await xpander.tasks.get(taskId);
    expect(requests.map(({ cache }) => cache)).toEqual(['default', 'default']);
  });
});

describe('the URL of a request', () => {
  it('has no fragment', async () => {
    const { xpander, requests } = recording();
    await xpander.tasks.get(taskId);
    expect(requests[0]?.url).toBe(`https://api.xpander.ai/v1/tasks/${taskId}`);
  });

  it.each<[string, () => void]>([
    ['with a patched fetch', patchFetch],
    [
      'with a patched fetch inside another one',
      () => vi.stubGlobal(Symbol.for('next-patch') as unknown as string, true),
    ],
  ])('is unique in Next.js %s, apart from what is sent', async (_, patch) => {
    patch();
    const { xpander, requests } = recording();
    for (let reads = 0; reads < 3; reads += 1) await xpander.tasks.get(taskId);
    expect(new Set(requests.map(({ url }) => url)).size).toBe(3);
    expect(new Set(requests.map(({ url }) => url.replace(/#.*/, ''))).size).toBe(1);
  });

  it('is unique in Next.js for each retry, through the global fetch as well', async () => {
    const urls: string[] = [];
    patchFetch(async (url) => {
      urls.push(String(url));
      return urls.length === 1 ? json({}, 500) : task('completed');
    });
    const clock = clientAnswering([]).clock;
    await new Xpander({ apiKey: 'key-1', clock }).tasks.get(taskId);
    expect(new Set(urls).size).toBe(2);
  });
});
