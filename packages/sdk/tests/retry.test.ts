import { describe, expect, it } from 'vitest';
import { ApiError, ConnectionError, DeadlineError, type HookEvent, ProtocolError, TimeoutError } from '../src/index.ts';
import {
  type Answer,
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

const truncatedBody = (): Response =>
  new Response(
    new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode('{"id": "8'));
        controller.error(new TypeError('terminated'));
      },
    }),
  );

describe('a read', () => {
  it.each<[string, Answer]>([
    ['a refused connection', networkError('ECONNREFUSED')],
    ['a reset', networkError('ECONNRESET')],
    ['a truncated body', truncatedBody],
    ['an unanswered request', noReply],
    ['a 408', json({}, 408)],
    ['a 429', json({}, 429)],
    ['a 500', json({}, 500)],
    ['a 502', html(502)],
    ['a 503', html(503)],
    ['a 504', html(504)],
    ...[425, 507, 520, 522, 524, 525, 530, 599].map((status): [string, Answer] => [
      `a ${status}`,
      json({ detail: 'oops' }, status),
    ]),
    ...[200, 400, 401, 403, 404, 409, 422, 429, 501, 505].map((status): [string, Answer] => [
      `an HTML page with status ${status}`,
      html(status),
    ]),
    ...[200, 401, 404, 500].map((status): [string, Answer] => [
      `an empty body with status ${status}`,
      new Response(null, { status }),
    ]),
    ['a 404 in plain text', new Response('404 page not found', { status: 404 })],
    ['a 404 in the JSON of a gateway', json({ message: 'no Route matched with those values' }, 404)],
    ['a 403 in the JSON of a gateway', json({ error: { code: 403, message: 'Forbidden' } }, 403)],
    ['a 404 with a problem document', json({ type: 'about:blank', title: 'Gone', status: 404, detail: 'No' }, 404)],
    ['broken JSON', new Response('{"id":')],
  ])('is retried after %s', async (_, failure) => {
    const { xpander, received } = clientAnswering([failure, failure, task('executing')]);
    expect((await xpander.tasks.get(taskId)).status).toBe('executing');
    expect(received).toHaveLength(3);
  });

  it.each([
    ['a 400', json({}, 400)],
    ['a 404', json({}, 404)],
    ['a 501', json({}, 501)],
    ['a 505', json({ detail: 'No' }, 505)],
    ['a redirect', new Response(null, { status: 302 })],
    ['JSON that is no task', json({})],
    ['an exceeded quota', json({ error: 'Please upgrade your plan' }, 429)],
  ])('is not retried after %s', async (_, answer) => {
    const { xpander, received } = clientAnswering([answer, task('executing')]);
    await rejectionOf(Error, xpander.tasks.get(taskId));
    expect(received).toHaveLength(1);
  });

  it.each([
    [0, 1],
    [1, 2],
    [5, 6],
  ])('with maxRetries: %i is sent %i times', async (maxRetries, attempts) => {
    const { xpander, received } = clientAnswering([json({ detail: 'oops' }, 500)]);
    expect((await rejectionOf(ApiError, xpander.tasks.get(taskId, { maxRetries }))).code).toBe('server_error');
    expect(received).toHaveLength(attempts);
  });

  it('backs off with full jitter, up to 0.5, 1, 2, 4, 8 and 8 s', async () => {
    const { xpander, received } = clientAnswering([networkError('ECONNRESET')]);
    for (let run = 0; run < 50; run += 1)
      await rejectionOf(ConnectionError, xpander.tasks.get(taskId, { maxRetries: 6 }));
    const pauses = received.slice(1).map(({ atMs }, index) => atMs - (received[index]?.atMs ?? 0));
    for (const [step, longest] of [500, 1_000, 2_000, 4_000, 8_000, 8_000].entries()) {
      const ofStep = pauses.filter((_, index) => index % 7 === step);
      expect(Math.max(...ofStep)).toBeLessThanOrEqual(longest);
      expect(Math.max(...ofStep)).toBeGreaterThan(longest * 0.7);
      expect(Math.min(...ofStep)).toBeLessThan(longest * 0.3);
    }
  });
});

describe('a pause that the server requests', () => {
  const pauseAfter = async (status: number, headers: Record<string, string>): Promise<number> => {
    const { xpander, received } = clientAnswering([json({}, status, headers), task('completed')]);
    await xpander.tasks.get(taskId);
    return (received[1]?.atMs ?? 0) - (received[0]?.atMs ?? 0);
  };
  const date = 'Fri, 20 Nov 2026 10:00:00 GMT';

  it('may be given in seconds or as a date', async () => {
    expect(await pauseAfter(503, { 'retry-after': '7' })).toBe(7_000);
    expect(await pauseAfter(503, { 'retry-after': '0.25' })).toBe(250);
    expect(await pauseAfter(503, { 'retry-after': 'Fri, 20 Nov 2026 10:00:09 GMT', date })).toBe(9_000);
  });

  it('of one minute is waited for', async () => {
    expect(await pauseAfter(503, { 'retry-after': '60' })).toBe(60_000);
    expect(await pauseAfter(429, { 'x-ratelimit-reset': '60' })).toBe(60_000);
  });

  it('as a date is relative to the local clock when there is no valid Date header', async () => {
    const wish = 'Thu, 01 Jan 2026 00:00:07 GMT';
    expect(await pauseAfter(503, { 'retry-after': wish })).toBe(7_000);
    expect(await pauseAfter(503, { 'retry-after': wish, date: '2020-01-01' })).toBe(7_000);
    expect(await pauseAfter(503, { 'retry-after': 'Thu 01 Jan 2026 00:00:07 GMT' })).toBe(7_000);
    expect(await pauseAfter(503, { 'retry-after': 'Thursday, 01-Jan-26 00:00:07 GMT' })).toBe(7_000);
  });

  it('comes from x-ratelimit-reset only when Retry-After is invalid', async () => {
    expect(await pauseAfter(429, { 'retry-after': 'soon', 'x-ratelimit-reset': '5' })).toBe(5_000);
    expect(await pauseAfter(429, { 'retry-after': '3', 'x-ratelimit-reset': '5' })).toBe(3_000);
  });

  it.each([
    '1e1',
    '0x9',
    '9.',
    '.9',
    '9s',
    '9 9',
    '2026-01-01',
    '1 Jan 2026 00:00:09 GMT',
    '1-Jan 2026 00:00:09 GMT',
    'Thu, nonsense',
  ])('is ignored when it is %j', async (wish) => {
    expect(await pauseAfter(503, { 'retry-after': wish })).toBeLessThanOrEqual(500);
    expect(await pauseAfter(429, { 'x-ratelimit-reset': wish })).toBeLessThanOrEqual(500);
  });

  it('comes from x-ratelimit-reset only after a 429', async () => {
    expect(await pauseAfter(503, { 'x-ratelimit-reset': '30' })).toBeLessThanOrEqual(500);
    expect(await pauseAfter(408, { 'x-ratelimit-reset': '30' })).toBeLessThanOrEqual(500);
  });

  it.each([
    ['86400', 86_400_000],
    ['86401', undefined],
    ['99999999', undefined],
    ['100000000', undefined],
    ['0', undefined],
  ])('with x-ratelimit-reset: %s, from now or since the epoch, gives retryAfterMs: %s', async (reset, retryAfterMs) => {
    const { xpander } = clientAnswering([json({}, 429, { 'x-ratelimit-reset': reset })], { maxRetries: 0 });
    expect((await rejectionOf(ApiError, xpander.tasks.get(taskId))).retryAfterMs).toBe(retryAfterMs);
  });

  it.each([
    ['retry-after', 'an instant in seconds', `${Date.parse(date) / 1000 + 9}`],
    ['retry-after', 'an instant in milliseconds', `${Date.parse(date) + 9_000}`],
    ['retry-after', 'two numbers', '9, 2'],
    ['retry-after', 'two numbers without a space', '2,9'],
    ['retry-after', 'two equal numbers', '9, 9'],
    ['retry-after', 'two dates', 'Fri, 20 Nov 2026 10:00:02 GMT, Fri, 20 Nov 2026 10:00:09 GMT'],
    ['retry-after', 'a number and a date', '2, Friday, 20-Nov-26 10:00:09 GMT'],
    ['retry-after', 'a number and what cannot be a pause', '9, 99999999999999, soon, -1'],
    ['x-ratelimit-reset', 'an instant in milliseconds', `${Date.parse(date) + 9_000}`],
    ['x-ratelimit-reset', 'a date', 'Fri, 20 Nov 2026 10:00:09 GMT'],
    ['x-ratelimit-reset', 'two instants', `${Date.parse(date) / 1000 + 9}, ${Date.parse(date) / 1000 + 2}`],
  ])('is read from %s as %s', async (name, _, wish) => {
    expect(await pauseAfter(429, { [name]: wish, date })).toBe(9_000);
  });

  it.each([
    ['an instant in the past', '1600000000'],
    ['an instant in microseconds', `${Date.parse(date)}000`],
    ['more than a day', '86401'],
    ['two values that cannot be a pause', '1600000000, 99999999999999'],
  ])('is none when Retry-After is %s', async (_, wish) => {
    const { xpander } = clientAnswering([json({}, 429, { 'retry-after': wish, date })], { maxRetries: 0 });
    expect((await rejectionOf(ApiError, xpander.tasks.get(taskId))).retryAfterMs).toBeUndefined();
  });

  it('as long as the rest of the deadline is not waited for', async () => {
    const { xpander, received } = clientAnswering([json({}, 429, { 'retry-after': '30' }), task('completed')]);
    const error = await rejectionOf(ApiError, xpander.agents.run('a-1', 'hi', { deadlineMs: 30_000 }));
    expect(error.retryAfterMs).toBe(30_000);
    expect(received).toHaveLength(1);
  });

  it('comes from x-ratelimit-reset, relative to the Date header', async () => {
    const reset = String(Date.parse(date) / 1000 + 12);
    expect(await pauseAfter(429, { 'x-ratelimit-reset': reset, date })).toBe(12_000);
    expect(await pauseAfter(429, { 'x-ratelimit-reset': '30' })).toBe(30_000);
  });

  it('is replaced by the backoff when the reset has passed', async () => {
    const pauses = [];
    for (let call = 0; call < 20; call += 1)
      pauses.push(await pauseAfter(429, { 'x-ratelimit-reset': '1600000000', date }));
    expect(Math.max(...pauses)).toBeGreaterThan(50);
  });

  it('is zero when its date has passed', async () => {
    expect(await pauseAfter(503, { 'retry-after': 'Fri, 20 Nov 2026 09:00:00 GMT', date })).toBe(0);
  });

  it.each(['soon', '-5', '', 'NaN', '2026'.repeat(3)])(
    'is ignored, or too long to wait for, when it is %j',
    async (wish) => {
      const { xpander } = clientAnswering([json({}, 503, { 'retry-after': wish }), task('completed')]);
      const outcome = await xpander.tasks.get(taskId).catch((error: unknown) => error);
      if (outcome instanceof ApiError) expect(outcome.retryAfterMs).toBeGreaterThan(60_000);
      else expect(outcome).toMatchObject({ status: 'completed' });
    },
  );

  it('of more than a minute is not waited for: the call rejects at once', async () => {
    const { xpander, received, clock } = clientAnswering([json({}, 429, { 'retry-after': '61' }), task('completed')]);
    const startMs = clock.now();
    const error = await rejectionOf(ApiError, xpander.tasks.get(taskId));
    expect(error).toMatchObject({ code: 'rate_limited', retryAfterMs: 61_000 });
    expect(received).toHaveLength(1);
    expect(clock.now()).toBe(startMs);
  });

  it('that passes the deadline is not waited for', async () => {
    const { xpander, received } = clientAnswering([json({}, 429, { 'retry-after': '30' }), task('completed')]);
    const error = await rejectionOf(ApiError, xpander.agents.run('a-1', 'hi', { deadlineMs: 20_000 }));
    expect(error.retryAfterMs).toBe(30_000);
    expect(received).toHaveLength(1);
  });
});

describe('the time limit of an attempt', () => {
  it('covers the headers', async () => {
    const { xpander, clock } = clientAnswering([noReply]);
    const startMs = clock.now();
    const error = await rejectionOf(TimeoutError, xpander.tasks.get(taskId, { timeoutMs: 1_000, maxRetries: 0 }));
    expect(error.timeoutMs).toBe(1_000);
    expect(clock.now() - startMs).toBe(1_000);
  });

  it('covers the body', async () => {
    const stalled = (): Response =>
      new Response(new ReadableStream({ start: (controller) => controller.enqueue(new TextEncoder().encode('{')) }));
    const { xpander } = clientAnswering([stalled]);
    await rejectionOf(TimeoutError, xpander.tasks.get(taskId, { timeoutMs: 1_000, maxRetries: 0 }));
  });

  it('is 60 s, or 240 s for a sync invoke, unless the client or the call sets timeoutMs', async () => {
    const limit = async (options: object, call: object, verb: 'get' | 'invoke'): Promise<unknown> => {
      const { xpander, clock } = clientAnswering([noReply], { maxRetries: 0, ...options });
      const startMs = clock.now();
      const pending = verb === 'get' ? xpander.tasks.get(taskId, call) : xpander.agents.invoke('a-1', 'hi', call);
      await rejectionOf(Error, pending);
      return clock.now() - startMs;
    };
    expect(await limit({}, {}, 'get')).toBe(60_000);
    expect(await limit({}, {}, 'invoke')).toBe(240_000);
    expect(await limit({ timeoutMs: 5_000 }, {}, 'invoke')).toBe(5_000);
    expect(await limit({ timeoutMs: 5_000 }, { timeoutMs: 9_000 }, 'invoke')).toBe(9_000);
    expect(await limit({}, { timeoutMs: 0, deadlineMs: 900_000 }, 'invoke')).toBe(900_000);
  });
});

describe('hooks', () => {
  it('receive the facts of each attempt, and never a body, a query or a key', async () => {
    const events: [string, HookEvent][] = [];
    const note = (name: string) => (event: HookEvent) => events.push([name, event]);
    const answers = [
      json({ detail: 'secret body' }, 500, { 'x-request-id': 'r-1', 'retry-after': '2' }),
      task('pending'),
      task('completed'),
    ];
    const { xpander } = clientAnswering(answers, {
      hooks: { onRequest: note('request'), onResponse: note('response'), onRetry: note('retry'), onPoll: note('poll') },
    });
    await xpander.tasks.get(taskId);
    for (const [, event] of events) expect(Object.values(event)).not.toContain(undefined);
    const path = `/v1/tasks/${taskId}`;
    expect(events).toEqual([
      ['request', { method: 'GET', path, taskId, attempt: 1 }],
      ['response', { method: 'GET', path, taskId, attempt: 1, status: 500, durationMs: 0, requestId: 'r-1' }],
      ['retry', { method: 'GET', path, taskId, attempt: 1, status: 500, delayMs: 2_000 }],
      ['request', { method: 'GET', path, taskId, attempt: 2 }],
      ['response', { method: 'GET', path, taskId, attempt: 2, status: 200, durationMs: 0 }],
    ]);
    await xpander.agents.invokeAsync('a-1', 'the prompt', { version: 'draft' });
    expect(events.at(-1)).toEqual([
      'response',
      expect.objectContaining({ agentId: 'a-1', path: '/v1/agents/a-1/invoke/async' }),
    ]);
    for (const [, event] of events) expect(Object.values(event)).not.toContain(undefined);
    expect(JSON.stringify(events)).not.toMatch(/key-1|secret body|the prompt|draft/);
  });

  it('do not affect the call when they throw or reject', async () => {
    const onRequest = (): never => {
      throw new Error('hook');
    };
    const onResponse = (): Promise<never> => Promise.reject(new Error('hook'));
    const { xpander } = clientAnswering([task('completed')], { hooks: { onRequest, onResponse: onResponse as never } });
    expect((await xpander.tasks.get(taskId)).status).toBe('completed');
  });
});

describe('hooks', () => {
  it('are called with the hooks object as `this`', async () => {
    let self: unknown;
    const hooks = {
      onRequest(this: unknown): void {
        self = this;
      },
    };
    const { xpander } = clientAnswering([task('completed')], { hooks });
    await xpander.tasks.get(taskId);
    expect(self).toBe(hooks);
  });

  it('are not called for a call that was aborted before it started', async () => {
    const events: HookEvent[] = [];
    const { xpander } = clientAnswering([task('completed')], { hooks: { onRequest: (event) => events.push(event) } });
    expect(await rejection(xpander.api.GET('/health', { signal: AbortSignal.abort('gone') }))).toBe('gone');
    expect(events).toEqual([]);
  });
});

describe('the raw client', () => {
  it('uses the same transport, with retries and the API key', async () => {
    const { xpander, received } = clientAnswering([html(502), task('completed')]);
    const { data } = await xpander.api.GET('/v1/tasks/{task_id}', { params: { path: { task_id: taskId } } });
    expect(data?.status).toBe('completed');
    expect(received.map(({ headers }) => headers['x-api-key'])).toEqual(['key-1', 'key-1']);
  });

  it('retries a HEAD request', async () => {
    const { xpander, received } = clientAnswering([html(502), new Response(null)]);
    await xpander.api.HEAD('/health' as never);
    expect(received.map(({ method }) => method)).toEqual(['HEAD', 'HEAD']);
  });

  it('does not retry a POST that the server may have acted on', async () => {
    const { xpander, received } = clientAnswering([html(502)]);
    const params = { path: { agent_id: 'a-1' } };
    const { response } = await xpander.api.POST('/v1/agents/{agent_id}/invoke', {
      params,
      body: { input: { text: 'hi' } },
    });
    expect(response.status).toBe(502);
    expect(received).toHaveLength(1);
  });

  it('shows middleware one request for each call, without the key', async () => {
    const { xpander } = clientAnswering([html(502), html(502), task('completed')], { headers: { 'x-tenant': 't-1' } });
    const seen: Request[] = [];
    xpander.api.use({
      onRequest: ({ request }) => {
        seen.push(request);
      },
    });
    await xpander.tasks.get(taskId);
    expect(seen).toHaveLength(1);
    expect([...(seen[0]?.headers.keys() ?? [])]).not.toContain('x-api-key');
  });

  it('lets middleware that is added after the first call replace requests and responses', async () => {
    const { xpander, received } = clientAnswering([task('completed'), task('completed', { result: 'An answer' })]);
    await xpander.tasks.get(taskId);
    xpander.api.use({
      onRequest: ({ request }) => new Request(request, { headers: { 'x-trace': 't-1' } }),
      onResponse: async ({ response }) => {
        const answer = (await response.clone().json()) as { result: string };
        return Response.json({ ...answer, result: answer.result.toUpperCase() });
      },
    });
    expect((await xpander.tasks.get(taskId)).result).toBe('AN ANSWER');
    expect(received[1]?.headers).toMatchObject({ 'x-trace': 't-1' });
  });

  it('rejects a request that a call or middleware directs to another host', async () => {
    const { xpander, received } = clientAnswering([task('completed')]);
    const rejected = await rejection(xpander.api.GET('/health', { baseUrl: 'http://evil.example' }));
    expect(rejected).toMatchObject({ code: 'configuration', option: 'baseUrl' });
    expect(rejected).toMatchObject({
      message:
        'baseUrl: the request would send the key to http://evil.example. Create another client for another base URL',
    });
    xpander.api.use({ onRequest: ({ request }) => new Request('https://evil.example/x', request) });
    expect(await rejection(xpander.tasks.get(taskId))).toMatchObject({ code: 'configuration', option: 'baseUrl' });
    expect(received).toEqual([]);
  });

  it.each([null, 0, '', undefined])(
    'rejects with an AbortError when it is aborted with the reason %o',
    async (reason) => {
      const { xpander } = clientAnswering([noReply]);
      const controller = new AbortController();
      const call = rejection(xpander.api.GET('/health', { signal: controller.signal }));
      controller.abort(reason);
      expect(await call).toMatchObject({ name: 'AbortError' });
    },
  );

  it('keeps the path prefix of the base URL', async () => {
    const { xpander, received } = clientAnswering([task('completed')], {
      baseUrl: 'https://gateway.example.com/xpander/',
    });
    await xpander.tasks.get(taskId);
    expect(received[0]?.url).toBe(`https://gateway.example.com/xpander/v1/tasks/${taskId}`);
  });
});

describe('the rateLimit of a client', () => {
  it('allows a fifth at once, never more than the limit in any window, and the full rate in the long run', async () => {
    const { xpander, received, clock } = clientAnswering([task('completed')], {
      rateLimit: { requests: 10, perMs: 1_000 },
    });
    const startMs = clock.now();
    await Promise.all(Array.from({ length: 40 }, () => xpander.tasks.get(taskId)));
    const times = received.map(({ atMs }) => atMs - startMs);
    expect(times.slice(0, 3)).toEqual([0, 0, 125]);
    for (const from of times)
      expect(times.filter((time) => time >= from && time < from + 1_000).length).toBeLessThanOrEqual(10);
    expect(times.at(-1)).toBeLessThan(4_080);
  });

  it('counts the time in its queue toward deadlineMs, not toward timeoutMs', async () => {
    const { xpander, received } = clientAnswering([task('completed')], { rateLimit: { requests: 1, perMs: 30_000 } });
    await xpander.tasks.get(taskId, { timeoutMs: 1_000 });
    await xpander.tasks.get(taskId, { timeoutMs: 1_000 });
    expect((received[1]?.atMs ?? 0) - (received[0]?.atMs ?? 0)).toBe(30_000);
    const error = await rejectionOf(DeadlineError, xpander.agents.run('a-1', 'hi', { deadlineMs: 5_000 }));
    expect(error.started).toBe(false);
    expect(received).toHaveLength(2);
  });
});

describe('an endless response', () => {
  it('is rejected after 64 MiB', async () => {
    const chunk = new Uint8Array(1024 * 1024).fill(32);
    let sent = 0;
    const endless = (): Response =>
      new Response(
        new ReadableStream({
          pull: (controller) => {
            sent += 1;
            controller.enqueue(chunk);
          },
        }),
      );
    const { xpander, received } = clientAnswering([endless]);
    const error = await rejectionOf(ProtocolError, xpander.tasks.get(taskId));
    expect(error.message).toContain('more than 67108864 bytes');
    expect(sent).toBeLessThan(70);
    expect(received).toHaveLength(1);
  });
});

describe('a malformed response', () => {
  it.each([
    ['an HTML page', html(200)],
    ['an empty body', new Response(null, { status: 200 })],
    ['broken JSON', new Response('{"id":')],
    ['a list', json([])],
    ['null', json(null)],
    ['an id that is not a string', json({ id: 7 })],
    ['an empty id', json({ id: '' })],
  ])('is rejected with a ProtocolError: %s', async (_, answer) => {
    const { xpander } = clientAnswering([answer]);
    const error = await rejectionOf(ProtocolError, xpander.tasks.get(taskId));
    expect(error.status).toBe(200);
    expect(error.message).toContain('baseUrl');
  });
});
