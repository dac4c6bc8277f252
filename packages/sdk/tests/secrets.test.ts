import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { isXpanderError, logHooks, type Task, Xpander, XpanderError } from '../src/index.ts';
import {
  clientAnswering,
  collect,
  event,
  eventStream,
  html,
  json,
  networkError,
  rejection,
  type Scripted,
  task,
  taskId,
} from './support.ts';

const key = 'sk-very-secret-0123456789';
const content = 'the confidential prompt';

function print(value: unknown): string {
  return `${inspect(value, { depth: null, showHidden: false })}\n${JSON.stringify(value)}\n${String(value)}`;
}

describe('a secret', () => {
  it('does not appear in a printed client', () => {
    const xpander = new Xpander({ apiKey: key, headers: { authorization: 'Bearer aaa.bbb.ccc' } });
    void xpander.api;
    const printed =
      print(xpander) + inspect(xpander, { depth: null, showHidden: true }) + inspect(xpander.api, { depth: null });
    expect(printed).not.toContain(key);
    expect(printed).not.toContain('aaa.bbb.ccc');
  });

  it.each([
    ['a refused connection', networkError('ECONNREFUSED')],
    ['a 401', json({ detail: 'Invalid or missing API key' }, 401)],
    ['a 422 that repeats the body', json({ detail: [{ loc: ['body'], msg: 'bad', type: 'x', input: content }] }, 422)],
    ['an HTML page', html(502)],
    ['a failed run', task('failed', { input: { text: content }, result: `Refused\n${content}` })],
    ['a paused run', task('paused', { input: { text: content } })],
  ])('does not appear in the error after %s, nor does the content', async (_, answer) => {
    const { xpander } = clientAnswering([answer], { apiKey: key, maxRetries: 0 });
    const error = await rejection(xpander.agents.invoke('a-1', content));
    expect(isXpanderError(error)).toBe(true);
    expect(print(error)).not.toContain(key);
    expect(print(error)).not.toContain(content);
  });

  it.each([
    ['in a header of the client', { headers: { authorization: 'Bearer aaaa.bbbb.cccc' } }, {}],
    [
      'in a header of the call',
      { apiKey: key },
      { headers: { authorization: 'Bearer aaaa.bbbb.cccc', accept: 'application/json' } },
    ],
  ])('is redacted when the server repeats it: a bearer token %s', async (_, options, call) => {
    const { xpander } = clientAnswering(
      [json({ detail: 'aaaa.bbbb.cccc has expired. Bearer aaaa.bbbb.cccc is no application/json' }, 401)],
      options,
    );
    const error = (await rejection(xpander.tasks.get(taskId, call))) as Error;
    expect(error.message).toContain('[redacted] has expired. [redacted] is no application/json');
    expect(inspect(error, { depth: null, showHidden: true })).not.toContain('aaaa.bbbb');
  });

  it.each([
    ['a header with white space around it', { 'x-proxy-token': ' proxy-secret-1 ' }, 'proxy-secret-1'],
    ['a cookie', { cookie: 'theme=dark; sid=s3cr3t-session' }, 's3cr3t-session'],
    ['a parameter of the authorization header', { authorization: 'Token token="abcdef-123"' }, 'abcdef-123'],
    ['a token after an authorization scheme with a dash', { authorization: 'AWS4-HMAC abcdef-123' }, 'abcdef-123'],
    ['a header with quotes and backslashes', { 'x-secret': 'abc"def\\ghi' }, 'abc"def\\ghi'],
  ])('is redacted when the server repeats it: %s', async (_, headers, secret) => {
    for (const [options, call] of [
      [{ headers }, {}],
      [{}, { headers }],
    ]) {
      const answer = json({ detail: `bad credential ${secret}.` }, 401);
      const { xpander } = clientAnswering([answer], { apiKey: key, ...options });
      const error = (await rejection(xpander.tasks.get(taskId, call))) as Error;
      expect(error.message).toContain('bad credential [redacted].');
      expect(print(error) + inspect(error, { depth: null, showHidden: true })).not.toContain(secret);
    }
  });

  it('is redacted, while the values of other headers stay', async () => {
    const { xpander } = clientAnswering([json({ detail: 'status completed: no production version' }, 422)], {
      headers: { 'user-agent': 'nightly production' },
    });
    const error = (await rejection(xpander.tasks.get(taskId, { headers: { 'x-author': 'completed' } }))) as Error;
    expect(error.message).toContain('status completed: no production version');
  });

  it.each([
    ['12345', 'Unknown key 12345'],
    ['123456', 'Unknown key [redacted]'],
  ])('is redacted unless it is too short to be a key: %s', async (apiKey, detail) => {
    const { xpander } = clientAnswering([json({ detail: `Unknown key ${apiKey}` }, 401)], { apiKey });
    expect(await rejection(xpander.tasks.get(taskId))).toMatchObject({ detail });
  });

  it('is redacted in the message and the body of an error', async () => {
    const { xpander } = clientAnswering([json({ detail: `Unknown key ${key}` }, 401)], { apiKey: key });
    const error = (await rejection(xpander.tasks.get(taskId))) as Error & { body: unknown };
    expect(error.message).toContain('Unknown key [redacted]');
    expect(print(error) + print(error.body)).not.toContain(key);
  });

  it('does not appear in the log of logHooks, nor does the content', async () => {
    const lines: string[] = [];
    const hooks = logHooks({ log: (line) => lines.push(line) });
    const { xpander } = clientAnswering([task('pending'), html(502), task('completed')], { apiKey: key, hooks });
    await xpander.agents.run('a-1', content);
    expect(lines.length).toBeGreaterThan(4);
    expect(lines.join('\n')).not.toMatch(new RegExp(`${key}|${content}`));
    expect(lines[0]).toBe('xpander → POST /v1/agents/a-1/invoke/async');
  });

  it('is not sent to the target of a redirect', async () => {
    const { xpander, received } = clientAnswering([
      new Response(null, { status: 302, headers: { location: 'https://evil.example' } }),
    ]);
    expect(await rejection(xpander.tasks.get(taskId))).toMatchObject({ code: 'protocol', status: 302 });
    expect(received).toHaveLength(1);
  });
});

describe('the cause of a ConnectionError', () => {
  const causeOf = async (thrown: unknown): Promise<unknown> => {
    const fetch = (): Promise<Response> => Promise.reject(thrown);
    const { xpander } = clientAnswering([], { apiKey: key, fetch, maxRetries: 0 });
    return ((await rejection(xpander.tasks.get(taskId))) as Error).cause;
  };

  it('is redacted when a custom fetch throws an error that carries the request', async () => {
    const fetch = async (request: Request): Promise<Response> => {
      const headers = Object.fromEntries(request.headers);
      const inner = Object.assign(new Error(`sent ${key}`), { code: 'ECONNRESET', config: { headers }, retries: 3 });
      throw Object.assign(new TypeError('request failed', { cause: inner }), { request, toRequest: () => request });
    };
    const { xpander } = clientAnswering([], { apiKey: key, fetch, maxRetries: 0 });
    const error = await rejection(xpander.agents.invoke('a-1', content));
    expect(error).toMatchObject({ code: 'ambiguous_invocation', cause: { code: 'connection' } });
    const { cause } = (error as { cause: Error }).cause as { cause: Error };
    expect(cause).toBeInstanceOf(TypeError);
    expect(cause).toMatchObject({
      message: 'request failed',
      cause: { code: 'ECONNRESET', retries: 3, message: 'sent [redacted]' },
    });
    expect(print(error) + inspect(error, { depth: null, showHidden: true })).not.toContain(key);
  });

  it('is a redacted copy that keeps the class and the primitive fields of the thrown error', async () => {
    const inner = Object.assign(new RangeError(`inner ${key}`), { code: 'E_INNER', isFinal: false, sent: { key } });
    const outer = Object.assign(new AggregateError([inner, `text ${key}`, 7], `outer ${key}`), { port: 443 });
    const cause = (await causeOf(outer)) as AggregateError & { port: number };
    expect(cause).toBeInstanceOf(AggregateError);
    expect(cause).not.toBe(outer);
    expect(cause).toMatchObject({ message: 'outer [redacted]', port: 443 });
    expect(Object.keys(cause)).toEqual(['port']);
    const [first, ...others] = cause.errors as Error[];
    expect(first).toBeInstanceOf(RangeError);
    expect(first).toMatchObject({ message: 'inner [redacted]', code: 'E_INNER', isFinal: false });
    expect(first).not.toHaveProperty('sent');
    expect(others).toEqual(['text [redacted]', undefined]);
    expect(inspect(cause, { depth: null, showHidden: true })).not.toContain(key);
  });

  it('is redacted when fetch throws a string', async () => {
    expect(await causeOf(`refused ${key}`)).toBe('refused [redacted]');
  });

  it('is redacted at any depth, and cut off after nine links', async () => {
    const chain = (length: number): Error => new Error(`link ${key}`, length > 0 ? { cause: chain(length - 1) } : {});
    const cause = await causeOf(chain(20));
    expect(inspect(cause, { depth: null, showHidden: true })).not.toContain(key);
    let links = 0;
    for (let link = cause; link instanceof Error; link = link.cause) links += 1;
    expect(links).toBe(9);
  });

  it.each([
    ['a function', { toJSON: () => 'x' }],
    ['an instance of a class', { socket: new Map() }],
    ['an instance of a class in a list', { sockets: [[new Map()]] }],
    ['a string with the key', { line: `x-api-key: ${key}` }],
    ['an object with the key', { sent: { headers: [{ 'x-api-key': key }] } }],
    ['the key under a symbol', { [Symbol('k')]: key }],
    ['objects nested deeper than they are searched', { a: { b: { c: { d: { e: { f: { g: { h: { i: {} } } } } } } } } }],
  ])('is a copy when the thrown error carries %s', async (_, facts) => {
    const thrown = Object.assign(new TypeError('failed'), facts);
    const cause = await causeOf(thrown);
    expect(cause).not.toBe(thrown);
    expect(cause).toBeInstanceOf(TypeError);
    expect((cause as Error).message).toBe('failed');
  });

  it.each([
    ['nothing else', {}],
    ['numbers, strings and empty values', { code: 'E', errno: -1, hint: null, more: undefined, isFinal: true }],
    ['plain lists and objects', { tried: [{ address: '::1' }, ['127.0.0.1']] }],
    ['objects nested as deep as they are searched', { a: { b: { c: { d: { e: { f: { g: { h: {} } } } } } } } }],
  ])('is the thrown error itself when that carries %s', async (_, facts) => {
    const thrown = Object.assign(new TypeError('failed'), facts);
    expect(await causeOf(thrown)).toBe(thrown);
  });

  it('is the thrown error itself after a refused connection', async () => {
    const thrown = networkError('ECONNREFUSED');
    const { xpander } = clientAnswering([thrown], { apiKey: key, maxRetries: 0 });
    expect(await rejection(xpander.tasks.get(taskId))).toMatchObject({ cause: thrown });
    expect(((await rejection(xpander.tasks.get(taskId))) as Error).cause).toBe(thrown);
  });

  it('may be any value, even one with a throwing getter', async () => {
    const trap = Object.defineProperty(new Error('odd'), 'response', {
      get: () => {
        throw new Error('trap');
      },
    });
    for (const thrown of [trap, { toString: false }, Object.create(null), 'text', undefined, null, 7]) {
      const fetch = (): Promise<Response> => Promise.reject(thrown);
      const { xpander } = clientAnswering([], { fetch, maxRetries: 0 });
      expect(await rejection(xpander.tasks.get(taskId))).toMatchObject({ code: 'connection', sent: 'unknown' });
    }
  });
});

describe('a function as apiKey', () => {
  it('is called again for each attempt', async () => {
    const keys = ['key-a', 'key-b'];
    const { xpander, received } = clientAnswering([html(502), task('completed')], {
      apiKey: async () => keys.shift() ?? '',
    });
    await xpander.tasks.get(taskId);
    expect(received.map(({ headers }) => headers['x-api-key'])).toEqual(['key-a', 'key-b']);
  });

  it.each([
    ['rejects', () => Promise.reject(new Error('vault is sealed'))],
    ['returns nothing', () => undefined as never],
    ['returns an authorization header', () => 'Bearer abc'],
  ])('rejects with a ConfigurationError before anything is sent when it %s', async (_, apiKey) => {
    const { xpander, received } = clientAnswering([task('completed')], { apiKey });
    expect(await rejection(xpander.agents.invoke('a-1', 'hi'))).toMatchObject({
      code: 'configuration',
      option: 'apiKey',
    });
    expect(received).toEqual([]);
  });
});

describe('a hostile response', () => {
  it('cannot pollute Object.prototype', async () => {
    const poison =
      '{"id":"t-1","status":"completed","__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}';
    const { xpander } = clientAnswering([
      new Response(poison),
      new Response('{"root":[],"__proto__":[{"role":"user"}]}'),
    ]);
    await xpander.tasks.get('t-1');
    await xpander.tasks.fullThread('t-1');
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    const refused = clientAnswering([
      json({ detail: [{ loc: ['__proto__'], msg: 'x', type: 'y', __proto__: { polluted: true } }] }, 422),
    ]);
    await rejection(refused.xpander.tasks.get('t-1'));
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });
});

describe('headers', () => {
  it('of the call override those of the client', async () => {
    const { xpander, received } = clientAnswering([task('completed')], {
      headers: { 'x-a': 'client', 'x-b': 'client' },
    });
    await xpander.tasks.get(taskId, { headers: { 'X-A': 'call' } });
    expect(received[0]?.headers).toMatchObject({ 'x-a': 'call', 'x-b': 'client' });
  });

  it('may carry a JWT instead of an API key', async () => {
    const { xpander, received } = clientAnswering([task('completed')], {
      apiKey: undefined,
      headers: { authorization: 'Bearer aaa.bbb.ccc' },
    });
    await xpander.tasks.get(taskId);
    expect(received[0]?.headers).toMatchObject({ authorization: 'Bearer aaa.bbb.ccc' });
    expect(received[0]?.headers['x-api-key']).toBeUndefined();
  });
});

describe('an error of the SDK', () => {
  it.each([undefined, null, 7, 'text', () => undefined, {}, new Error('other')])('is not recognised in %o', (value) => {
    expect(isXpanderError(value)).toBe(false);
  });

  it('has a name and a code, and is recognised across copies of the package', async () => {
    const { xpander } = clientAnswering([json({ detail: 'No' }, 404)]);
    const error = await rejection(xpander.tasks.get(taskId));
    expect(error).toBeInstanceOf(XpanderError);
    expect(error).toMatchObject({ name: 'ApiError', code: 'not_found' });
    expect(String(error)).toMatch(/^ApiError: GET \/v1\/tasks\/.* answered 404: No$/);
    const foreign = Object.create(Object.create(null, { [Symbol.for('xpander.sdk.error')]: { value: true } }));
    expect(isXpanderError(foreign)).toBe(true);
    expect([isXpanderError(new Error('x')), isXpanderError(null), isXpanderError('x')]).toEqual([false, false, false]);
  });

  it('can be cloned, without content', async () => {
    const { xpander } = clientAnswering([task('failed', { result: `Refused\n${content}` })], { apiKey: key });
    const clone = structuredClone(await rejection(xpander.agents.invoke('a-1', content)));
    expect(clone).toBeInstanceOf(Error);
    expect(print(clone)).not.toContain(content);
  });
});

describe('a key that the server repeats', () => {
  const odd = 'sk-a+b/c=d&e"f\'g<h>i\\j 0123'.replace(' ', '~');
  const forms: readonly [string, string][] = [
    ['as it is', odd],
    ['in JSON', JSON.stringify(odd).slice(1, -1)],
    ['in JSON within JSON', JSON.stringify(JSON.stringify(odd).slice(1, -1)).slice(1, -1)],
    ['in JSON with escaped slashes', odd.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('/', '\\/')],
    [
      'in JSON for HTML',
      odd.replace(/[<>&'"+=\\]/g, (character) => `\\u00${character.charCodeAt(0).toString(16).padStart(2, '0')}`),
    ],
    ['in a URL', encodeURIComponent(odd)],
    ['in a URL in lower case', encodeURIComponent(odd).replace(/%../g, (escaped) => escaped.toLowerCase())],
    ['in a URL, twice', encodeURIComponent(encodeURIComponent(odd))],
    [
      'in HTML',
      odd
        .replaceAll('&', '&amp;')
        .replaceAll('<', '&lt;')
        .replaceAll('>', '&gt;')
        .replaceAll('"', '&quot;')
        .replaceAll("'", '&#39;'),
    ],
    ['in HTML with numbers', odd.replace(/[^\w]/g, (character) => `&#x${character.charCodeAt(0).toString(16)};`)],
  ];

  const snippetOf = async (answer: Response): Promise<string> => {
    const { xpander } = clientAnswering([answer], { apiKey: odd, maxRetries: 0 });
    const error = (await rejection(xpander.tasks.get(taskId))) as Error & { snippet?: string; body?: unknown };
    expect(inspect(error, { depth: null, showHidden: true })).not.toContain('0123');
    return error.snippet ?? String(error.body);
  };

  it.each(forms)('is redacted in pages, texts and JSON of every status: %s', async (_, echo) => {
    for (const status of [200, 201, 400, 401, 404, 500, 503]) {
      expect(await snippetOf(new Response(`<p>x-api-key: ${echo}!</p>`, { status }))).toContain('[redacted]!');
      expect(await snippetOf(new Response(`you sent ${echo}!`, { status }))).toContain('[redacted]!');
      expect(await snippetOf(new Response(`{"x-api-key": "${echo}!`, { status }))).toContain('[redacted]!');
    }
    for (const status of [200, 403])
      expect(await snippetOf(json({ message: `got ${echo}!` }, status))).toContain('got ');
  });

  it('is redacted in a body that is no event stream', async () => {
    const { xpander } = clientAnswering([new Response(`<p>${odd}</p>`)], { apiKey: odd });
    const error = await rejection(xpander.agents.stream('a-1', 'hi').finalTask());
    expect(inspect(error, { depth: null, showHidden: true })).not.toContain('0123');
    expect(error).toMatchObject({ cause: { snippet: '<p>[redacted]</p>' } });
  });

  it('is no requestId, in errors and in hooks', async () => {
    const seen: unknown[] = [];
    const hooks = { onResponse: ({ requestId }: { requestId?: string }) => seen.push(requestId) };
    const headers = { 'x-request-id': `for ${key}` };
    const answers = [json({ detail: 'oops' }, 500, headers), html(404, headers), task('completed')];
    const { xpander } = clientAnswering(answers, { apiKey: key, maxRetries: 0, hooks });
    expect(await rejection(xpander.tasks.get(taskId))).not.toHaveProperty('requestId');
    expect(await rejection(xpander.tasks.get(taskId))).not.toHaveProperty('requestId');
    expect(seen).toEqual([undefined, undefined]);
  });

  it.each<[string, () => Scripted & { readonly call: object }]>([
    [
      'of the client',
      () => ({ ...clientAnswering([task('failed', { result: `Bad ${odd}!` })], { apiKey: odd }), call: {} }),
    ],
    [
      'that a function returns',
      () => ({
        ...clientAnswering([task('failed', { result: `Bad ${odd}!` })], { apiKey: async () => odd }),
        call: {},
      }),
    ],
    [
      'in a header of the call',
      () => ({
        ...clientAnswering([task('failed', { result: 'Bad token-0123!' })]),
        call: { headers: { authorization: 'Bearer token-0123' } },
      }),
    ],
  ])('is redacted in the reason that a TaskFailedError quotes: a key %s', async (_, create) => {
    const { xpander, call } = create();
    for (const failed of [
      xpander.agents.run('a-1', 'hi', call),
      xpander.agents.invoke('a-1', 'hi', call),
      xpander.tasks.wait(taskId, call),
      xpander.agents.run('a-1', 'hi', { ...call, via: 'stream', onAmbiguous: 'adopt' }),
    ]) {
      const error = (await rejection(failed)) as Error;
      expect(error.message).toBe(`Task ${taskId} ended as failed: Bad [redacted]!`);
      expect(error.stack).not.toContain('0123');
    }
  });

  it('stays in a result, a message and an event, which are data', async () => {
    const { xpander } = clientAnswering(
      [
        task('completed', { result: key }),
        json([{ role: 'user', content: key }]),
        eventStream(event('chunk', key) + event('task_finished', { id: taskId, status: 'completed', result: key })),
      ],
      { apiKey: key },
    );
    expect((await xpander.tasks.get(taskId)).result).toBe(key);
    expect((await xpander.tasks.messages(taskId))[0]?.content).toBe(key);
    const stream = xpander.agents.stream('a-1', 'hi');
    expect((await collect(stream))[0]).toMatchObject({ type: 'chunk', data: key });
    expect((await stream.finalTask()).result).toBe(key);
  });
});

describe('the credentials of an invocation that a task repeats', () => {
  const secrets = {
    user_oidc_token: 'secret-oidc',
    user_tokens: { github: 'secret-github' },
    mcp_servers: [
      {
        name: 'flat',
        type: 'url',
        transport: 'sse',
        url: 'https://me:secret-1@mcp.example.com/sse?token=secret-2#secret-3',
        headers: { authorization: 'secret-4' },
        api_key: 'secret-5',
      },
      { name: 'nested', config: { url: 'https://x.example.com?secret-6' }, env: { TOKEN: 'secret-7' } },
      {
        name: 'plain',
        url: 'https://mcp.example.com',
        transport: { type: 'http', headers: { authorization: 'secret-8' } },
      },
      { name: 'odd', url: '//secret-9', type: 7 },
      null,
      'secret-10',
    ],
  };
  const shown = [
    { name: 'flat', type: 'url', transport: 'sse', url: 'https://mcp.example.com/sse' },
    { name: 'nested' },
    { name: 'plain', url: 'https://mcp.example.com' },
    { name: 'odd' },
    {},
    {},
  ];

  it('are left out of the tasks that verbs return', async () => {
    const { xpander } = clientAnswering([task('completed', secrets)]);
    for (const got of [
      await xpander.tasks.get(taskId),
      await xpander.tasks.stop(taskId),
      await xpander.tasks.wait(taskId),
      await xpander.agents.invoke('a-1', 'hi'),
      await xpander.agents.invokeAsync('a-1', 'hi'),
      await xpander.agents.run('a-1', 'hi'),
      await xpander.tasks.wait({ ...(await task('completed', secrets).json()) } as Task),
    ]) {
      expect(got.mcp_servers).toEqual(shown);
      expect(got).not.toHaveProperty('user_oidc_token');
      expect(got).not.toHaveProperty('user_tokens');
      expect(print(got)).not.toContain('secret-');
    }
  });

  it('are left out of the tasks of errors, of onUpdate, of rows and of events', async () => {
    const seen: unknown[] = [];
    const { xpander } = clientAnswering([task('executing', secrets), task('failed', secrets)]);
    const error = await rejection(xpander.tasks.wait(taskId, { onUpdate: (snapshot) => seen.push(snapshot) }));
    expect(error).toMatchObject({ task: { mcp_servers: shown } });
    expect(seen).toHaveLength(2);
    expect(print(seen) + print((error as { task?: unknown }).task)).not.toContain('secret-');
    const lists = clientAnswering([json({ items: [{ id: taskId, status: 'failed', ...secrets }], total_pages: 1 })]);
    expect(print(await lists.xpander.tasks.list().firstPage())).not.toContain('secret-');
    const snapshot = (status: string): object => ({ id: taskId, status, ...secrets });
    const events =
      event('task_created', snapshot('pending')) +
      event('task_updated', snapshot('executing')) +
      event('task_finished', snapshot('completed'));
    const streamed = await collect(clientAnswering([eventStream(events)]).xpander.agents.stream('a-1', 'hi'));
    expect(streamed).toHaveLength(3);
    expect(print(streamed)).not.toContain('secret-');
  });

  it('are in the raw record that `xpander.api` returns', async () => {
    const { xpander } = clientAnswering([task('completed', secrets)]);
    const { data } = await xpander.api.GET('/v1/tasks/{task_id}', { params: { path: { task_id: taskId } } });
    expect(data).toMatchObject({ ...secrets, mcp_servers: secrets.mcp_servers });
  });

  it('stay absent or null if the record has none', async () => {
    const { xpander } = clientAnswering([
      task('completed'),
      task('completed', { mcp_servers: null }),
      task('completed', { mcp_servers: [] }),
    ]);
    expect(await xpander.tasks.get(taskId)).not.toHaveProperty('mcp_servers');
    expect((await xpander.tasks.get(taskId)).mcp_servers).toBeNull();
    expect((await xpander.tasks.get(taskId)).mcp_servers).toEqual([]);
  });
});
