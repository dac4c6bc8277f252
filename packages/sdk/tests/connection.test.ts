import { afterEach, describe, expect, it, vi } from 'vitest';
import { ConnectionError, ProtocolError } from '../src/index.ts';
import { type Answer, agentId, clientAnswering, eventStream, json, rejectionOf, task, taskId } from './support.ts';

afterEach(() => vi.unstubAllGlobals());

/** A body in these pieces. `state.isCancelled` records whether its reader cancelled it. */
function inPieces(
  pieces: readonly Uint8Array[],
  end: 'closes' | 'goes on' = 'closes',
): { body: ReadableStream<Uint8Array>; state: { isCancelled: boolean } } {
  const left = [...pieces];
  const state = { isCancelled: false };
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      const piece = left.shift();
      if (piece !== undefined) controller.enqueue(piece);
      else if (end === 'closes') controller.close();
    },
    cancel() {
      state.isCancelled = true;
    },
  });
  return { body, state };
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const mebibyte = 1024 * 1024;

describe('the body of a response', () => {
  it('is decoded when its chunks split a character', async () => {
    const whole = bytes(JSON.stringify({ id: taskId, result: 'Zürich 🎉' }));
    for (let cut = 1; cut < whole.length; cut += 1) {
      const { body } = inPieces([whole.slice(0, cut), whole.slice(cut)]);
      const { xpander } = clientAnswering([() => new Response(body)]);
      expect((await xpander.tasks.get(taskId)).result).toBe('Zürich 🎉');
    }
  });

  it('that ends inside a character gets a replacement character', async () => {
    const { body } = inPieces([bytes('"ü').slice(0, 2)]);
    const { xpander } = clientAnswering([() => new Response(body)], { maxRetries: 0 });
    expect((await rejectionOf(ProtocolError, xpander.tasks.get(taskId))).snippet).toBe('"\ufffd');
  });

  it('may have 64 MiB, and is rejected with one byte more', async () => {
    const text = JSON.stringify({ id: taskId });
    const read = async (size: number): Promise<unknown> => {
      const padding = new Uint8Array(mebibyte).fill(32);
      const pieces = [...Array<Uint8Array>(63).fill(padding), padding.slice(text.length), bytes(text)];
      if (size > 64 * mebibyte) pieces.unshift(bytes(' '));
      const { body, state } = inPieces(pieces, size > 64 * mebibyte ? 'goes on' : 'closes');
      const { xpander } = clientAnswering([() => new Response(body)]);
      const outcome: unknown = await xpander.tasks.get(taskId).catch((error: unknown) => error);
      expect(state.isCancelled).toBe(outcome instanceof Error);
      return outcome;
    };
    expect(await read(64 * mebibyte)).toEqual({ id: taskId });
    expect(await read(64 * mebibyte + 1)).toMatchObject({ code: 'protocol', status: 200, snippet: '' });
  });

  it.each<[string, Record<string, string>, 'text' | 'body']>([
    ['read with text() when content-length is set', { 'content-length': '200' }, 'text'],
    ['read with text() when content-length is the maximum', { 'content-length': '67108864' }, 'text'],
    ['counted while reading when content-length is above the maximum', { 'content-length': '67108865' }, 'body'],
    ['counted while reading when content-length is missing', {}, 'body'],
    [
      'counted while reading when content-length is the compressed length',
      { 'content-length': '9', 'content-encoding': 'gzip' },
      'body',
    ],
  ])('is %s', async (_, headers, way) => {
    const { body } = inPieces([bytes(JSON.stringify({ id: 'counted' }))]);
    const answer = {
      status: 200,
      ok: true,
      type: 'basic',
      headers: new Headers(headers),
      body,
      text: () => Promise.resolve('{"id":"taken"}'),
    };
    const { xpander } = clientAnswering([() => answer as unknown as Response]);
    expect((await xpander.tasks.get(taskId)).id).toBe(way === 'text' ? 'taken' : 'counted');
  });

  it('of a redirect is cancelled unread', async () => {
    const { body, state } = inPieces([bytes('moved')], 'goes on');
    const { xpander } = clientAnswering([() => new Response(body, { status: 308 })]);
    await rejectionOf(ProtocolError, xpander.tasks.get(taskId));
    expect(state.isCancelled).toBe(true);
  });
});

describe('the response of options.fetch', () => {
  const emptyText = (): Promise<string> => Promise.resolve('');

  it.each([
    ['nothing', undefined],
    ['null', null],
    ['a string', 'OK'],
    ['no status', { text: emptyText }],
    ['a status that is not a number', { status: '200', text: emptyText }],
    ['no text function', { status: 200, text: '' }],
  ])('is rejected when it is not a Response: %s', async (_, answer) => {
    const fetch = async (): Promise<Response> => answer as unknown as Response;
    const { xpander } = clientAnswering([], { fetch, maxRetries: 0 });
    const error = await rejectionOf(ConnectionError, xpander.tasks.get(taskId));
    expect(error.message).toBe('The connection failed: options.fetch did not return a Response');
  });

  it.each([{}, { 'content-length': '56' }])(
    'may be a polyfill whose body is not a web stream, with headers %j',
    async (headers) => {
      const text = JSON.stringify({ id: taskId, status: 'completed', input: {} });
      const polyfilled = { status: 200, ok: true, headers: new Headers(headers), body: { pipe: () => undefined } };
      const fetch = async (): Promise<Response> => ({ ...polyfilled, text: async () => text }) as unknown as Response;
      const { xpander } = clientAnswering([], { fetch });
      expect((await xpander.tasks.get(taskId)).status).toBe('completed');
    },
  );

  it('streams to the raw client event by event', async () => {
    const body = new ReadableStream({
      start: (controller) => controller.enqueue(new TextEncoder().encode('data: 1\n\n')),
    });
    const { xpander } = clientAnswering([() => eventStream(body)]);
    const { data } = await xpander.api.POST('/v1/agents/{agent_id}/invoke/stream', {
      params: { path: { agent_id: agentId } },
      body: { input: { text: 'hi' } },
      parseAs: 'stream',
    });
    const { value } = (await data?.getReader().read()) ?? {};
    expect(new TextDecoder().decode(value as Uint8Array | undefined)).toBe('data: 1\n\n');
  });

  it('ends with an abort between events on the raw client', async () => {
    let isCancelled = false;
    const body = new ReadableStream({
      cancel: () => {
        isCancelled = true;
      },
    });
    const { xpander } = clientAnswering([() => eventStream(body)]);
    const controller = new AbortController();
    const { data } = await xpander.api.POST('/v1/agents/{agent_id}/invoke/stream', {
      params: { path: { agent_id: agentId } },
      body: { input: { text: 'hi' } },
      parseAs: 'stream',
      signal: controller.signal,
    });
    const reading = data
      ?.getReader()
      .read()
      .catch((reason: unknown) => reason);
    controller.abort('enough');
    expect(await reading).toBe('enough');
    expect(isCancelled).toBe(true);
  });

  it('keeps its status, status text and headers on the raw client', async () => {
    const answer = new Response('{}', { status: 202, statusText: 'Soon', headers: { 'x-region': 'eu' } });
    const { xpander } = clientAnswering([answer]);
    const { response } = await xpander.api.GET('/health');
    expect([response.status, response.statusText, response.headers.get('x-region')]).toEqual([202, 'Soon', 'eu']);
  });
});

describe('the request passed to options.fetch', () => {
  const given = async (call: 'get' | 'invoke'): Promise<Request> => {
    let seen: Request | undefined;
    const answer: Answer = (request) => {
      seen = request;
      return task('completed');
    };
    const { xpander } = clientAnswering([answer], { headers: { 'x-region': 'client', 'x-tenant': 'client' } });
    const options = { headers: { 'x-tenant': 'call' } };
    await (call === 'get' ? xpander.tasks.get(taskId, options) : xpander.agents.invoke(agentId, 'hi', options));
    if (seen === undefined) throw new Error('Nothing was sent');
    return seen;
  };

  it('follows no redirects, and carries the headers of the call and the key of the client', async () => {
    const { redirect, headers, body, method } = await given('get');
    expect({ redirect, body, method }).toEqual({ redirect: 'manual', body: null, method: 'GET' });
    expect(['x-region', 'x-tenant', 'x-api-key'].map((name) => headers.get(name))).toEqual(['client', 'call', 'key-1']);
  });

  it('has a stream as its body in Deno, so that it cannot be sent twice', async () => {
    const duplexes: unknown[] = [];
    class RecordingRequest extends Request {
      constructor(input: RequestInfo | URL, init?: RequestInit & { duplex?: string }) {
        super(input, init);
        if (init?.body != null) duplexes.push([init.duplex, init.body instanceof ReadableStream]);
      }
    }
    vi.stubGlobal('Request', RecordingRequest);
    await given('invoke');
    expect(duplexes.at(-1)).toEqual([undefined, false]);
    vi.stubGlobal('Deno', {});
    const sent = await given('invoke');
    expect(duplexes.at(-1)).toEqual(['half', true]);
    expect(sent.method).toBe('POST');
  });
});

describe('tasks.stop', () => {
  it('sends no body', async () => {
    const bodies: unknown[] = [];
    const { xpander } = clientAnswering([
      ({ body }) => {
        bodies.push(body);
        return task('stopped');
      },
    ]);
    await xpander.tasks.stop(taskId);
    expect(bodies).toEqual([null]);
  });

  it('retries its POST after a 502', async () => {
    const { xpander, received } = clientAnswering([json({}, 502), json({}, 502), task('stopped')]);
    await xpander.tasks.stop(taskId);
    expect(received.map(({ method }) => method)).toEqual(['POST', 'POST', 'POST']);
  });
});
