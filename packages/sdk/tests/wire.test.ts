import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createApiClient } from '@xpander/generated';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ConfigurationError, Xpander } from '../src/index.ts';

/** The layers around a call must not change what openapi-fetch writes, whatever stands in ids, queries and headers. */

/** A request as the server has read it. Names of headers keep their case. */
interface Received {
  readonly line: string;
  readonly headers: readonly string[];
  readonly body: string;
}

const received: Received[] = [];
let server: Server;
let baseUrl: string;

beforeAll(async () => {
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { rawHeaders } = request;
    const headers = rawHeaders.flatMap((name, index) => (index % 2 === 0 ? [`${name}: ${rawHeaders[index + 1]}`] : []));
    received.push({ line: `${request.method} ${request.url}`, headers, body: Buffer.concat(chunks).toString() });
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end('{"id":"task-1","status":"executing","items":[]}');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/a%20prefix`;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** Calls with both clients, and returns what each has sent; `undefined` if the SDK refuses the arguments. */
async function sendBoth(
  ours: () => Promise<unknown>,
  theirs: () => Promise<unknown>,
): Promise<readonly [Received, Received] | undefined> {
  received.length = 0;
  try {
    await ours();
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(received).toEqual([]);
    return undefined;
  }
  await theirs();
  expect(received).toHaveLength(2);
  return received as unknown as readonly [Received, Received];
}

/** What only the SDK sends: no cache on the way may answer (undici writes two headers for `cache: "no-store"`). */
const ownHeaders = ['cache-control: no-cache', 'pragma: no-cache'];

function expectSame(both: readonly [Received, Received] | undefined): void {
  if (both === undefined) return;
  const [ours, theirs] = both;
  const isShared = (header: string): boolean => !ownHeaders.includes(header);
  expect({ ...ours, headers: ours.headers.filter(isShared).sort() }).toEqual({
    ...theirs,
    headers: theirs.headers.filter(isShared).sort(),
  });
}

const odd = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }),
  fc.constantFrom(
    'a/b',
    '..',
    'a%2Fb',
    '%',
    '?x=1',
    '#f',
    'a b',
    'ä',
    '𝒳',
    '{task_id}',
    "it's",
    ';x',
    'a+b',
    '\\',
    '1,2',
    'null',
  ),
);
const text = fc.oneof(odd, fc.constantFrom('zwei\nZeilen', '"', '\u2028', '\ud83d\ude00'));
const headers = fc.dictionary(
  fc.constantFrom('X-Trace', 'x-trace-id', 'Accept-Language', 'accept', 'Content-Type', 'x-api-key', 'If-None-Match'),
  fc.constantFrom('1', 'de, en;q=0.5', 'application/json; charset=utf-8', '"tag"', 'ünï', '  padded '),
  { maxKeys: 3 },
);
const apiKey = 'key-of-the-test';

/** The headers of a call as openapi-fetch gets them: the key replaces one that the caller has set. */
function withKey(given: Readonly<Record<string, string>>, name = 'x-api-key'): Record<string, string> {
  const others = Object.entries(given).filter(([each]) => each.toLowerCase() !== name);
  return { accept: 'application/json', ...Object.fromEntries(others), [name]: apiKey };
}

it('sends the same reads as openapi-fetch', async () => {
  const xpander = new Xpander({ apiKey, baseUrl, maxRetries: 0 });
  const api = createApiClient({ baseUrl });
  const property = fc.asyncProperty(odd, headers, async (id, given) => {
    const path = { task_id: id };
    expectSame(
      await sendBoth(
        () => xpander.tasks.get(id, { headers: given }),
        () => api.GET('/v1/tasks/{task_id}', { params: { path }, headers: withKey(given) }),
      ),
    );
  });
  await fc.assert(property, { numRuns: 200 });
});

it('sends the same queries as openapi-fetch', async () => {
  const xpander = new Xpander({ apiKey, baseUrl, maxRetries: 0 });
  const api = createApiClient({ baseUrl });
  const query = fc.record(
    {
      agent_id: odd,
      user_id: odd,
      parent_task_id: odd,
      status: fc.constantFrom('completed' as const),
      per_page: fc.nat(50),
    },
    { requiredKeys: [] },
  );
  const property = fc.asyncProperty(query, headers, async (asked, given) => {
    expectSame(
      await sendBoth(
        () => xpander.tasks.list(asked, { headers: given }).firstPage(),
        () => api.GET('/v1/tasks', { params: { query: { ...asked, page: 1 } }, headers: withKey(given) }),
      ),
    );
  });
  await fc.assert(property, { numRuns: 200 });
});

it('sends the same starts as openapi-fetch', async () => {
  const xpander = new Xpander({ apiKey, baseUrl, maxRetries: 0 });
  const api = createApiClient({ baseUrl });
  const version = fc.option(odd, { nil: undefined });
  const property = fc.asyncProperty(odd, text, version, headers, async (agentId, prompt, chosen, given) => {
    const path = { agent_id: agentId };
    const query = chosen === undefined ? {} : { version: chosen };
    const body = { input: { text: prompt } };
    expectSame(
      await sendBoth(
        () => xpander.agents.invokeAsync(agentId, prompt, { version: chosen, headers: given }),
        () =>
          api.POST('/v1/agents/{agent_id}/invoke/async', { params: { path, query }, body, headers: withKey(given) }),
      ),
    );
  });
  await fc.assert(property, { numRuns: 200 });
});
