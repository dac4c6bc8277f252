import { describe, expect, it } from 'vitest';
import {
  type AgentRequest,
  ConfigurationError,
  jsonSchema,
  parseOutput,
  Xpander,
  type XpanderOptions,
} from '../src/index.ts';
import { agentId, clientAnswering, collect, json, rejectionOf, task } from './support.ts';

const valid: XpanderOptions = { apiKey: 'key-1' };

/** The error of a client that is created with invalid options, such as plain JavaScript can pass. */
function refusal(options: unknown): ConfigurationError {
  try {
    new Xpander(options as XpanderOptions);
  } catch (error) {
    if (error instanceof ConfigurationError) return error;
    throw error;
  }
  throw new Error('The options were accepted');
}

describe('new Xpander', () => {
  it('reads the key and the base URL from the environment', () => {
    process.env.XPANDER_API_KEY = 'from-the-environment';
    process.env.XPANDER_API_URL = 'http://127.0.0.1:1/prefix/';
    try {
      expect(() => new Xpander()).not.toThrow();
    } finally {
      delete process.env.XPANDER_API_KEY;
      delete process.env.XPANDER_API_URL;
    }
  });

  it.each([
    [{ apiKey: '' }, 'apiKey', 'empty'],
    [{ apiKey: 'Bearer secret-value' }, 'apiKey', 'Bearer'],
    [{ apiKey: 'secret-value\n' }, 'apiKey', 'line break'],
    [{ apiKey: 'sécret-välue☃' }, 'apiKey', 'characters'],
    [{ apiKey: 42 }, 'apiKey', 'must be a string or a function'],
    [{ apiKey: '"secret-value"' }, 'apiKey', 'in quotes'],
    [{ apiKey: "'secret-value'" }, 'apiKey', 'in quotes'],
    [{ apiKey: '`secret-value`' }, 'apiKey', 'in quotes'],
    [{ apiKey: '"secret-value' }, 'apiKey', 'in quotes'],
    [{ apiKey: 'undefined' }, 'apiKey', 'missing value'],
    [{ apiKey: 'null' }, 'apiKey', 'missing value'],
  ])('rejects the key %o without showing it', (options, option, problem) => {
    const error = refusal(options);
    expect(error.option).toBe(option);
    expect(error.message).toContain(problem);
    expect(error.message).not.toContain('secret-value');
  });

  it.each([
    ['https://webhook.xpander.ai', 'webhook.xpander.ai'],
    ['https://inbound.xpander.ai', 'private API'],
    ['https://api.xpander.ai/v1', 'must not contain a path'],
    ['http://api.xpander.ai', 'in the clear'],
    ['http://10.0.0.7:8080', 'in the clear'],
    ['ftp://api.xpander.ai', 'must be an http(s) URL; got "ftp://api.xpander.ai"'],
    ['localhost:3000', 'Include the scheme'],
    ['https://api.xpander.ai?', 'query'],
    ['https://api.xpander.ai/#', 'query'],
    ['https://webhook.xpander.ai.', 'wraps the whole body'],
    ['https://inbound.stg.xpander.ai', 'private API'],
    ['https://app.xpander.ai', 'console'],
    ['https://app.xpander.ai/agents', 'console'],
    ['https://APP.stg.xpander.ai.', 'console'],
    ['http://localhost.evil.com', 'in the clear'],
    ['http://127.0.0.1.evil.com', 'in the clear'],
    ['api.xpander.ai', 'must be an http(s) URL'],
    ['https://user:pw@api.xpander.ai', 'user name'],
    ['https://api.xpander.ai/?x=1', 'query'],
  ])('rejects %s as base URL', (baseUrl, problem) => {
    const error = refusal({ ...valid, baseUrl });
    expect(error.option).toBe('baseUrl');
    expect(error.message).toContain(problem);
    expect(error.hint).not.toBe('');
  });

  it.each([
    'http://localhost:4010',
    'http://127.0.0.1:4010',
    'http://[::1]:4010',
    'https://constructor',
    'https://API.xpander.ai',
    'https://app.example.com',
    'https://proxy.example.com/xpander',
  ])('accepts %s as base URL', (baseUrl) => {
    expect(() => new Xpander({ ...valid, baseUrl })).not.toThrow();
  });

  it('accepts plain http to other hosts with allowInsecureHttp', () => {
    expect(() => new Xpander({ ...valid, baseUrl: 'http://10.0.0.7', allowInsecureHttp: true })).not.toThrow();
  });

  it.each([
    [{ timeoutMs: -1 }, 'timeoutMs'],
    [{ timeoutMs: Number.NaN }, 'timeoutMs'],
    [{ timeoutMs: Number.POSITIVE_INFINITY }, 'timeoutMs'],
    [{ timeoutMs: '60' }, 'timeoutMs'],
    [{ timeoutMs: null }, 'timeoutMs'],
    [{ maxRetries: 1.5 }, 'maxRetries'],
    [{ maxRetries: -1 }, 'maxRetries'],
    [{ fetch: 'fetch' }, 'fetch'],
    [{ rateLimit: { requests: 0, perMs: 60_000 } }, 'rateLimit'],
    [{ rateLimit: { requests: 100 } }, 'rateLimit'],
    [{ hooks: { onRequests: () => undefined } }, 'hooks'],
    [{ clock: { now: 1 } }, 'clock'],
    ...[Number.NaN, Number.POSITIVE_INFINITY, new Date(), undefined, '0', 0n].map((now): [object, string] => [
      { clock: { now: () => now, sleep: async () => undefined } },
      'clock',
    ]),
    [{ user: { id: 'u-1' } }, 'user'],
    [{ user: { email: 'dana@example.com' } }, 'user'],
    [{ headers: { 'x-api-key': 'other' } }, 'headers'],
    [{ headers: { 'x-trace': 'a\r\nb: c' } }, 'headers'],
    [{ headers: new Headers({ 'x-trace': 'a' }) }, 'headers'],
    [{ headers: { 'Content-Length': '3' } }, 'headers'],
    [{ allowInsecureHttp: 'yes' }, 'allowInsecureHttp'],
  ])('rejects %o and names the option', (options, option) => {
    expect(refusal({ ...valid, ...options }).option).toBe(option);
  });

  it.each([
    ['timeoutMS', 'timeoutMs'],
    ['timeout', 'timeoutMs'],
    ['apikey', 'apiKey'],
    ['api_key', 'apiKey'],
    ['retries', 'maxRetries'],
    ['base_url', 'baseUrl'],
  ])('suggests the right name for the unknown option %s', (name, suggestion) => {
    const error = refusal({ ...valid, [name]: 1 });
    expect(error.option).toBe(name);
    expect(error.hint).toContain(suggestion);
  });

  it('rejects the key that a function returns, too', async () => {
    for (const key of ['"secret-value"', 'undefined']) {
      const { xpander, received } = clientAnswering([task('completed')], { apiKey: async () => key });
      const error = await rejectionOf(ConfigurationError, xpander.tasks.get('t-1'));
      expect(error.option).toBe('apiKey');
      expect(error.message).not.toContain('secret-value');
      expect(received).toEqual([]);
    }
  });

  it('says of which calls an option is that it does not take', () => {
    expect(refusal({ ...valid, deadlineMs: 5 }).message).toBe(
      'deadlineMs: is not an option here. It is an option of wait, run, stream, runMany, waitAll',
    );
    expect(refusal({ ...valid, whenBusy: 'queue' }).hint).toBe('It is an option of thread');
  });

  it('prefers a JWT from the options to a key from the environment', async () => {
    process.env.XPANDER_API_KEY = 'from-the-environment';
    try {
      const { xpander, received } = clientAnswering([task('completed')], {
        apiKey: undefined,
        headers: { authorization: 'Bearer aaa.bbb.ccc' },
      });
      await xpander.tasks.get('t-1');
      expect(received[0]?.headers['x-api-key']).toBeUndefined();
    } finally {
      delete process.env.XPANDER_API_KEY;
    }
  });

  it('throws in a browser unless dangerouslyAllowBrowser is set', () => {
    const scope = globalThis as { window?: unknown };
    scope.window = { document: {} };
    try {
      expect(refusal(valid).option).toBe('dangerouslyAllowBrowser');
      expect(() => new Xpander({ ...valid, dangerouslyAllowBrowser: true })).not.toThrow();
    } finally {
      delete scope.window;
    }
  });
});

describe('an agent id', () => {
  it.each(['', '   ', '.', '..', ' padded ', 'half \ud83d'])('is rejected when it is %j', async (id) => {
    const { xpander, received } = clientAnswering([task('completed')]);
    expect(() => xpander.agent(id)).toThrow(ConfigurationError);
    const error = await rejectionOf(ConfigurationError, xpander.agents.run(id, 'hi'));
    expect(error.option).toBe('agentId');
    expect(received).toEqual([]);
  });

  it('is escaped in the path', async () => {
    const { xpander, received } = clientAnswering([task('completed')]);
    await xpander.agents.invoke('../../admin?x=1#y', 'hi');
    expect(received[0]?.url).toBe('https://api.xpander.ai/v1/agents/..%2F..%2Fadmin%3Fx%3D1%23y/invoke');
  });
});

describe('a call', () => {
  it.each([
    [{ timeoutMs: -5 }, 'timeoutMs', 'milliseconds'],
    [{ deadlineMs: '10' }, 'deadlineMs', 'milliseconds'],
    [{ onPaused: 'ignore' }, 'onPaused', '"throw" or "wait"'],
    [{ pollIntervalMs: -1 }, 'pollIntervalMs', 'milliseconds'],
    [{ signal: {} }, 'signal', 'AbortSignal'],
    [{ version: '' }, 'version', 'non-empty'],
    [{ threadId: 't-1' }, 'threadId', 'id into the request'],
    [{ timeoutMS: 10 }, 'timeoutMS', 'timeoutMs'],
    [{ user: { id: 'u-1' } }, 'user', 'email'],
  ])('rejects the options %o before anything is sent', async (options, option, words) => {
    const { xpander, received } = clientAnswering([task('completed')]);
    const error = await rejectionOf(ConfigurationError, xpander.agents.run(agentId, 'hi', options as never));
    expect(error.option).toBe(option);
    expect(error.message).toContain(words);
    expect(received).toEqual([]);
  });

  it.each([
    ['', 'input.text'],
    [{ input: {} }, 'input.text'],
    [{ input: { text: '' } }, 'input.text'],
    [{ input: { text: 7 } }, 'input.text'],
    [{ input: { files: 'https://example.com/a.pdf' } }, 'input.text'],
    [{ input: { text: 'hi', files: 'https://example.com/a.pdf' } }, 'input.files'],
    [{ input: { text: 'hi', user: { id: 'u-1' } } }, 'input.user'],
    [{ input: 'hi', threadId: 't-1' }, 'threadId'],
    [{ input: 'hi', timeoutMs: 5 }, 'timeoutMs'],
    [{ input: 'hi', thread_id: 't-1' }, 'thread_id'],
    [{ input: 'hi', conversation_id: 't-1' }, 'conversation_id'],
    [{ input: 'hi', version: 'draft' }, 'version'],
    [{ input: 'hi', signal: AbortSignal.abort() }, 'signal'],
    [{ input: 'hi', user: { id: 'u-1', email: '' } }, 'user'],
    [{ prompt: 'hi', input: 'hi' }, 'prompt'],
    [{ input: 'hi', id: '..' }, 'id'],
    [{}, 'input'],
    [null, 'request'],
  ])('rejects the request %o before anything is sent', async (request, option) => {
    const { xpander, received } = clientAnswering([task('completed')]);
    const error = await rejectionOf(ConfigurationError, xpander.agents.run(agentId, request as AgentRequest));
    expect(error.option).toBe(option);
    expect(error.hint).not.toBe('');
    expect(received).toEqual([]);
  });

  const threadHint = 'To continue a thread, pass its id as `id`';
  const optionHint = 'Move it into the options, the argument after the request';
  it.each([
    ...['thread_id', 'threadId', 'task_id', 'taskId', 'conversation_id', 'conversationId', 'session_id'].map(
      (name) => [name, threadHint] as const,
    ),
    ...['version', 'signal', 'headers', 'since', 'deadlineMs', 'onUpdate'].map((name) => [name, optionHint] as const),
    ...['text', 'prompt', 'message'].map((name) => [name, 'Pass the text as `input.text`'] as const),
    ...['files', 'user'].map((name) => [name, 'Move it into `input`'] as const),
  ])('says where %s belongs: %s', async (name, hint) => {
    const { xpander, received } = clientAnswering([task('completed')]);
    const run = xpander.agents.run(agentId, { input: 'hi', [name]: 'x' });
    const message = `${name}: is not a member of the request. ${hint}`;
    expect(await rejectionOf(ConfigurationError, run)).toMatchObject({ option: name, hint, message });
    expect(received).toEqual([]);
  });

  it.each([
    [{ input: [] }, 'input'],
    [{ input: null }, 'input'],
    [{ input: 7 }, 'input'],
    [{ input: { files: [] } }, 'input.text'],
    [{ input: { text: null, files: null } }, 'input.text'],
    [{ input: { text: 7, files: ['https://example.com/a.pdf'] } }, 'input.text'],
    [{ input: { text: 'hi', files: ['https://example.com/a.pdf', 7] } }, 'input.files'],
    [7, 'request'],
  ])('rejects the request %j, which has no usable input', async (request, option) => {
    const { xpander, received } = clientAnswering([task('completed')]);
    const error = await rejectionOf(ConfigurationError, xpander.agents.run(agentId, request as AgentRequest));
    expect(error.option).toBe(option);
    expect(error.message).toMatch(/^\S+: \S.+\. \S/);
    expect(received).toEqual([]);
  });

  it.each([
    [{ input: { files: ['https://example.com/a.pdf'] } }],
    [{ input: { text: null, files: ['https://example.com/a.pdf'] } }],
    [{ input: { text: 'hi', files: null, user: null } }],
    [{ id: null, input: { text: 'hi' }, new_member_of_the_api: 7 }],
  ])('sends the request %j unchanged', async (request) => {
    const { xpander, received } = clientAnswering([task('completed')]);
    await xpander.agents.invoke(agentId, request as AgentRequest);
    expect(received).toHaveLength(1);
    expect(received[0]?.body).toEqual(request);
  });

  it('sends the request as it was when the call was made', async () => {
    const { xpander, received } = clientAnswering([task('completed')]);
    const files = ['https://example.com/a.pdf'];
    const run = xpander.agents.invoke(agentId, { id: 't-1', input: { text: 'hi', files } });
    files.push('https://example.com/b.pdf');
    await run;
    expect(received.at(-1)?.body).toMatchObject({ input: { files: ['https://example.com/a.pdf'] } });
  });

  it('rejects a request that cannot be written as JSON', async () => {
    const { xpander, received } = clientAnswering([task('completed')]);
    const request = { input: 'hi', payload_extension: { big: 1n } };
    const error = await rejectionOf(ConfigurationError, xpander.agents.invoke(agentId, request));
    expect(error).toMatchObject({ option: 'request', hint: 'Leave out cycles and BigInts', isRetryable: false });
    expect(error.message).toContain('request: cannot be written as JSON. ');
    expect(error.cause).toBeInstanceOf(TypeError);
    expect(received).toEqual([]);
  });
});

describe('an unknown member', () => {
  const user = { id: 'u-1', email: 'dana@example.com' };
  /** Sends the members where they belong: into a request, an input, a user or a list filter. */
  const places: Readonly<Record<string, (client: Xpander, members: object) => Promise<unknown>>> = {
    request: (client, members) => client.agents.invoke(agentId, { input: 'hi', ...members }),
    input: (client, members) => client.agents.invoke(agentId, { input: { text: 'hi', ...members } }),
    'input.user': (client, members) =>
      client.agents.invoke(agentId, { input: { text: 'hi', user: { ...user, ...members } } }),
    user: (client, members) => client.agents.invoke(agentId, 'hi', { user: { ...user, ...members } }),
    'tasks.list': (client, members) => client.tasks.list(members).firstPage(),
    'agents.list': (client, members) => client.agents.list(members).firstPage(),
  };

  it.each([
    ['request', 'thinkMode', 'think_mode'],
    ['request', 'ThinkMode', 'think_mode'],
    ['request', 'thinkmode', 'think_mode'],
    ['request', 'outputSchema', 'output_schema'],
    ['request', 'output_shcema', 'output_schema'],
    ['request', 'output_scema', 'output_schema'],
    ['request', 'output_schemaa', 'output_schema'],
    ['request', 'output_sxhema', 'output_schema'],
    ['request', 'outptu_shcema', 'output_schema'],
    ['request', 'titel', 'title'],
    ['request', 'titl', 'title'],
    ['request', 'inputs', 'input'],
    ['input', 'file', 'files'],
    ['input', 'Files', 'files'],
    ['input', 'usre', 'user'],
    ['user', 'firstName', 'first_name'],
    ['user', 'time_zone', 'timezone'],
    ['input.user', 'lastname', 'last_name'],
    ['tasks.list', 'statuss', 'status'],
    ['tasks.list', 'statsu', 'status'],
    ['tasks.list', 'agentId', 'agent_id'],
    ['tasks.list', 'perPage', 'per_page'],
    ['tasks.list', 'form_date', 'from_date'],
    ['agents.list', 'pages', 'page'],
  ])('of %s is rejected when it is a near miss: %s instead of %s', async (place, name, suggestion) => {
    const { xpander, received } = clientAnswering([task('completed')]);
    const error = await rejectionOf(ConfigurationError, places[place]?.(xpander, { [name]: 'x' }) ?? Promise.resolve());
    expect(error.hint).toBe(`Did you mean ${suggestion}?`);
    expect(error.message).toContain(name);
    expect(received).toEqual([]);
  });

  it.each([
    // Two edits, in a name of seven letters.
    ['request', 'titles2'],
    ['request', 'soruces'],
    ['request', 'priority'],
    ['request', 'newMember'],
    ['request', 'constructor'],
    ['input', 'images'],
    ['user', 'locale'],
    ['tasks.list', 'state'],
    ['tasks.list', 'order_by'],
    ['tasks.list', 'sortBy'],
    ['agents.list', 'name'],
  ])('of %s passes when it is none: %s', async (place, name) => {
    const { xpander, received } = clientAnswering([json({ id: 't-1', status: 'completed', input: {}, items: [] })]);
    await places[place]?.(xpander, { [name]: 'x' });
    expect(JSON.stringify(received[0])).toContain(name);
  });

  it.each([
    ['request', 'timeoutMS'],
    ['request', 'output'],
    ['tasks.list', 'timeoutMs'],
    ['tasks.list', 'signal'],
  ])('of %s is rejected when it is an option: %s', async (place, name) => {
    const { xpander, received } = clientAnswering([task('completed')]);
    const error = await rejectionOf(ConfigurationError, places[place]?.(xpander, { [name]: 5 }) ?? Promise.resolve());
    expect(error.hint).toContain('Move it into the options');
    expect(received).toEqual([]);
  });

  it('is sent by the raw client, whatever it is', async () => {
    const { xpander, received } = clientAnswering([task('completed')]);
    const path = { agent_id: agentId };
    const body = { input: { text: 'hi' }, thinkMode: 'harder' };
    await xpander.api.POST('/v1/agents/{agent_id}/invoke', { params: { path }, body });
    expect(received[0]?.body).toEqual(body);
  });
});

describe('a forgotten await', () => {
  const promise = Promise.resolve('x') as never;
  const { xpander, received } = clientAnswering([task('completed')]);
  const agent = xpander.agent(agentId);
  const outcomeOf = async (outcomes: AsyncIterable<{ error?: Error | undefined }>): Promise<never> => {
    for await (const { error } of outcomes) throw error;
    return promise;
  };

  it.each<[string, () => Promise<unknown>]>([
    ['task', () => xpander.tasks.wait(promise)],
    ['task', () => xpander.tasks.get(promise)],
    ['task', () => xpander.tasks.stop(promise)],
    ['task', () => outcomeOf(xpander.tasks.waitAll([promise]))],
    ['task', () => parseOutput(promise, jsonSchema({}))],
    ['since', () => xpander.tasks.wait('t-1', { since: promise })],
    ['tasks', () => outcomeOf(xpander.tasks.waitAll(promise))],
    ['requests', () => outcomeOf(agent.runMany(promise))],
    ['request', () => outcomeOf(agent.runMany([promise]))],
    ['request', () => agent.run(promise)],
    ['request', () => agent.stream(promise).finalTask()],
    ['request', () => agent.thread().send(promise)],
    ['input', () => agent.run({ input: promise })],
    ['input.text', () => agent.run({ input: { text: promise } })],
    ['input.user', () => agent.run({ input: { text: 'hi', user: promise } })],
    ['agentId', () => xpander.agents.run(promise, 'hi')],
    ['id', () => agent.run({ id: promise, input: 'hi' })],
    ['options', () => agent.run('hi', promise)],
    ['user', () => agent.run('hi', { user: promise })],
    ['query', () => xpander.tasks.list(promise).firstPage()],
    ['output', () => agent.run('hi', { output: promise })],
  ])('is named when a promise is passed as %s', async (option, call) => {
    const error = await rejectionOf(ConfigurationError, call());
    expect(error.option).toBe(option);
    expect(error.message).toContain('a promise (`await` it)');
    expect(received).toEqual([]);
  });

  it('is none in a list that is also a promise, such as the query of a database', async () => {
    const query = Object.assign(Promise.resolve(['hi']), { [Symbol.iterator]: () => ['hi'].values() });
    const { xpander: another } = clientAnswering([task('completed')]);
    await expect(collect(another.agents.runMany(agentId, query))).resolves.toHaveLength(1);
  });
});

describe('an option of another call', () => {
  const { xpander, received } = clientAnswering([task('completed')]);
  const agent = xpander.agent(agentId);

  it.each<[string, () => unknown, string]>([
    ['deadlineMs', () => agent.invokeAsync('hi', { deadlineMs: 5 } as never), 'wait, run, stream, runMany, waitAll'],
    ['concurrency', () => agent.run('hi', { concurrency: 5 } as never), 'runMany'],
    ['idleTimeoutMs', () => agent.run('hi', { idleTimeoutMs: 5 } as never), 'stream'],
    ['onAmbiguous', () => xpander.tasks.wait('t', { onAmbiguous: 'adopt' } as never), 'invoke, run, stream, runMany'],
    [
      'since',
      () =>
        xpander.tasks
          .waitAll(['t'], { since: {} } as never)
          [Symbol.asyncIterator]()
          .next(),
      'wait',
    ],
    ['apiKey', () => agent.run('hi', { apiKey: 'secret-value' } as never), 'Xpander'],
    ['whenBusy', () => agent.run('hi', { whenBusy: 'queue' } as never), 'thread'],
    ['deadlineMs', () => agent.thread('t', { deadlineMs: 5 } as never), 'wait, run'],
    ['onUpdate', () => xpander.agent(agentId, { onUpdate: () => undefined } as never), 'wait, run'],
  ])('is rejected, and the error says of which: %s', async (option, call, calls) => {
    const error = await rejectionOf(ConfigurationError, (async () => await call())());
    expect(error.option).toBe(option);
    expect(error.hint).toContain(`It is an option of ${calls}`);
    expect(error.message).not.toContain('secret-value');
    expect(received).toEqual([]);
  });
});

describe('the defaults of an agent', () => {
  it('apply to its calls, even if a call passes undefined', async () => {
    const { xpander, received } = clientAnswering([task('completed')]);
    const agent = xpander.agent(agentId, { version: 'draft', deadlineMs: 1_000 });
    await agent.run('hi', { version: undefined });
    await agent.invokeAsync('hi');
    await agent.invoke('hi', { version: '7' });
    expect(received.map(({ url }) => new URL(url).search)).toEqual(['?version=draft', '?version=draft', '?version=7']);
  });

  it('are validated when the agent is created', () => {
    const { xpander } = clientAnswering([task('completed')]);
    expect(() => xpander.agent(agentId, { deadlineMs: -1 })).toThrow(ConfigurationError);
    expect(() => xpander.agent(agentId, { signal: new AbortController().signal } as never)).toThrow(/signal/);
  });
});
