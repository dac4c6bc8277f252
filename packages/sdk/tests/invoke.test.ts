import { describe, expect, it } from 'vitest';
import {
  AmbiguousInvocationError,
  ApiError,
  ConfigurationError,
  DeadlineError,
  type Task,
  TaskFailedError,
  TaskPausedError,
} from '../src/index.ts';
import {
  type Answer,
  agentId,
  clientAnswering,
  html,
  json,
  networkError,
  noReply,
  rejection,
  rejectionOf,
  task,
  taskId,
} from './support.ts';

const user = { id: 'u-1', email: 'dana@example.com' };

describe('invoke', () => {
  it('sends one POST to the sync endpoint and resolves with the completed task', async () => {
    const { xpander, received } = clientAnswering([task('completed', { result: '4' })]);
    const { status, result } = await xpander.agents.invoke(agentId, '2+2?', { version: 'draft' });
    expect({ status, result }).toEqual({ status: 'completed', result: '4' });
    expect(received).toMatchObject([
      { method: 'POST', path: `/v1/agents/${agentId}/invoke`, body: { input: { text: '2+2?' } } },
    ]);
    expect(received[0]?.url).toMatch(/\?version=draft$/);
    expect(received[0]?.headers).toMatchObject({ 'x-api-key': 'key-1', 'content-type': 'application/json' });
  });

  it('sends every member of the request unchanged', async () => {
    const { xpander, received } = clientAnswering([task('completed')]);
    const body = {
      input: { text: 'hi', files: ['https://example.com/a.pdf'], user },
      think_mode: 'harder',
      title: 'T',
    } as const;
    await xpander.agents.invoke(agentId, body);
    expect(received[0]?.body).toEqual(body);
  });

  it('polls until the end when the response is not final', async () => {
    const { xpander, received } = clientAnswering([task('executing'), task('executing'), task('completed')]);
    await xpander.agents.invoke(agentId, 'hi');
    expect(received.map(({ method }) => method)).toEqual(['POST', 'GET', 'GET']);
  });

  it.each(['failed', 'error', 'stopped'] as const)(
    'rejects when the task ends as %s, even with HTTP status 200',
    async (status) => {
      const { xpander } = clientAnswering([task(status, { result: 'boom' })]);
      const error = await rejectionOf(TaskFailedError, xpander.agents.invoke(agentId, 'hi'));
      expect(error).toMatchObject({ status, taskId, code: 'task_failed' });
      expect(error.task.result).toBe('boom');
    },
  );

  it('treats the historical status "cancelled" as stopped', async () => {
    const { xpander } = clientAnswering([task('cancelled')]);
    expect((await rejectionOf(TaskFailedError, xpander.agents.invoke(agentId, 'hi'))).status).toBe('stopped');
  });

  it('rejects with what a paused task waits for', async () => {
    const auth = { connector_name: 'notion', auth_url: 'https://login.example.com/x' };
    const { xpander, received } = clientAnswering([task('paused', { pending_eca_request: auth })]);
    const error = await rejectionOf(TaskPausedError, xpander.agents.invoke(agentId, 'hi'));
    expect(error.authUrl).toBe(auth.auth_url);
    expect(received).toHaveLength(1);
  });
});

describe('the user of a run', () => {
  const sent = async (clientUser: typeof user | undefined, request: object, options: object): Promise<unknown> => {
    const { xpander, received } = clientAnswering([task('completed')], { user: clientUser });
    await xpander.agents.invoke(agentId, { input: { text: 'hi', ...request } }, options);
    const body = received[0]?.body as { input: { user?: unknown } } | undefined;
    return body?.input.user;
  };
  const other = { id: 'u-2', email: 'noa@example.com' };

  it('comes from the request, else from the call, else from the client', async () => {
    expect(await sent(user, {}, {})).toEqual(user);
    expect(await sent(user, {}, { user: other })).toEqual(other);
    expect(await sent(user, { user: other }, { user })).toEqual(other);
  });

  it('is omitted when the call passes null', async () => {
    expect(await sent(user, {}, { user: null })).toBeUndefined();
    expect(await sent(undefined, {}, {})).toBeUndefined();
  });
});

describe('invokeAsync', () => {
  it('returns the pending task of the async endpoint at once', async () => {
    const { xpander, received } = clientAnswering([task('pending')]);
    expect(await xpander.agent(agentId).invokeAsync('hi')).toMatchObject({ id: taskId, status: 'pending' });
    expect(received).toHaveLength(1);
    expect(received[0]?.path).toBe(`/v1/agents/${agentId}/invoke/async`);
  });

  it('returns a task that has ended already', async () => {
    const { xpander } = clientAnswering([task('completed', { result: 'done' })]);
    expect(await xpander.agent(agentId).invokeAsync('hi')).toMatchObject({ status: 'completed', result: 'done' });
  });
});

describe('run', () => {
  it('starts at the async endpoint and polls the task until it ends', async () => {
    const { xpander, received } = clientAnswering([
      task('pending'),
      task('executing'),
      task('completed', { result: 'R' }),
    ]);
    const { result } = await xpander.agent(agentId).run('hi');
    expect(result).toBe('R');
    expect(received.map(({ method, path }) => `${method} ${path}`)).toEqual([
      `POST /v1/agents/${agentId}/invoke/async`,
      `GET /v1/tasks/${taskId}`,
      `GET /v1/tasks/${taskId}`,
    ]);
  });

  it('reports each changed snapshot, the one from the POST first', async () => {
    const executing = task('executing');
    const { xpander } = clientAnswering([task('pending'), task('pending'), executing, executing, task('completed')]);
    const seen: Task[] = [];
    await xpander.agent(agentId).run('hi', { onUpdate: (snapshot) => seen.push(snapshot) });
    expect(seen.map(({ status }) => status)).toEqual(['pending', 'executing', 'completed']);
  });

  it('awaits a promise of onUpdate, and rejects with its error', async () => {
    const { xpander } = clientAnswering([task('pending')]);
    const failure = new Error('the database is down');
    const onUpdate = async (): Promise<void> => {
      throw failure;
    };
    await expect(xpander.agents.run(agentId, 'hi', { onUpdate })).rejects.toBe(failure);
  });

  it('rejects with what onUpdate throws', async () => {
    const { xpander } = clientAnswering([task('pending')]);
    const failure = new Error('the disk is full');
    const onUpdate = (): never => {
      throw failure;
    };
    await expect(xpander.agent(agentId).run('hi', { onUpdate })).rejects.toBe(failure);
  });
});

/** A 200 whose body fails with this code. */
function bodyBreakingOff(code: string): () => Response {
  const fail = (controller: ReadableStreamDefaultController): void =>
    controller.error(Object.assign(new Error(code), { code }));
  return () => new Response(new ReadableStream({ start: fail }));
}

describe('an invocation that fails', () => {
  it.each([
    ['a refused connection', networkError('ECONNREFUSED')],
    ['an unknown host name', networkError('ENOTFOUND')],
    ['a connect timeout', networkError('UND_ERR_CONNECT_TIMEOUT')],
    ['an invalid certificate', networkError('CERT_HAS_EXPIRED')],
    ['a port that fetch blocks', new TypeError('fetch failed', { cause: new Error('bad port') })],
    ['a connection that Deno could not make', new TypeError('error sending request: client error (Connect): refused')],
    [
      'a connection that Bun could not make',
      Object.assign(new Error('Unable to connect'), { code: 'ConnectionRefused' }),
    ],
    [
      'two addresses that both refuse',
      new TypeError('fetch failed', {
        cause: new AggregateError(
          ['::1', '127.0.0.1'].map((address) => Object.assign(new Error(address), { code: 'ECONNREFUSED' })),
        ),
      }),
    ],
    [
      'two addresses of which one timed out',
      new TypeError('fetch failed', {
        cause: new AggregateError(
          ['ETIMEDOUT', 'ENETUNREACH'].map((code) => Object.assign(new Error(code), { code, syscall: 'connect' })),
        ),
      }),
    ],
    ['a rate limit', json({ detail: 'Too many requests' }, 429, { 'retry-after': '1' })],
    ['a 429 that does not mention a plan', json({ detail: 'Slow down' }, 429)],
    ['a 503 with Retry-After', html(503, { 'retry-after': '1' })],
    ['a 503 in the format of the API', json({ detail: 'Overloaded' }, 503)],
  ])('is retried after %s', async (_, answer) => {
    const { xpander, received } = clientAnswering([answer, answer, task('completed')]);
    await xpander.agents.invoke(agentId, 'hi');
    expect(received).toHaveLength(3);
    expect(new Set(received.map(({ body }) => JSON.stringify(body))).size).toBe(1);
  });

  it.each([
    ['a reset', networkError('ECONNRESET'), undefined],
    [
      'a host that became unreachable while the response was read',
      new TypeError('fetch failed', {
        cause: Object.assign(new Error('read EHOSTUNREACH'), { code: 'EHOSTUNREACH', syscall: 'read' }),
      }),
      undefined,
    ],
    ['a body that fails with a connect error code', bodyBreakingOff('ECONNREFUSED'), undefined],
    ['a 503 with an invalid Retry-After', html(503, { 'retry-after': 'soon' }), 503],
    ['a 503 whose body is a bare number', json(7, 503), 503],
    ['a 202 without an id', json({ status: 'accepted' }, 202), 202],
    ['a closed socket', networkError('UND_ERR_SOCKET'), undefined],
    ['an error of an unknown shape', new TypeError('Failed to fetch'), undefined],
    [
      'two addresses of which one was reset',
      new TypeError('fetch failed', {
        cause: new AggregateError([
          Object.assign(new Error('a'), { code: 'ECONNREFUSED' }),
          Object.assign(new Error('b'), { code: 'ECONNRESET' }),
        ]),
      }),
      undefined,
    ],
    ['a 408', json({ detail: 'Timeout' }, 408), 408],
    ['a 500', json({ detail: 'Internal Server Error' }, 500), 500],
    ['a 502 from a gateway', html(502), 502],
    ['a 503 from a gateway', html(503), 503],
    ['a 504 from a gateway', html(504), 504],
    ['a 524', html(524), 524],
    ['an HTML page with status 200', html(200), 200],
    ['a 403 from a gateway', html(403), 403],
    ['a 404 from a gateway', html(404), 404],
    ['an empty 404', new Response(null, { status: 404 }), 404],
    ['a 403 in the JSON of a gateway', json({ message: 'Forbidden' }, 403), 403],
    ['a 503 in the JSON of a gateway', json({ message: 'Service Unavailable' }, 503), 503],
    ['an empty 200', new Response(null, { status: 200 }), 200],
    ['broken JSON', new Response('{"id": "8', { status: 200 }), 200],
    ['a response without an id', json({ status: 'pending' }), 200],
    ['an unanswered request', noReply, undefined],
  ])('is not retried after %s, and rejects as ambiguous', async (_, answer, status) => {
    const { xpander, received } = clientAnswering([answer]);
    const error = await rejectionOf(AmbiguousInvocationError, xpander.agents.run(agentId, 'hi'));
    expect(error).toMatchObject({ status, code: 'ambiguous_invocation', isRetryable: false });
    expect(error.cause).toBeInstanceOf(Error);
    expect(received).toHaveLength(1);
  });

  it('names the task when the request named one', async () => {
    const notFound = json({ detail: 'Not found' }, 404);
    const { xpander } = clientAnswering([notFound, networkError('ECONNRESET')]);
    const run = xpander.agents.run(agentId, { id: 'thread-7', input: 'hi' });
    const error = await rejectionOf(AmbiguousInvocationError, run);
    expect(error.taskId).toBe('thread-7');
    expect(error.message).toContain('thread-7');
  });

  it.each([
    [400, 'bad_request'],
    [401, 'unauthorized'],
    [403, 'forbidden'],
    [404, 'not_found'],
    [409, 'conflict'],
    [413, 'payload_too_large'],
    [422, 'invalid_request'],
  ])('rejects with an ApiError after a %i, and is not retried', async (status, code) => {
    const { xpander, received } = clientAnswering([json({ detail: 'No' }, status)]);
    const error = await rejectionOf(ApiError, xpander.agents.invoke(agentId, 'hi'));
    expect(error).toMatchObject({ status, code, detail: 'No', isRetryable: false });
    expect(received).toHaveLength(1);
  });

  it.each<[string, Answer, object]>([
    ['a rate limit', json({ detail: 'Too many requests' }, 429), { code: 'rate_limited', status: 429 }],
    ['a rate limit of a gateway', html(429), { code: 'protocol', status: 429 }],
    ['a 503 in the format of the API', json({ detail: 'Overloaded' }, 503), { code: 'server_error', status: 503 }],
    ['a 503 with Retry-After', html(503, { 'retry-after': '1' }), { code: 'protocol', status: 503 }],
  ])('rejects with the error of the answer when %s persists, because nothing was started', async (_, answer, facts) => {
    const { xpander, received } = clientAnswering([answer], { rateLimit: 'off' });
    const error = await rejection(xpander.agents.run(agentId, 'hi', { onAmbiguous: 'resend' }));
    expect(error).toMatchObject(facts);
    expect(received).toHaveLength(3);
  });

  it('is not retried when the quota is exceeded', async () => {
    const nested = { detail: { detail: { detail: 'You have reached the limit of your plan' } } };
    const { xpander, received } = clientAnswering([json(nested, 429)]);
    const error = await rejectionOf(ApiError, xpander.agents.invoke(agentId, 'hi'));
    expect(error).toMatchObject({ code: 'quota_exceeded', detail: 'You have reached the limit of your plan' });
    expect(received).toHaveLength(1);
  });

  it('rejects as ambiguous when middleware throws after the POST, and with its error when it throws before', async () => {
    const { xpander, received } = clientAnswering([task('completed')]);
    const failure = new Error('middleware');
    const after = {
      onResponse: (): never => {
        throw failure;
      },
    };
    xpander.api.use(after);
    const error = await rejectionOf(AmbiguousInvocationError, xpander.agents.invoke(agentId, 'hi'));
    expect(error.cause).toBe(failure);
    xpander.api.eject(after);
    xpander.api.use({
      onRequest: (): never => {
        throw failure;
      },
    });
    await expect(xpander.agents.invoke(agentId, 'hi')).rejects.toBe(failure);
    expect(received).toHaveLength(1);
  });

  it('rejects as ambiguous when options.fetch returns no Response', async () => {
    const { xpander } = clientAnswering([], { fetch: async () => undefined as never });
    const error = await rejectionOf(AmbiguousInvocationError, xpander.agents.invoke(agentId, 'hi'));
    expect(error.message).toContain('options.fetch did not return a Response');
  });

  it('sends nothing when the key does not arrive in time, and has started: false in its error', async () => {
    const apiKey = (): Promise<string> => new Promise(() => undefined);
    const { xpander, received } = clientAnswering([task('completed')], { apiKey });
    expect(await rejection(xpander.agents.invoke(agentId, 'hi', { timeoutMs: 1_000 }))).toMatchObject({
      code: 'timeout',
    });
    const error = await rejectionOf(DeadlineError, xpander.agents.invoke(agentId, 'hi', { deadlineMs: 1_000 }));
    expect(error.started).toBe(false);
    expect(received).toEqual([]);
  });

  it('names no task when nothing was started', async () => {
    const { xpander } = clientAnswering([json({ detail: 'No' }, 401)]);
    for (const onAmbiguous of ['throw', 'adopt'] as const) {
      const error = await rejectionOf(ApiError, xpander.agents.run(agentId, 'hi', { onAmbiguous }));
      expect(error).not.toHaveProperty('taskId');
    }
  });

  it.each(['text', null, Object.freeze(new Error('mine'))])(
    'rejects with exactly what onUpdate throws: %s',
    async (thrown) => {
      const { xpander } = clientAnswering([task('pending')]);
      const onUpdate = (): never => {
        throw thrown;
      };
      const rejected = await rejection(xpander.agents.run(agentId, 'hi', { onUpdate }));
      expect(rejected).toBe(thrown);
      if (rejected instanceof Error) expect(rejected).not.toHaveProperty('taskId');
    },
  );

  it('rejects with exactly the reason of an abort', async () => {
    const reason = new ConfigurationError('mine', 'is mine', 'Leave it');
    const controller = new AbortController();
    const { xpander } = clientAnswering([task('pending')], { hooks: { onPoll: () => controller.abort(reason) } });
    expect(await rejection(xpander.agents.run(agentId, 'hi', { signal: controller.signal }))).toBe(reason);
    expect(reason).not.toHaveProperty('taskId');
  });

  it('adds the taskId to its error once the task is known', async () => {
    const { xpander } = clientAnswering([task('pending'), json({ detail: 'No' }, 401)]);
    const refused = await rejectionOf(ApiError, xpander.agents.run(agentId, 'hi'));
    expect(refused).toMatchObject({ status: 401, taskId });
    expect(refused.lastTask?.status).toBe('pending');
    expect(Object.keys(refused)).not.toContain('lastTask');
    expect(Object.keys(refused)).toContain('taskId');

    const other = clientAnswering([task('pending')]);
    const misconfigured = other.xpander.agents.run(agentId, 'hi', { pollIntervalMs: () => -1 });
    expect(await rejectionOf(ConfigurationError, misconfigured)).toMatchObject({ taskId });
  });

  it('rejects after a redirect, which is not followed', async () => {
    const { xpander, received } = clientAnswering([
      new Response(null, { status: 307, headers: { location: 'https://evil.example' } }),
    ]);
    const error = await rejectionOf(Error, xpander.agents.invoke(agentId, 'hi'));
    expect(error).toMatchObject({ code: 'protocol', status: 307 });
    expect(received).toHaveLength(1);
  });
});
