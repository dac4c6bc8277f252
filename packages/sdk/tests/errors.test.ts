import { describe, expect, it } from 'vitest';
import {
  AmbiguousInvocationError,
  ApiError,
  ConfigurationError,
  ConnectionError,
  DeadlineError,
  OutputError,
  ProtocolError,
  StreamInterruptedError,
  TaskFailedError,
  TaskPausedError,
  ThreadBusyError,
  TimeoutError,
  type WaitOptions,
  Xpander,
  XpanderError,
} from '../src/index.ts';
import {
  type Answer,
  agentId,
  clientAnswering,
  html,
  json,
  noReply,
  rejection,
  rejectionOf,
  task,
  taskId,
} from './support.ts';

async function read(answer: Response): Promise<ApiError> {
  const { xpander } = clientAnswering([answer], { maxRetries: 0 });
  return rejectionOf(ApiError, xpander.tasks.get(taskId));
}

describe('an ApiError', () => {
  it.each<[string, unknown, string | undefined]>([
    ['a string', { detail: 'Task not found' }, 'Task not found'],
    ['nested', { detail: { detail: { detail: 'Too many' } } }, 'Too many'],
    ['a `message`', { message: 'Nope' }, 'Nope'],
    ['an error object', { error: { message: 'Nope' } }, 'Nope'],
    ['a problem document', { type: 'about:blank', title: 'Broken', status: 500 }, 'Broken'],
    ['a bare string', 'Nope', 'Nope'],
    ['Python-quoted', "429: {'detail': {'detail': 'It\\'s over'}}", "It's over"],
    ['Python-quoted in a string detail', { detail: "429: {'detail': \"no 'credit'\"}" }, "no 'credit'"],
    ['missing', {}, undefined],
    ['a list of strings', { detail: ['first', 'second'] }, 'first'],
    ['null', null, undefined],
    ['nested fifty deep', JSON.parse(`${'{"detail":'.repeat(50)}"x"${'}'.repeat(50)}`), undefined],
    ['an `error` string', { error: 'Nope' }, 'Nope'],
    ['a `description`', { description: 'Nope' }, 'Nope'],
    ['a `title`', { title: 'Nope' }, 'Nope'],
    ['a `msg`', { msg: 'Nope' }, 'Nope'],
    ['both a `message` and a `detail`', { message: 'second', detail: 'first' }, 'first'],
    ['under an unknown name', { reason: 'Nope' }, undefined],
    ['not a string', { detail: 7, message: null, error: ' ' }, undefined],
    ['surrounded by white space', { detail: '  Nope\n' }, 'Nope'],
    ['after empty strings', { detail: ['', ' ', 'Nope'] }, 'Nope'],
    ['a Python-quoted `message`', "503: {'message': 'Nope'}", 'Nope'],
    ['a Python-quoted `error`', "503:{'error':'Nope'}", 'Nope'],
    ['Python-quoted with a backslash', "500: {'detail': 'a\\\\b \\\"c\\\"'}", 'a\\b "c"'],
    ['Python-quoted without a known name', "500: {'code': 'x'}", "500: {'code': 'x'}"],
    ['text with a Python-quoted part further on', "We saw 429: {'detail': 'x'}", "We saw 429: {'detail': 'x'}"],
    ['Python-quoted after a status of four digits', "4290: {'detail': 'x'}", "4290: {'detail': 'x'}"],
    ['nested seven deep', JSON.parse(`${'{"detail":'.repeat(7)}"x"${'}'.repeat(7)}`), 'x'],
    ['listed eight deep', { detail: JSON.parse(`${'['.repeat(8)}"x"${']'.repeat(8)}`) }, undefined],
    ['nested eight deep', JSON.parse(`${'{"detail":'.repeat(8)}"x"${'}'.repeat(8)}`), undefined],
  ])('reads its detail when that is %s', async (_, body, detail) => {
    expect((await read(json(body, 500))).detail).toBe(detail);
  });

  it('accepts issues with missing or invalid fields', async () => {
    const detail = ['text', { loc: 'body', msg: 7 }, { loc: ['body', 3, null, { a: 1 }], msg: 'Wrong' }, null];
    const error = await read(json({ detail }, 422));
    expect(error.issues).toEqual([
      { loc: [], msg: 'invalid', type: 'unknown' },
      { loc: ['body', 3], msg: 'Wrong', type: 'unknown' },
    ]);
    expect(error.detail).toBe('invalid; body.3: Wrong');
    expect(await read(json({ detail: ['text', null] }, 422))).not.toHaveProperty('issues');
  });

  it('has no detail when the body has none', async () => {
    const error = await read(json({}, 500));
    expect(error).toMatchObject({ status: 500, code: 'server_error', detail: undefined });
    expect(error.message).toBe(`GET /v1/tasks/${taskId} answered 500`);
  });

  it('cuts a long detail to 500 characters', async () => {
    expect((await read(json({ detail: 'x'.repeat(10_000) }, 500))).detail).toHaveLength(500);
  });

  it('names each issue of a 422 and its location, without the rejected value', async () => {
    const detail = [
      {
        type: 'missing',
        loc: ['body', 'input', 'user', 'email'],
        msg: 'Field required',
        input: { id: 'secret' },
        ctx: { a: 1 },
      },
      { type: 'enum', loc: ['body', 'think_mode'], msg: 'Input should be default or harder', input: 'secret' },
    ];
    const error = await read(json({ detail }, 422));
    expect(error.code).toBe('invalid_request');
    expect(error.issues).toEqual([
      { type: 'missing', loc: ['body', 'input', 'user', 'email'], msg: 'Field required' },
      { type: 'enum', loc: ['body', 'think_mode'], msg: 'Input should be default or harder' },
    ]);
    expect(error.message).toContain('body.input.user.email: Field required; body.think_mode: Input');
    expect(error.body).toEqual({ detail });
  });

  it.each([
    [400, 'bad_request', false],
    [401, 'unauthorized', false],
    [403, 'forbidden', false],
    [404, 'not_found', false],
    [408, 'request_timeout', true],
    [409, 'conflict', false],
    [413, 'payload_too_large', false],
    [422, 'invalid_request', false],
    [425, 'client_error', true],
    [429, 'rate_limited', true],
    [499, 'client_error', false],
    [500, 'server_error', true],
    [501, 'server_error', false],
    [503, 'server_error', true],
    [505, 'server_error', false],
    [520, 'server_error', true],
  ])('for a %i has the code %s and isRetryable: %s', async (status, code, isRetryable) => {
    expect(await read(json({}, status))).toMatchObject({ code, isRetryable, status });
  });

  it.each<[string, (xpander: Xpander) => Promise<unknown>]>([
    ['agents.get', (xpander) => xpander.agents.get('a-1')],
    ['agents.run', (xpander) => xpander.agents.run('a-1', 'hi')],
    ['agents.invoke', (xpander) => xpander.agents.invoke('a-1', 'hi')],
    ['agents.stream', (xpander) => xpander.agents.stream('a-1', 'hi').finalTask()],
  ])('points at agents.list() when %s does not find the agent, or its id is malformed', async (_, call) => {
    const malformed = [{ type: 'value_error', loc: ['path', 'agent_id'], msg: 'not a valid agent id' }];
    for (const answer of [json({ detail: 'Agent not found' }, 404), json({ detail: malformed }, 422)]) {
      const { xpander } = clientAnswering([answer], { baseUrl: 'https://gateway.example.com/xpander' });
      const error = await rejectionOf(ApiError, call(xpander));
      expect(error.message).toMatch(/`agents\.list\(\)` shows the ids of your agents$/);
    }
  });

  it('points at agents.list() for no other missing thing, and no other mistake', async () => {
    const issue = [{ type: 'missing', loc: ['body', 'input', 'user', 'email'], msg: 'Field required' }];
    const { xpander } = clientAnswering([json({ detail: 'Task not found' }, 404), json({ detail: issue }, 422)]);
    const errors = [
      await rejectionOf(ApiError, xpander.tasks.get('t-1')),
      await rejectionOf(ApiError, xpander.agents.run('a-1', 'hi')),
    ];
    for (const { message } of errors) expect(message).not.toContain('agents.list');
  });

  it('has the requestId and retryAfterMs of the response, if any', async () => {
    const headers = { 'x-request-id': 'r-1', 'retry-after': '0' };
    expect(await read(json({}, 500, headers))).toMatchObject({ requestId: 'r-1', retryAfterMs: 0 });
    expect(await read(json({}, 500, { 'request-id': 'r-2' }))).toMatchObject({ requestId: 'r-2' });
    expect(Object.keys(await read(json({}, 500))).sort()).toEqual(['code', 'detail', 'isRetryable', 'status']);
    expect((await read(json({}, 403))).message).not.toContain('XPANDER_API_KEY');
  });

  it.each([
    [418, 'client_error'],
    [451, 'client_error'],
    [500, 'server_error'],
    [599, 'server_error'],
  ])('for status %i has the code of its class of statuses', async (status, code) => {
    expect((await read(json({}, status))).code).toBe(code);
  });

  it('distinguishes an exceeded quota from a rate limit', async () => {
    const quota = { error: 'You have used all credits' };
    expect((await read(json(quota, 429))).code).toBe('quota_exceeded');
    expect((await read(json(quota, 429, { 'x-ratelimit-limit': '100' }))).code).toBe('rate_limited');
    expect((await read(json({ detail: 'Too many requests' }, 429))).code).toBe('rate_limited');
    expect((await read(json({ detail: 'the explanation' }, 429))).code).toBe('rate_limited');
  });

  it.each([
    ...['plan', 'plans', 'credit', 'Credits', 'quota', 'billing', 'subscription', 'upgrade', 'payment'].map((word) => [
      `About your ${word}.`,
      'quota_exceeded',
    ]),
    ...['rate limit', 'rate-limit', 'RateLimits', 'too many requests', 'per second', 'per minute', 'per hour'].map(
      (words) => [`Your plan: ${words}`, 'rate_limited'],
    ),
    ['unplanned discreditable', 'rate_limited'],
  ])('for a 429 with the detail %j has the code %s', async (detail, code) => {
    const error = await read(json({ detail }, 429));
    expect(error).toMatchObject({ code, isRetryable: code === 'rate_limited' });
    expect((await read(json({ detail }, 403))).code).toBe('forbidden');
  });

  it.each(['retry-after', 'x-ratelimit-limit', 'x-ratelimit-remaining', 'x-ratelimit-reset'])(
    'for a 429 with the header %s has the code rate_limited',
    async (name) => {
      expect((await read(json({ detail: 'Upgrade your plan' }, 429, { [name]: '1' }))).code).toBe('rate_limited');
    },
  );

  it('for a 401 names XPANDER_API_KEY', async () => {
    expect((await read(json({ detail: 'Invalid or missing API key' }, 401))).message).toContain('XPANDER_API_KEY');
  });
});

describe('a response made by middleware', () => {
  it.each([
    [json({ detail: 'Closed' }, 503), /^The request answered 503: Closed$/],
    [html(200), /^The request was answered with something that is not JSON \(status 200\)/],
  ])('leads to an error that names no method or path, because nothing was sent, %#', async (answer, message) => {
    const { xpander, received } = clientAnswering([task('completed')]);
    xpander.api.use({ onRequest: () => answer });
    const error = await rejection(xpander.tasks.get(taskId));
    expect(error).toMatchObject({ message: expect.stringMatching(message) });
    expect(received).toEqual([]);
  });
});

describe('a malformed response', () => {
  const readAnswer = async (answer: Response): Promise<ProtocolError> => {
    const { xpander } = clientAnswering([answer], { maxRetries: 0 });
    return rejectionOf(ProtocolError, xpander.tasks.get(taskId));
  };
  const get = `GET /v1/tasks/${taskId} was answered with`;

  it.each([
    [new Response(null), `${get} an empty body (status 200)`],
    [new Response(null, { status: 204 }), `${get} an empty body (status 204)`],
    [html(200), `${get} something that is not JSON (status 200)`],
    [json('{}'), `${get} something that is not a task: it has no id (status 200)`],
    [new Response(' "text"'), `${get} something that is not a task: it has no id (status 200)`],
    [new Response('no "JSON"'), `${get} something that is not JSON (status 200)`],
    [json({}, 201), `${get} something that is not a task: it has no id (status 201)`],
  ])('is described in the message of the ProtocolError, %#', async (answer, message) => {
    expect((await readAnswer(answer)).message).toContain(message);
  });

  it.each([
    [html(502), 'a web page titled "502 Bad Gateway"'],
    [html(404), 'a web page titled "502 Bad Gateway"'],
    [new Response('<p>Sorry</p>', { status: 502 }), 'a web page'],
    [new Response('\n <HTML><TITLE lang="en">\n Gone </TITLE></HTML>', { status: 502 }), 'a web page titled "Gone"'],
    [new Response('<title> </title>', { status: 502 }), 'a web page'],
    [new Response(`<p>${'x'.repeat(10_000)}</p><title>Late</title>`, { status: 502 }), 'a web page'],
    [new Response(`<title>${'x'.repeat(201)}</title>`, { status: 502 }), 'a web page'],
    [new Response(null, { status: 500 }), 'an empty body'],
    [new Response(null, { status: 404 }), 'an empty body'],
    [new Response(' \n', { status: 401 }), "an error that is not the API's"],
    [new Response('404 page not found', { status: 404 }), "an error that is not the API's: 404 page not found"],
    [new Response('Bad Gateway', { status: 502 }), "an error that is not the API's: Bad Gateway"],
    [json({ message: 'Forbidden' }, 403), "an error that is not the API's: Forbidden"],
    [json({ error: { code: 401 } }, 401), "an error that is not the API's"],
    [json('Nope', 404), "an error that is not the API's: Nope"],
    [json(null, 404), "an error that is not the API's"],
    [json({ title: 'Gone', status: 410, detail: 'No' }, 410), "an error that is not the API's: No"],
  ])('of a gateway is described in the message of the ProtocolError, %#', async (answer, what) => {
    const { status } = answer;
    const error = await readAnswer(answer);
    expect(error).toMatchObject({ message: expect.stringContaining(`${get} ${what} (status ${status})`), status });
    expect(error.isRetryable).toBe(true);
  });

  it('has the requestId and retryAfterMs of the response, if any', async () => {
    const error = await readAnswer(html(503, { 'x-request-id': 'r-1', 'retry-after': '90' }));
    expect(error).toMatchObject({ requestId: 'r-1', retryAfterMs: 90_000 });
    expect(Object.keys(await readAnswer(html(404))).sort()).toEqual(['code', 'isRedirect', 'isRetryable', 'status']);
  });

  it('leads to a snippet of its first 500 characters that is not enumerable', async () => {
    const error = await readAnswer(new Response(`<${'x'.repeat(1_000)}`));
    expect(error.snippet).toBe(`<${'x'.repeat(499)}`);
    expect(Object.keys(error)).not.toContain('snippet');
  });

  it.each([
    [300, true],
    [399, true],
    [200, false],
  ])('with status %i has isRedirect: %s, and is retryable unless it is a redirect', async (status, isRedirect) => {
    const error = await readAnswer(new Response(null, { status }));
    expect(error).toMatchObject({ status, isRedirect, isRetryable: !isRedirect });
  });

  it.each([
    [{ status: 0, type: 'opaqueredirect' }, true],
    [{ status: 0, type: 'error' }, true],
    [{ status: 199, type: 'basic' }, false],
    [{ status: 600, type: 'basic' }, false],
  ])('may be %o, whatever its text', async (odd, isRedirect) => {
    const answer = { ...odd, headers: new Headers(), text: async () => '{"id":"t"}', body: null, clone: () => answer };
    const fetch = async (): Promise<Response> => answer as unknown as Response;
    const { xpander } = clientAnswering([], { fetch, maxRetries: 0 });
    const error = await rejectionOf(ProtocolError, xpander.tasks.get(taskId));
    expect(error).toMatchObject({ status: odd.status, isRedirect, snippet: '' });
    if (!isRedirect) expect(error.message).toContain('was answered with an invalid HTTP status');
  });
});

describe('the name of an error', () => {
  it.each([
    ['AmbiguousInvocationError', AmbiguousInvocationError],
    ['ApiError', ApiError],
    ['ConfigurationError', ConfigurationError],
    ['ConnectionError', ConnectionError],
    ['DeadlineError', DeadlineError],
    ['OutputError', OutputError],
    ['ProtocolError', ProtocolError],
    ['StreamInterruptedError', StreamInterruptedError],
    ['TaskFailedError', TaskFailedError],
    ['TaskPausedError', TaskPausedError],
    ['ThreadBusyError', ThreadBusyError],
    ['TimeoutError', TimeoutError],
    ['XpanderError', XpanderError],
  ])('is %s even in minified code, and not a field of each instance', (name, { prototype }) => {
    expect(prototype.name).toBe(name);
    expect(Object.hasOwn(prototype, 'name')).toBe(true);
    expect(Object.keys(prototype)).toEqual([]);
  });
});

describe('an error', () => {
  const running = task('executing');
  const wait = (answers: Answer[], options: WaitOptions): Promise<DeadlineError> =>
    rejectionOf(DeadlineError, clientAnswering(answers).xpander.tasks.wait(taskId, { deadlineMs: 5_000, ...options }));

  it.each([
    [running, 'goes on (last seen executing)', ''],
    [task('hibernating'), 'goes on (last seen hibernating)', ''],
    [task(null), 'goes on (last seen without status)', ''],
    [task('paused'), 'is paused and waits for a person', ', { onPaused: "wait" }'],
  ])('for a deadline says how the task was last seen, %#', async (answer, words, options) => {
    const error = await wait([answer], { onPaused: 'wait' });
    expect(error.message).toBe(
      `Gave up after deadlineMs: 5000: task ${taskId} ${words}. Call \`tasks.wait("${taskId}"${options})\` to wait again.`,
    );
  });

  it.each(['completed', 'failed', 'error', 'stopped'])(
    'for a deadline says that %s may be from an earlier turn',
    async (status) => {
      const since = { id: taskId, status, result: null, input: { text: 'hi' }, finished_at: '2026-02-07T02:13:41Z' };
      const error = await wait([task(status, since)], { since });
      expect(error.message).toContain(`task ${taskId} shows ${status}, possibly from an earlier turn.`);
    },
  );

  it('for a deadline during the POST says that a run may have started, and under which id', async () => {
    const { xpander } = clientAnswering([noReply]);
    const named = await rejectionOf(
      DeadlineError,
      xpander.agents.run(agentId, 'hi', { deadlineMs: 10, onAmbiguous: 'adopt' }),
    );
    const unnamed = await rejectionOf(DeadlineError, xpander.agents.run(agentId, 'hi', { deadlineMs: 10 }));
    const mayHave = 'Gave up after deadlineMs: 10: a run may have started';
    const unseen = 'but no answer confirmed it';
    expect(named.message).toBe(
      `${mayHave} as task ${named.taskId}, ${unseen}. Check \`tasks.get("${named.taskId}")\` before invoking again.`,
    );
    expect(unnamed.message).toBe(
      `${mayHave}, ${unseen}. Check \`tasks.list()\` for it before invoking again, or pass \`onAmbiguous: "adopt"\` next time.`,
    );
  });

  it('for a missing key is a ConfigurationError and not retryable', () => {
    const make = (): Xpander => new Xpander({ apiKey: '' });
    expect(make).toThrow(ConfigurationError);
    expect(make).toThrow(expect.objectContaining({ option: 'apiKey', isRetryable: false }));
  });

  it('for a deadline before the POST says that nothing was started', async () => {
    const apiKey = (): Promise<string> => new Promise(() => undefined);
    const { xpander } = clientAnswering([running], { apiKey });
    const error = await rejectionOf(DeadlineError, xpander.agents.run(agentId, 'hi', { deadlineMs: 10 }));
    expect(error.message).toBe('Gave up after deadlineMs: 10, before anything was started.');
    expect(error).not.toHaveProperty('cause');
    expect(error).toMatchObject({ name: 'DeadlineError', code: 'deadline', deadlineMs: 10 });
  });

  it('for an ambiguous invocation says what failed and how to check for the run', async () => {
    const ask = (onAmbiguous: 'throw' | 'adopt'): Promise<AmbiguousInvocationError> => {
      const { xpander } = clientAnswering([html(502)]);
      return rejectionOf(AmbiguousInvocationError, xpander.agents.run(agentId, 'hi', { onAmbiguous }));
    };
    const unnamed = await ask('throw');
    expect(unnamed.message).toMatch(
      /^The run may have started, so the request is not sent again: POST \/v1\S+ was answered with a web page titled "502 Bad Gateway" \(status 502\)\. Check `baseUrl` and any proxy in front of the API\. Check `tasks\.list\(\)` for it before invoking again, or pass `onAmbiguous: "adopt"` next time\.$/,
    );
    const named = await ask('adopt');
    expect(named.message).toMatch(
      /in front of the API\. Check `tasks\.get\("[0-9a-f-]{36}"\)` before invoking again\.$/,
    );
  });

  it.each([
    ['the first line that is not empty', ' \r\n\n  Out of credit  \nat line 7', 'Out of credit'],
    ['a text of one line', 'boom', 'boom'],
    ['at most 200 characters', 'x'.repeat(10_000), 'x'.repeat(200)],
    ['whole characters', `${'x'.repeat(199)}🎉`, 'x'.repeat(199)],
    ['no half of a character', 'a\ud83d b', 'a b'],
    ['no control characters', '\u001b[31ma\u0007b\u0000\tc\u009b\u202e', '[31mab c'],
    ['the next line if the first has control characters only', '\u001b\u0007\u2028second', 'second'],
  ])('for a failed run quotes of the reason %s', async (_, result, reason) => {
    const { xpander } = clientAnswering([task('error', { result })]);
    const error = await rejectionOf(TaskFailedError, xpander.tasks.wait(taskId));
    expect(error.message).toBe(`Task ${taskId} ended as error: ${reason}`);
    expect(() => encodeURIComponent(error.message)).not.toThrow();
    expect(error.task.result).toBe(result);
  });

  it.each([null, '', ' \n\t', 7, { why: 'x' }])(
    'for a failed run with the result %j quotes nothing',
    async (result) => {
      const { xpander } = clientAnswering([task('failed', { result })]);
      const error = await rejectionOf(TaskFailedError, xpander.tasks.wait(taskId));
      expect(error.message).toBe(`Task ${taskId} ended as failed; \`error.task.result\` may say why`);
    },
  );

  it('for a failed run quotes the reason with detail: "summary" as well', async () => {
    const rows = [taskId, 't-2'].map((id) => ({
      id,
      status: 'failed',
      result: 'boom',
      updated_at: '2026-01-01T00:00:00Z',
    }));
    const { xpander } = clientAnswering([json({ items: rows, total_pages: 1 })]);
    for await (const { id, error } of xpander.tasks.waitAll([taskId, 't-2'], { detail: 'summary' }))
      expect(error).toMatchObject({ message: `Task ${id} ended as failed: boom` });
  });

  it.each([
    ['detail', (text: string) => json({ detail: text }, 500)],
    ['snippet', (text: string) => new Response(text)],
    ['detail of a page', (text: string) => new Response(text, { status: 404 })],
  ])('has no half of a character where a long text is cut: %s', async (_, answer) => {
    for (const text of [`${'x'.repeat(499)}🎉`, `${'🎉'.repeat(400)}`, `x${'🎉'.repeat(400)}`]) {
      const { xpander } = clientAnswering([answer(text)], { maxRetries: 0 });
      const error = (await rejection(xpander.tasks.get(taskId))) as Error & { detail?: string; snippet?: string };
      const shown = [error.message, error.detail ?? '', error.snippet ?? ''];
      for (const each of shown) expect(() => encodeURIComponent(each)).not.toThrow();
      expect(Math.max(...shown.slice(1).map(({ length }) => length))).toBeGreaterThanOrEqual(499);
    }
  });

  it('has no half of a character that the server has sent', async () => {
    const half = new Response('{"detail":"a\\ud83d b"}', { status: 500 });
    const { xpander } = clientAnswering([half], { maxRetries: 0 });
    expect(await rejection(xpander.tasks.get(taskId))).toMatchObject({ detail: 'a b' });
  });

  it('for a failed run names the task and its status', async () => {
    const { xpander } = clientAnswering([task('failed')]);
    const error = await rejectionOf(TaskFailedError, xpander.tasks.wait(taskId));
    expect(error.message).toBe(`Task ${taskId} ended as failed; \`error.task.result\` may say why`);
    expect(error).toMatchObject({ taskId, isRetryable: false });
  });

  it.each([
    [{}, 'a person to approve it'],
    [{ hitl_request: { wait_node_id: 'n' } }, 'a person to approve it'],
    [{ pending_eca_request: { auth_url: 'https://login.example.com' } }, 'a person to log in'],
  ])('for a paused task says what it waits for, %#', async (more, need) => {
    const { xpander } = clientAnswering([task('paused', more)]);
    const error = await rejectionOf(TaskPausedError, xpander.tasks.wait(taskId));
    expect(error.message).toBe(
      `Task ${taskId} is paused and waits for ${need}. Call \`tasks.wait("${taskId}", { onPaused: "wait" })\` to keep waiting.`,
    );
    expect(error).toMatchObject({ taskId, status: 'paused' });
  });
});

describe('an error that fetch throws', () => {
  const read = async (thrown: unknown): Promise<ConnectionError> => {
    const fetch = (): Promise<Response> => Promise.reject(thrown);
    const { xpander } = clientAnswering([], { fetch, maxRetries: 0 });
    return rejectionOf(ConnectionError, xpander.tasks.get(taskId));
  };
  const failure = (facts: object, message = 'boom'): Error => Object.assign(new Error(message), facts);
  const alert = (number: number): string =>
    `4007:error:0A0:SSL routines:ssl3_read_bytes:tlsv1 alert:../record/rec_layer_s3.c:918:SSL alert number ${number}\n`;
  const handshakeCutOff = 'Client network socket disconnected before secure TLS connection was established';

  it.each([
    'ECONNREFUSED',
    'ENOTFOUND',
    'EAI_AGAIN',
    'EAI_FAIL',
    'EAI_NODATA',
    'EAI_NONAME',
    'EHOSTUNREACH',
    'ENETUNREACH',
    'UND_ERR_CONNECT_TIMEOUT',
    'ConnectionRefused',
    'FailedToOpenSocket',
    'CERT_HAS_EXPIRED',
    'CERT_NOT_YET_VALID',
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'SELF_SIGNED_CERT_IN_CHAIN',
    'UNABLE_TO_GET_ISSUER_CERT',
    'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    'ERR_TLS_CERT_ALTNAME_INVALID',
    'ERR_SSL_WRONG_VERSION_NUMBER',
    'EAI_FAMILY',
    'CERT_REVOKED',
    'INVALID_CA',
    'INVALID_PURPOSE',
    'UND_ERR_CLOSED',
    'UND_ERR_INVALID_ARG',
    'UND_ERR_SOCKS5_AUTH_FAILED',
  ])('with the code %s proves that nothing was sent', async (code) => {
    const thrown = new TypeError('fetch failed', { cause: failure({ code }) });
    expect(await read(thrown)).toMatchObject({ sent: false, message: 'Could not connect: boom', cause: thrown });
  });

  it.each([
    [failure({ code: 'ECONNREFUSED', syscall: 'connect' }), false],
    [failure({ code: 'ENOTFOUND', syscall: 'getaddrinfo' }), false],
    [failure({ code: 'ECONNREFUSED', syscall: 'write' }), 'unknown'],
    [failure({ code: 'ECONNRESET', syscall: 'connect' }), 'unknown'],
    [failure({ code: 'ECONNREFUSED', syscall: 'read' }), 'unknown'],
    [failure({ code: 'ETIMEDOUT', syscall: 'connect' }), false],
    [failure({ code: 'ETIMEDOUT', syscall: 'read' }), 'unknown'],
    [failure({ code: 'ETIMEDOUT' }), 'unknown'],
    [failure({ code: 'ECONNRESET' }, handshakeCutOff), false],
    [failure({ code: 'ECONNRESET' }, `not: ${handshakeCutOff}`), 'unknown'],
    [failure({ code: 'ECONNRESET', syscall: 'read' }, handshakeCutOff), 'unknown'],
    [failure({}, 'bad port'), false],
    [failure({}, 'a bad port'), 'unknown'],
    [failure({ code: 'E_OTHER' }, 'bad port'), 'unknown'],
    [failure({}, 'Fetch failed: Requests to port 1 are blocked'), false],
    [failure({}, 'Fetch failed: Requests to port 6000 are blocked'), false],
    [failure({}, 'It said Fetch failed: Requests to port 1 are blocked'), 'unknown'],
    [failure({}, 'Fetch failed: Requests to port 1 are blocked, it said'), 'unknown'],
    [failure({}, 'bad ports'), 'unknown'],
    [failure({}, 'client error (Connect)'), false],
    [failure({}, 'client error (SendRequest)'), 'unknown'],
    [new AggregateError([failure({ code: 'ENOTFOUND' }), failure({ code: 'ECONNREFUSED' })]), false],
    [new AggregateError([failure({ code: 'ECONNRESET' }), failure({ code: 'ECONNREFUSED' })]), 'unknown'],
    [failure({ code: 'ECONNREFUSED', cause: failure({ code: 'ECONNRESET' }) }), 'unknown'],
    ['text', 'unknown'],
    // What undici, tunnel and https-proxy-agent throw when a proxy opens no tunnel, and what else has such codes.
    [failure({ code: 'UND_ERR_ABORTED' }, 'Proxy response (403) !== 200 when HTTP Tunneling'), false],
    [failure({ code: 'UND_ERR_ABORTED' }, 'Request aborted'), 'unknown'],
    [failure({ code: 'UND_ERR_DESTROYED' }, 'The client is destroyed'), 'unknown'],
    [
      failure({ code: 'UND_ERR_PRX_CONN', cause: failure({ code: 'UND_ERR_SOCKET' }) }, 'Proxy Connection failed'),
      false,
    ],
    [failure({ code: 'UND_ERR_SOCKET' }, 'other side closed'), 'unknown'],
    [failure({ code: 'ECONNRESET' }, 'tunneling socket could not be established, statusCode=403'), false],
    [failure({}, 'Proxy connection ended before receiving CONNECT response'), false],
    [failure({}, 'The answer said: Proxy connection ended before receiving CONNECT response'), 'unknown'],
    // node-fetch keeps the code, but not the name of the system call.
    [failure({ code: 'ETIMEDOUT' }, 'request to https://a/b failed, reason: connect ETIMEDOUT 10.0.0.1:443'), false],
    [
      failure({ code: 'ECONNRESET' }, 'request to https://a/b failed, reason: connect ECONNRESET 10.0.0.1:443'),
      'unknown',
    ],
    [failure({ code: 'ETIMEDOUT' }, 'request to https://a/b failed, reason: read ETIMEDOUT'), 'unknown'],
    [failure({ code: 'ECONNRESET' }, `request to https://a/b failed, reason: ${handshakeCutOff}`), false],
    [failure({ code: 'ESERVFAIL', syscall: 'queryA' }), false],
    [failure({ code: 'EADDRNOTAVAIL', syscall: 'bind' }), false],
    // Alerts that may also come later: an unreadable record, an illegal parameter, an internal error.
    [failure({ code: 'ERR_SSL_SSL/TLS_ALERT_BAD_RECORD_MAC' }, alert(20)), 'unknown'],
    [failure({ code: 'ERR_SSL_SSL/TLS_ALERT_ILLEGAL_PARAMETER' }, alert(47)), 'unknown'],
    [failure({ code: 'ERR_SSL_TLSV1_ALERT_INTERNAL_ERROR' }, alert(80)), 'unknown'],
    [failure({ code: 'ERR_SSL_TLSV1_ALERT_UNKNOWN_CA' }, alert(48)), false],
    [failure({ code: 'EPROTO', syscall: 'write' }, `write EPROTO ${alert(40)}`), false],
    [failure({ code: 'EPROTO', syscall: 'write' }, 'write EPROTO'), 'unknown'],
    [failure({ code: 'E_OTHER' }, alert(40)), 'unknown'],
    // Any code may parse a URL, also after the request was sent.
    [failure({ code: 'ERR_INVALID_URL', input: '[object Request]' }, 'Invalid URL'), false],
    [failure({ code: 'ERR_INVALID_URL', input: '' }, 'Invalid URL'), 'unknown'],
    [failure({ code: 'ERR_INVALID_URL', input: Object.create(null) }, 'Invalid URL'), 'unknown'],
    [failure({}, 'Only absolute URLs are supported'), false],
  ])('decides whether the request was sent, %#', async (thrown, sent) => {
    expect((await read(thrown)).sent).toBe(sent);
  });

  it.each([
    [failure({ code: 'ECONNRESET' }, ''), 'The connection failed: ECONNRESET'],
    [new RangeError(''), 'The connection failed: RangeError'],
    [new AggregateError([failure({}, 'a'), failure({}, 'b'), failure({}, 'a')]), 'The connection failed: a; b'],
    [undefined, 'The connection failed: undefined was thrown'],
  ])('is named in the message, %#', async (thrown, message) => {
    expect((await read(thrown)).message).toBe(message);
  });

  it('is read to a limited depth, so that a circular cause does no harm', async () => {
    const circle = new Error('round');
    circle.cause = circle;
    expect(await read(circle)).toMatchObject({ sent: 'unknown', message: 'The connection failed: round' });
    const chain = (length: number): Error =>
      length === 0 ? failure({ code: 'ECONNREFUSED' }) : new Error('link', { cause: chain(length - 1) });
    expect((await read(chain(8))).sent).toBe(false);
    expect((await read(chain(9))).sent).toBe('unknown');
  });

  it('after the response began does not prove that nothing was sent', async () => {
    const start = (controller: ReadableStreamDefaultController): void =>
      controller.error(failure({ code: 'ECONNREFUSED' }));
    const { xpander } = clientAnswering([() => new Response(new ReadableStream({ start }))], { maxRetries: 0 });
    const error = await rejectionOf(ConnectionError, xpander.tasks.get(taskId));
    expect(error).toMatchObject({ sent: 'unknown', message: 'The connection failed: boom' });
  });
});
