import { describe, expect, it } from 'vitest';
import {
  ApiError,
  ConfigurationError,
  ConnectionError,
  type FetchInit,
  type HookEvent,
  ProtocolError,
  readEvents,
  TimeoutError,
  Xpander,
} from '../src/index.ts';
import { virtualClock } from './clocks.ts';
import {
  type Answer,
  agentId,
  clientAnswering,
  collect,
  event,
  eventStream,
  html,
  json,
  mockedClient,
  networkError,
  noReply,
  rejection,
  rejectionOf,
} from './support.ts';

const path = '/v1/tools';
const ok = json({ items: [] });
const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

/** A body of a stream that is still open, and whether it was cancelled. */
function openBody(...chunks: string[]) {
  const seen: { cancelled: unknown; fail: (error: unknown) => void } = { cancelled: undefined, fail: () => undefined };
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(new TextEncoder().encode(chunk));
      seen.fail = (error) => controller.error(error);
    },
    cancel(reason) {
      seen.cancelled = reason ?? 'cancelled';
    },
  });
  return { body, seen };
}

describe('xpander.fetch refuses a path that', () => {
  it.each([
    ['names another host', 'https://other.example/v1/tools'],
    ['names its own host', 'https://api.xpander.ai/v1/tools'],
    ['names a host without a scheme', '//other.example/v1'],
    ['names a host behind a backslash', '/\\other.example/v1'],
    ['names a host behind an encoded slash', '/%2fother.example/v1'],
    ['names a host behind a slash that is encoded twice', '/%252Fother.example/v1'],
    ['names a host behind an encoded backslash', '/%5Cother.example'],
    ['names a host once a tab is left out', '/\t/other.example'],
    ['names a host once a line break is left out', '/\n/other.example'],
    ['begins with white space', ' /v1/tools'],
    ['is relative', 'v1/tools'],
    ['would belong to the host', '@other.example/'],
    ['is another scheme', 'file:///etc/passwd'],
    ['climbs', '/v1/../../admin'],
    ['climbs at its end', '/v1/..'],
    ['climbs with encoded dots', '/v1/%2e%2E/admin'],
    ['climbs with half-encoded dots', '/v1/.%2e/admin'],
    ['climbs with dots that are encoded twice', '/v1/%252e%252e/admin'],
    ['climbs behind an encoded slash', '/v1/x%2f..%2fadmin'],
    ['climbs behind an encoded backslash', '/v1/x%5c..%5cadmin'],
    ['climbs although another part is malformed', '/v1/%2e%2e/%zz'],
    ['climbs with a parameter', '/v1/..;x=1/admin'],
    ['stays with a dot', '/v1/./tools'],
    ['has a backslash', '/v1\\tools'],
    ['has a fragment', '/v1/tools#x'],
    ['has white space', '/v1/a tool'],
    ['has a broken character', '/v1/\ud800'],
    ['is empty', ''],
    ['is missing', undefined as never],
    ['is a URL', new URL('https://api.xpander.ai/v1') as never],
  ])('%s', async (_, wrong) => {
    const { xpander, received } = clientAnswering([ok]);
    const error = await rejectionOf(ConfigurationError, xpander.fetch(wrong));
    expect([error.option, received]).toEqual(['path', []]);
  });
});

describe('xpander.fetch', () => {
  it.each([
    ['/v1/tools', '/v1/tools'],
    ['/v1/tools?type=a&next=/../x', '/v1/tools?type=a&next=/../x'],
    ['/v1/a%2Fb/c..d/...', '/v1/a%2Fb/c..d/...'],
    ['/v1/ünï', '/v1/%C3%BCn%C3%AF'],
    ['/v1/100%25', '/v1/100%25'],
  ])('sends %s below the base URL, which may have a path', async (given, sent) => {
    const { xpander, received } = clientAnswering([ok], { baseUrl: 'https://proxy.example/xpander' });
    await xpander.fetch(given);
    expect(received[0]?.url).toBe(`https://proxy.example/xpander${sent}`);
    expect(received[0]?.headers['x-api-key']).toBe('key-1');
  });

  it.each<[FetchInit, string]>([
    [{ body: 'x' }, 'body'],
    [{ json: {} }, 'json'],
    [{ method: 'POST', json: {}, body: 'x' }, 'body'],
    [{ method: 'POST', body: { a: 1 } as never }, 'body'],
    [{ method: 'POST', body: [1] as never }, 'body'],
    [{ method: 'POST', body: 7 as never }, 'body'],
    [{ method: 'POST', body: null as never }, 'body'],
    [{ method: 'POST', json: () => 1 }, 'json'],
    [{ method: 'POST', json: { n: 1n } }, 'json'],
    [{ method: 'CONNECT' }, 'method'],
    [{ method: 'GET\r\nx: y' }, 'method'],
    [{ method: 7 as never }, 'method'],
    [{ query: 'a=1' as never }, 'query'],
    [{ query: new URLSearchParams('a=1') as never }, 'query'],
    [{ query: { a: null as never } }, 'query'],
    [{ query: { a: [{}] as never } }, 'query'],
    [{ query: { a: Number.NaN } }, 'query'],
    [{ headers: { 'X-Api-Key': 'other' } }, 'headers'],
    [{ headers: new Headers() as never }, 'headers'],
    [{ signal: 'x' as never }, 'signal'],
    [{ timeoutMs: -1 }, 'timeoutMs'],
    [{ redirect: 'follow' } as never, 'redirect'],
    [{ deadlineMs: 1 } as never, 'deadlineMs'],
    ['POST' as never, 'init'],
  ])('refuses %o', async (init, option) => {
    const { xpander, received } = clientAnswering([ok]);
    const error = await rejectionOf(ConfigurationError, xpander.fetch(path, init));
    expect([error.option, received]).toEqual([option, []]);
  });

  it('rejects without a key, and sends nothing', async () => {
    let calls = 0;
    const fetch = async (): Promise<Response> => {
      calls += 1;
      return ok.clone();
    };
    const error = await rejectionOf(ConfigurationError, new Xpander({ fetch }).fetch(path));
    expect([error.option, calls]).toEqual(['apiKey', 0]);
  });

  it('sends the query, encoded, and leaves out what is undefined', async () => {
    const { xpander, received } = clientAnswering([ok]);
    const query = { q: 'a b&c', page: 2, deep: false, tag: ['x', 'y'], none: undefined };
    await xpander.fetch('/v1/tools?type=connector', { query });
    expect(received[0]?.url.split('?')[1]).toBe('type=connector&q=a+b%26c&page=2&deep=false&tag=x&tag=y');
  });

  it.each(methods.slice(1))('sends JSON with %s', async (method) => {
    const { xpander, received } = clientAnswering([ok]);
    await xpander.fetch(path, {
      method: method.toLowerCase(),
      json: { a: [1], b: undefined },
      headers: { 'x-a': 'b' },
    });
    expect(received[0]).toMatchObject({
      method,
      body: { a: [1] },
      headers: { 'content-type': 'application/json', 'x-a': 'b' },
    });
  });

  it('sends null as JSON', async () => {
    const { xpander, received } = clientAnswering([ok]);
    await xpander.fetch(path, { method: 'POST', json: null });
    expect(received[0]?.body).toBeNull();
  });

  it('sends a form with its boundary, bytes and texts as they are', async () => {
    const sent: [type: string | null, text: string][] = [];
    const fetch = async (request: Request): Promise<Response> => {
      sent.push([request.headers.get('content-type'), await request.text()]);
      return sent.length === 1 ? json({ detail: 'busy' }, 503) : ok.clone();
    };
    const xpander = new Xpander({ apiKey: 'key-1', fetch, clock: virtualClock() });
    const form = new FormData();
    form.set('file', new Blob(['content']), 'a.txt');
    await xpander.fetch(path, { method: 'POST', body: form });
    await xpander.fetch(path, { method: 'PUT', body: new Uint8Array([104, 105]) });
    await xpander.fetch(path, { method: 'PUT', body: 'hi', headers: { 'Content-Type': 'text/csv' } });
    const [first, again, bytes, text] = sent;
    expect(first?.[0]).toMatch(/^multipart\/form-data; ?boundary=/);
    expect(first?.[1]).toContain('content');
    expect(again).toEqual(first);
    expect([bytes, text]).toEqual([
      [null, 'hi'],
      ['text/csv', 'hi'],
    ]);
  });

  it('sends what the caller passed, whatever happens to it meanwhile', async () => {
    const { xpander, received } = clientAnswering([ok]);
    const body = { text: 'before' };
    const sending = xpander.fetch(path, { method: 'POST', json: body });
    body.text = 'after';
    await sending;
    expect(received[0]?.body).toEqual({ text: 'before' });
  });

  it('resolves with the response of any 2xx', async () => {
    const { xpander } = clientAnswering([json({ a: 1 }, 201, { 'x-b': 'c' }), new Response(null, { status: 204 })]);
    const created = await xpander.fetch(path, { method: 'POST' });
    expect(created).toBeInstanceOf(Response);
    expect([created.status, created.headers.get('x-b'), await created.json()]).toEqual([201, 'c', { a: 1 }]);
    const empty = await xpander.fetch(path, { method: 'DELETE' });
    expect([empty.status, await empty.text()]).toEqual([204, '']);
  });

  it('keeps the bytes of a file', async () => {
    const bytes = new Uint8Array([0, 255, 254, 128, 10]);
    const { xpander } = clientAnswering([new Response(bytes, { headers: { 'content-type': 'application/zip' } })]);
    expect(new Uint8Array(await (await xpander.fetch(path)).arrayBuffer())).toEqual(bytes);
  });
});

/** Whether a request may be sent again after each failure: a POST, and any change, only if the server cannot have acted. */
const failures: readonly [name: string, answer: Answer, isActed: boolean][] = [
  ['a lost connection', networkError('ECONNRESET'), true],
  ['a 502 page', html(502), true],
  ['a 500', json({ detail: 'Oops' }, 500), true],
  ['a 503 page', html(503), true],
  ['a refused connection', networkError('ECONNREFUSED'), false],
  ['a 429', json({ detail: 'Too many' }, 429, { 'retry-after': '1' }), false],
  ['a 503 that says when to retry', html(503, { 'retry-after': '1' }), false],
];

describe.each(failures)('after %s, xpander.fetch', (_, answer, isActed) => {
  it.each(methods)('repeats a %s where a verb would', async (method) => {
    const { xpander, received } = clientAnswering([answer, ok]);
    const isRepeated = !isActed || method === 'GET' || method === 'DELETE';
    const response = await xpander.fetch(path, { method }).catch(() => undefined);
    expect([received.length, response?.status]).toEqual(isRepeated ? [2, 200] : [1, undefined]);
  });

  it('repeats a POST to a path of /stop as that of a run', async () => {
    const { xpander, received } = clientAnswering([answer, ok]);
    await xpander.fetch('/v1/anything/stop', { method: 'POST' }).catch(() => undefined);
    expect(received).toHaveLength(isActed ? 1 : 2);
  });

  it('repeats nothing with maxRetries: 0', async () => {
    const { xpander, received } = clientAnswering([answer, ok]);
    await rejection(xpander.fetch(path, { maxRetries: 0 }));
    expect(received).toHaveLength(1);
  });
});

describe('xpander.fetch rejects as api and verbs do', () => {
  const redirect = new Response(null, { status: 302, headers: { location: 'https://other.example' } });

  it.each<[string, Answer]>([
    ['a 404', json({ detail: 'Agent not found' }, 404, { 'x-request-id': 'r-1' })],
    ['a 401', json({ detail: 'No' }, 401)],
    ['a 422', json({ detail: [{ loc: ['path', 'agent_id'], msg: 'bad', type: 'uuid' }] }, 422)],
    ['a used-up plan', json({ detail: 'Upgrade your plan' }, 429)],
    ['a 502 page', html(502)],
    ['a 404 page', html(404)],
    ['an empty 500', new Response(null, { status: 500 })],
    ['a redirect', redirect],
    ['a lost connection', networkError('ECONNRESET')],
  ])('for %s', async (_, answer) => {
    const facts = (error: unknown): unknown => {
      const { name, message, ...fields } = error as Error;
      return { name, message, fields };
    };
    const { xpander } = clientAnswering([answer], { maxRetries: 0 });
    const expected = await rejection(xpander.agents.get(agentId));
    expect(facts(await rejection(xpander.fetch(`/v1/agents/${agentId}`)))).toEqual(facts(expected));
  });

  it('with the body of an error, and never with the key in it', async () => {
    const { xpander } = clientAnswering([json({ detail: 'the key secret-key is wrong' }, 403)], {
      apiKey: 'secret-key',
    });
    const error = await rejectionOf(ApiError, xpander.fetch(path));
    expect(JSON.stringify([error.message, error.body, error.stack])).not.toContain('secret-key');
    expect(error.code).toBe('forbidden');
  });

  it('after timeoutMs, and at once after an abort', async () => {
    const { xpander } = clientAnswering([noReply], { maxRetries: 0 });
    expect(await rejection(xpander.fetch(path, { timeoutMs: 50 }))).toBeInstanceOf(TimeoutError);
    const controller = new AbortController();
    const aborted = xpander.fetch(path, { signal: controller.signal });
    controller.abort('left');
    expect(await rejection(aborted)).toBe('left');
    expect(await rejection(xpander.fetch(path, { signal: AbortSignal.abort('gone') }))).toBe('gone');
  });

  it('and sends nothing that is not in the budget', async () => {
    const { xpander, received } = clientAnswering([ok], { rateLimit: { requests: 1, perMs: 10_000 } });
    await Promise.all([xpander.fetch(path), xpander.fetch(path), xpander.agents.list().firstPage()]);
    const [first = 0, second = 0, third = 0] = received.map(({ atMs }) => atMs);
    expect([second - first >= 10_000, third - second >= 10_000]).toEqual([true, true]);
  });
});

describe('hooks of xpander.fetch', () => {
  it('see each attempt, with its path and without the query', async () => {
    const seen: unknown[] = [];
    const note =
      (name: string) =>
      ({ method, path: seenPath, attempt, status }: HookEvent): void =>
        void seen.push([name, method, seenPath, attempt, status]);
    const hooks = { onRequest: note('request'), onResponse: note('response'), onRetry: note('retry') };
    const { xpander } = clientAnswering([json({}, 503), ok], { hooks });
    await xpander.fetch(path, { query: { secret: 1 } });
    expect(seen).toEqual([
      ['request', 'GET', path, 1, undefined],
      ['response', 'GET', path, 1, 503],
      ['retry', 'GET', path, 1, 503],
      ['request', 'GET', path, 2, undefined],
      ['response', 'GET', path, 2, 200],
    ]);
  });
});

describe('the stream of xpander.fetch', () => {
  it('is not read before the caller reads it', async () => {
    const { body } = openBody(event('chunk', 'a'));
    const { xpander } = clientAnswering([() => eventStream(body)]);
    const response = await xpander.fetch(path, { method: 'POST' });
    const reader = response.body?.getReader();
    const { value } = (await reader?.read()) ?? {};
    expect(new TextDecoder().decode(value)).toBe(event('chunk', 'a'));
  });

  it.each(['text/event-stream', 'application/zip'])('ends with the signal: %s', async (type) => {
    const { body, seen } = openBody('data: a\n\n');
    const { xpander } = clientAnswering([() => new Response(body, { headers: { 'content-type': type } })]);
    const controller = new AbortController();
    const response = await xpander.fetch(path, { signal: controller.signal });
    const events = readEvents(response)[Symbol.asyncIterator]();
    expect((await events.next()).value.data).toBe('a');
    const next = events.next();
    controller.abort('left');
    expect(await rejection(next)).toBe('left');
    expect(seen.cancelled).toBe('left');
  });

  it('breaks with a ConnectionError that does not show the key', async () => {
    const { body, seen } = openBody('data: a\n\n');
    const { xpander } = clientAnswering([() => eventStream(body)], { apiKey: 'secret-key' });
    const events = readEvents(await xpander.fetch(path))[Symbol.asyncIterator]();
    await events.next();
    seen.fail(new TypeError('terminated with secret-key'));
    const error = await rejectionOf(ConnectionError, events.next());
    expect([error.sent, error.message]).toEqual(['unknown', 'The connection failed: terminated with [redacted]']);
  });

  it('closes its connection when the caller leaves the loop', async () => {
    const { body, seen } = openBody('data: a\n\ndata: b\n\n');
    const { xpander } = clientAnswering([() => eventStream(body)]);
    for await (const { data } of readEvents(await xpander.fetch(path))) {
      expect(data).toBe('a');
      break;
    }
    expect(seen.cancelled).toBe('cancelled');
  });

  it('is refused like any other answer when it is an error', async () => {
    const { xpander } = clientAnswering([
      new Response('data: x', { status: 500, headers: { 'content-type': 'text/event-stream' } }),
    ]);
    expect(await rejection(xpander.fetch(path, { method: 'POST' }))).toBeInstanceOf(ProtocolError);
  });
});

describe('xpander.fetch against the emulator', () => {
  it('reaches routes that have no verb, and streams them', async () => {
    const { xpander } = mockedClient({ agents: { [agentId]: () => 'R' } });
    const init = { method: 'POST', json: { input: { text: 'hi' } } };
    const response = await xpander.fetch(`/v1/agents/${agentId}/invoke/stream`, init);
    const types = (await collect(readEvents(response))).map(({ data }) => (JSON.parse(data) as { type: string }).type);
    expect([types[0], types.at(-1)]).toEqual(['task_created', 'task_finished']);
    const tools = await xpander.fetch(`/v1/agents/${agentId}/tools`);
    expect(await tools.json()).toEqual([]);
    expect(await rejection(xpander.fetch('/v1/no-such-route'))).toMatchObject({
      code: 'not_found',
      detail: 'Not Found',
    });
  });
});
