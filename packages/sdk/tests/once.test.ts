import type { MockXpander } from '@xpander/mock';
import { fail, pause } from '@xpander/mock';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  AmbiguousInvocationError,
  ApiError,
  type Clock,
  type CompletedTask,
  ConfigurationError,
  ConnectionError,
  DeadlineError,
  ProtocolError,
  type RunOptions,
  type StreamOptions,
  type Task,
  TaskFailedError,
  TaskPausedError,
  TimeoutError,
  taskIdOf,
  Xpander,
} from '../src/index.ts';
import {
  type Answer,
  agentId,
  clientAnswering,
  clientOfMock,
  collect,
  html,
  json,
  mockedClient,
  networkError,
  noReply,
  postsTo,
  rejection,
  rejectionOf,
  task,
} from './support.ts';

const key = 'job-42';
const keyId = await taskIdOf(agentId, key);
const missing = json({ detail: 'Task not found' }, 404);
const found = (status: string, more: Record<string, unknown> = {}): Response => task(status, { id: keyId, ...more });

type Verb = 'run' | 'invoke' | 'invokeAsync' | 'stream' | 'run over a stream';
const verbs = ['run', 'invoke', 'invokeAsync', 'stream', 'run over a stream'] as const;
const waiting = verbs.filter((verb) => verb !== 'invokeAsync');
const operationOf = {
  run: 'invokeAsync',
  invoke: 'invoke',
  invokeAsync: 'invokeAsync',
  stream: 'invokeStream',
  'run over a stream': 'invokeStream',
} as const;

/** Calls a verb with a key, and resolves as it does. */
function call(
  verb: Verb,
  xpander: Xpander,
  options: Omit<StreamOptions, 'via'> = {},
  text = 'hi',
): Promise<Task | CompletedTask> {
  const { agents } = xpander;
  const given = { once: key, ...options };
  if (verb === 'stream') return agents.stream(agentId, text, given).finalTask();
  if (verb === 'run over a stream') return agents.run(agentId, text, { ...given, via: 'stream' });
  return agents[verb](agentId, text, given);
}

/** A mock whose agent takes a minute, and how often its script ran. */
function slowAgent(): { xpander: Xpander; mock: MockXpander; runs(): number } {
  let runs = 0;
  const { xpander, mock } = mockedClient({
    agents: {
      [agentId]: async ({ text, sleep }) => {
        runs += 1;
        await sleep(60_000);
        return `answer to ${text}`;
      },
    },
  });
  return { xpander, mock, runs: () => runs };
}

const paths = (requests: readonly { method: string; path: string }[]): string[] =>
  requests.map(({ method, path }) => `${method} ${path.replace(agentId, 'A').replace(keyId, 'K')}`);

afterEach(() => vi.unstubAllGlobals());

describe('taskIdOf', () => {
  it('returns a UUID of version 8 that is made of SHA-256, the same in every process', async () => {
    expect(await taskIdOf('a-1', 'job-42')).toBe('f7d2a59a-60ef-8982-94ac-776d9223c20e');
    expect(await taskIdOf('a-1', 'job-42')).toMatch(/^[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
  });

  it('gives keys that differ ids that differ', async () => {
    const keys = [
      'a',
      'A',
      'a ',
      ' a',
      'a\0',
      '\0a',
      'é',
      'e\u0301',
      '👩‍💻',
      '👩💻',
      'a\nb',
      '\u{10ffff}',
      '\uffff',
      '\ufffd',
    ];
    const ids = await Promise.all(keys.map((one) => taskIdOf(agentId, one)));
    expect(new Set(ids).size).toBe(keys.length);
    expect(await taskIdOf('other', 'a')).not.toBe(ids[0]);
  });

  it('gives keys that differ ids that differ, whatever they are, halves of surrogate pairs included', async () => {
    const anyUnit = fc.oneof(fc.integer({ min: 0xd7fe, max: 0xe001 }), fc.integer({ min: 0, max: 0xffff }));
    const anyKey = fc.array(anyUnit, { minLength: 1, maxLength: 3 }).map((units) => String.fromCharCode(...units));
    await fc.assert(
      fc.asyncProperty(anyKey, anyKey, async (one, other) => {
        fc.pre(one !== other);
        expect(await taskIdOf(agentId, one)).not.toBe(await taskIdOf(agentId, other));
      }),
    );
  });

  it.each([
    ['an empty key', ''],
    ['1,025 characters', 'x'.repeat(1_025)],
    ['a number', 42],
    ['nothing', undefined],
  ])('rejects %s', async (_, invalid) => {
    expect((await rejectionOf(ConfigurationError, taskIdOf(agentId, invalid as string))).option).toBe('key');
    const { xpander, received } = clientAnswering([missing]);
    const once = { key: invalid as string };
    expect((await rejectionOf(ConfigurationError, xpander.agents.run(agentId, 'hi', { once }))).option).toBe('once');
    expect(received).toHaveLength(0);
  });

  it.each([
    ['one character', 'x'],
    ['1,024 characters', 'x'.repeat(1_024)],
    ['1,024 emoji', '👩'.repeat(1_024)],
    ['a NUL', '\0'],
    ['white space', ' \n'],
    ['half of a surrogate pair', '\ud83d'],
  ])('accepts a key of %s', async (_, valid) => {
    const { xpander, received } = clientAnswering([missing, task('completed')]);
    await xpander.agents.run(agentId, 'hi', { once: valid });
    expect(received[1]?.body).toMatchObject({ id: await taskIdOf(agentId, valid) });
  });

  it('rejects an agent id that no call would take', async () => {
    expect((await rejectionOf(ConfigurationError, taskIdOf('', key))).option).toBe('agentId');
  });

  it('says what a host without WebCrypto lacks, before anything is sent', async () => {
    const { xpander, received } = clientAnswering([missing]);
    for (const crypto of [undefined, { randomUUID: () => 'x' }]) {
      vi.stubGlobal('crypto', crypto);
      const error = await rejectionOf(ConfigurationError, xpander.agents.run(agentId, 'hi', { once: key }));
      expect(error).toMatchObject({ option: 'once', message: expect.stringContaining('crypto.subtle') });
    }
    expect(received).toHaveLength(0);
  });
});

describe.each(verbs)('%s with a key', (verb) => {
  const path = { run: '/invoke/async', invokeAsync: '/invoke/async', invoke: '/invoke' }[verb as string];
  const post = `POST /v1/agents/A${path ?? '/invoke/stream'}`;

  it('looks once and sends one POST under the id of the key', async () => {
    const { xpander, mock } = mockedClient({ agents: { [agentId]: () => 'done' } });
    const { id } = await call(verb, xpander);
    expect(id).toBe(keyId);
    expect(paths(mock.requests).slice(0, 2)).toEqual(['GET /v1/tasks/K', post]);
    expect(postsTo(mock).map(({ body }) => (body as { id: string }).id)).toEqual([keyId]);
  });

  it('sends the POST at once with isFirst', async () => {
    const { xpander, mock } = mockedClient({ agents: { [agentId]: () => 'done' } });
    await call(verb, xpander, { once: { key, isFirst: true } });
    expect(paths(mock.requests)[0]).toBe(post);
  });

  it('returns a completed run with one read, and sends nothing', async () => {
    const { xpander, received } = clientAnswering([found('completed', { result: 'before' })]);
    expect(await call(verb, xpander)).toMatchObject({ id: keyId, status: 'completed', result: 'before' });
    expect(paths(received)).toEqual(['GET /v1/tasks/K']);
  });

  it.each([404, 422])('takes a %i for a run that does not exist', async (status) => {
    const { xpander, received } = clientAnswering([
      json({ detail: 'no such task' }, status),
      networkError('ECONNRESET'),
    ]);
    await rejection(call(verb, xpander, { onAmbiguous: 'throw' }));
    expect(paths(received)).toEqual(['GET /v1/tasks/K', post]);
  });

  it.each<[string, readonly Answer[], abstract new (...args: never[]) => Error, number]>([
    ['401', [json({ detail: 'Invalid key' }, 401)], ApiError, 1],
    ['403', [json({ detail: 'Not yours' }, 403)], ApiError, 1],
    ['500', [json({ detail: 'broken' }, 500)], ApiError, 3],
    ['a web page with 502', [html(502)], ProtocolError, 3],
    ['a web page with 404', [html(404)], ProtocolError, 3],
    ['a broken connection', [networkError('ECONNRESET')], ConnectionError, 3],
    ['no answer', [noReply], TimeoutError, 3],
  ])('rejects with the error of the look after %s, unsent', async (_, answers, errorClass, reads) => {
    const { xpander, received } = clientAnswering(answers);
    const error = await rejectionOf(errorClass, call(verb, xpander));
    expect(error).not.toBeInstanceOf(AmbiguousInvocationError);
    expect('taskId' in error && error.taskId).toBeFalsy();
    expect(paths(received)).toEqual(Array(reads).fill('GET /v1/tasks/K'));
  });

  it('goes on after a look that failed once', async () => {
    const { xpander, received } = clientAnswering([html(502), found('completed')]);
    await call(verb, xpander);
    expect(received).toHaveLength(2);
  });

  it('rejects with the reason of an abort during the look, unsent', async () => {
    const controller = new AbortController();
    const reason = { why: 'left' };
    const { xpander, received } = clientAnswering([
      () => {
        controller.abort(reason);
        return noReply();
      },
    ]);
    expect(await rejection(call(verb, xpander, { signal: controller.signal }))).toBe(reason);
    expect(paths(received)).toEqual(['GET /v1/tasks/K']);
  });

  it('rejects a key that stands for another text, and sends nothing', async () => {
    const { xpander, received } = clientAnswering([found('completed', { input: { text: 'something else' } })]);
    const error = await rejectionOf(ConfigurationError, call(verb, xpander));
    expect(error).toMatchObject({ option: 'once', message: expect.stringContaining('another text') });
    expect(received).toHaveLength(1);
  });

  it('rejects a key that stands for another agent, and sends nothing', async () => {
    const { xpander, received } = clientAnswering([found('executing', { agent_id: 'other' })]);
    const error = await rejectionOf(ConfigurationError, call(verb, xpander));
    expect(error).toMatchObject({ option: 'once', message: expect.stringContaining('another agent') });
    expect(received).toHaveLength(1);
  });

  it.each([
    ['white space that the server has changed', { input: { text: ' h\n i\t' } }, 'h i'],
    ['a record without a text', { input: {} }, 'hi'],
    ['a record with an empty text', { input: { text: ' ' } }, 'hi'],
    ['a record without an input', { input: null }, 'hi'],
    ['a record without an agent', { agent_id: null }, 'hi'],
    ["the agent's id in capitals", { agent_id: agentId.toUpperCase() }, 'hi'],
  ])('accepts %s', async (_, more, text) => {
    const { xpander } = clientAnswering([found('completed', more)]);
    expect((await call(verb, xpander, {}, text)).status).toBe('completed');
  });

  it('does not compare a request of files alone', async () => {
    const { xpander } = clientAnswering([found('completed', { input: { text: 'a summary of files' } })]);
    const request = { input: { files: ['https://example.com/a.pdf'] } };
    expect(await xpander.agents.run(agentId, request, { once: key })).toMatchObject({ id: keyId });
  });

  it('runs the agent once if the POST is refused and repeated', async () => {
    const { xpander, mock, runs } = slowAgent();
    mock.fail({ operation: operationOf[verb], status: 429, times: 2 });
    await xpander.tasks.wait(await call(verb, xpander));
    expect([runs(), postsTo(mock).length]).toEqual([1, 3]);
  });

  it.each<[string, (mock: MockXpander, operation: (typeof operationOf)[Verb]) => void, number]>([
    ['does not arrive, and is refused', (mock, operation) => mock.drop({ operation, at: 'before-request' }), 1],
    ['does not arrive, with a page of a gateway', (mock, operation) => mock.fail({ operation, status: 502 }), 2],
    ['does not arrive, with a 408', (mock, operation) => mock.fail({ operation, status: 408 }), 2],
    ['does not arrive in time', (mock, operation) => mock.stall({ operation, at: 'before-request', forMs: 3e6 }), 1],
    ['arrives, and its connection breaks', (mock, operation) => mock.drop({ operation, at: 'after-accept' }), 1],
    ['arrives, and its answer is cut', (mock, operation) => mock.drop({ operation, at: 'mid-body' }), 1],
    ['arrives, and a gateway answers 504', (m, operation) => m.fail({ operation, status: 504, at: 'after-accept' }), 1],
    ['arrives, and has no answer in time', (m, operation) => m.stall({ operation, at: 'after-accept', forMs: 3e6 }), 1],
    [
      'arrives, and a page with 200 takes the place of its answer',
      (m, operation) =>
        m.fail({ operation, status: 200, body: '<html>', contentType: 'text/html', at: 'after-accept' }),
      1,
    ],
  ])('runs the agent once if the POST %s', async (_, lose, posts) => {
    const { xpander, mock, runs } = slowAgent();
    lose(mock, operationOf[verb]);
    await xpander.tasks.wait(await call(verb, xpander, { timeoutMs: 120_000 }));
    expect([runs(), postsTo(mock).length]).toEqual([1, posts]);
    mock.expectNoFaultsLeft();
  });

  it('finds the run of a POST whose answer was lost, and sends no second one', async () => {
    const { xpander, mock, runs } = slowAgent();
    mock.drop({ operation: operationOf[verb], at: 'after-accept' });
    expect((await call(verb, xpander)).id).toBe(keyId);
    expect([runs(), postsTo(mock).length]).toEqual([1, 1]);
  });

  it('finds the run of a POST that a gateway answered with 504', async () => {
    const { xpander, mock, runs } = slowAgent();
    mock.fail({ operation: operationOf[verb], status: 504, at: 'after-accept' });
    expect((await call(verb, xpander)).id).toBe(keyId);
    expect([runs(), postsTo(mock).length]).toEqual([1, 1]);
  });

  it('sends the POST once more if the server does not know its run, and never a third time', async () => {
    const lost = html(504);
    const { xpander, received } = clientAnswering([missing, lost, missing, missing, missing, missing, lost, missing]);
    const error = await rejectionOf(AmbiguousInvocationError, call(verb, xpander));
    expect(error.taskId).toBe(keyId);
    const posts = received.filter(({ method }) => method === 'POST');
    expect(posts.map(({ body }) => (body as { id: string }).id)).toEqual([keyId, keyId]);
  });

  it.each(['throw', 'adopt'] as const)('sends one POST with onAmbiguous: "%s"', async (onAmbiguous) => {
    const { xpander, received } = clientAnswering([missing, html(504), missing]);
    await rejectionOf(AmbiguousInvocationError, call(verb, xpander, { onAmbiguous }));
    expect(received.filter(({ method }) => method === 'POST')).toHaveLength(1);
  });

  it('returns no run of another text that took the key while its own POST was lost', async () => {
    const { xpander } = clientAnswering([missing, html(504), found('completed', { input: { text: 'other' } })]);
    expect((await rejectionOf(ConfigurationError, call(verb, xpander))).option).toBe('once');
  });

  it('starts a run only after the server has not known it for graceMs', async () => {
    const { xpander, received, clock } = clientAnswering([missing]);
    const startedMs = clock.now();
    await rejection(call(verb, xpander, { once: { key, graceMs: 60_000 } }));
    const posts = received.filter(({ method }) => method === 'POST');
    expect(posts[0]?.atMs).toBeGreaterThanOrEqual(startedMs + 60_000);
    const looks = received.filter(({ method, atMs }) => method === 'GET' && atMs <= startedMs + 60_000);
    expect(looks.at(-1)?.atMs).toBe(startedMs + 60_000);
    expect(looks.length).toBeLessThan(20);
  });

  it('repeats a lost POST only after the server has not known its run for graceMs', async () => {
    const { xpander, received } = clientAnswering([html(504), missing]);
    const once = { key, isFirst: true, graceMs: 60_000 };
    await rejection(call(verb, xpander, { once }));
    const [first, second, ...others] = received.filter(({ method }) => method === 'POST');
    expect((second?.atMs ?? 0) - (first?.atMs ?? 0)).toBeGreaterThanOrEqual(60_000);
    expect(others).toEqual([]);
  });

  it.each<[string, Answer[], abstract new (...args: never[]) => Error]>([
    ['the read fails', [html(504), ...Array(5).fill(missing), json({ detail: 'no' }, 403)], AmbiguousInvocationError],
    [
      'the key is taken',
      [html(504), ...Array(5).fill(missing), found('pending', { agent_id: 'b' })],
      ConfigurationError,
    ],
  ])('sends a lost POST no second time if %s within graceMs', async (_, answers, errorClass) => {
    const { xpander, received } = clientAnswering(answers);
    await rejectionOf(errorClass, call(verb, xpander, { once: { key, isFirst: true, graceMs: 60_000 } }));
    expect(received.filter(({ method }) => method === 'POST')).toHaveLength(1);
  });

  it('finds its lost run within graceMs', async () => {
    const { xpander, received } = clientAnswering([html(504), ...Array(6).fill(missing), found('completed')]);
    expect(await call(verb, xpander, { once: { key, isFirst: true, graceMs: 60_000 } })).toMatchObject({ id: keyId });
    expect(received.filter(({ method }) => method === 'POST')).toHaveLength(1);
  });

  it('finds a run that becomes visible within graceMs', async () => {
    const { xpander, received } = clientAnswering([missing, missing, missing, found('completed')]);
    await call(verb, xpander, { once: { key, graceMs: 60_000 } });
    expect(paths(received)).toEqual(Array(4).fill('GET /v1/tasks/K'));
  });

  it('shares one run with a call of another client that is made at the same time', async () => {
    const { xpander, mock, runs } = slowAgent();
    const [one, other] = await Promise.all([call(verb, xpander), call(verb, clientOfMock(mock))]);
    await xpander.tasks.wait(one);
    expect([one.id, other.id, runs(), postsTo(mock).length]).toEqual([keyId, keyId, 1, 1]);
  });

  it.each([
    ['was started', [missing, found('pending'), missing, missing, found('completed')], 1],
    ['may have been started', [missing, html(504), missing, missing, found('completed')], 1],
    ['has ended', [missing, found('completed'), missing, missing, found('completed')], 1],
  ])('waits for the server to show a run that %s by an earlier call of this process', async (_, answers, posts) => {
    const { xpander, received } = clientAnswering(answers);
    const earlier = xpander.agents.invokeAsync(agentId, 'hi', { once: key, onAmbiguous: 'throw' });
    await earlier.catch(() => undefined);
    await call(verb, xpander, { once: { key, isFirst: true } });
    expect(received.filter(({ method }) => method === 'POST')).toHaveLength(posts);
  });

  it('is refused together with an id in the request', async () => {
    const { xpander, received } = clientAnswering([missing]);
    const request = { id: 'thread-1', input: 'hi' };
    const calls = {
      run: () => xpander.agents.run(agentId, request, { once: key }),
      'run over a stream': () => xpander.agents.run(agentId, request, { once: key, via: 'stream' }),
      invoke: () => xpander.agents.invoke(agentId, request, { once: key }),
      invokeAsync: () => xpander.agents.invokeAsync(agentId, request, { once: key }),
      stream: () => xpander.agents.stream(agentId, request, { once: key }).finalTask(),
    };
    expect((await rejectionOf(ConfigurationError, calls[verb]())).option).toBe('once');
    expect(received).toHaveLength(0);
  });

  it.each([
    ['a number', 7],
    ['an object without a key', {}],
    ['a misspelt member', { key, graceSeconds: 3 }],
    ['an isFirst that is no boolean', { key, isFirst: 'yes' }],
    ['a graceMs below zero', { key, graceMs: -1 }],
    ['a function', () => key],
  ])('refuses %s as once', async (_, once) => {
    const { xpander, received } = clientAnswering([missing]);
    expect((await rejectionOf(ConfigurationError, call(verb, xpander, { once } as never))).option).toBe('once');
    expect(received).toHaveLength(0);
  });
});

describe.each(waiting)('%s with the key of a run that exists', (verb) => {
  it('waits for a run that goes on, and sends nothing', async () => {
    const answers = [found('executing'), found('executing'), found('completed', { result: 'R' })];
    const { xpander, received } = clientAnswering(answers);
    expect((await call(verb, xpander)).result).toBe('R');
    expect(paths(received)).toEqual(Array(3).fill('GET /v1/tasks/K'));
  });

  it.each(['failed', 'error', 'stopped'] as const)('rejects a run that is %s, and sends nothing', async (status) => {
    const { xpander, received } = clientAnswering([found(status, { result: 'why' })]);
    const error = await rejectionOf(TaskFailedError, call(verb, xpander));
    expect([error.status, error.taskId, received.length]).toEqual([status, keyId, 1]);
  });

  it('rejects a run that is paused', async () => {
    const { xpander, received } = clientAnswering([found('paused')]);
    expect((await rejectionOf(TaskPausedError, call(verb, xpander))).taskId).toBe(keyId);
    expect(received.every(({ method }) => method === 'GET')).toBe(true);
  });

  it('waits for a run that is paused with onPaused: "wait"', async () => {
    const { xpander, received } = clientAnswering([found('paused'), found('paused'), found('completed')]);
    expect((await call(verb, xpander, { onPaused: 'wait' })).status).toBe('completed');
    expect(received.every(({ method }) => method === 'GET')).toBe(true);
  });

  it('reports started: false if its deadline passes during the look', async () => {
    const { xpander } = clientAnswering([noReply]);
    const error = await rejectionOf(DeadlineError, call(verb, xpander, { deadlineMs: 1_000 }));
    expect(error.started).toBe(false);
  });

  it('reports started: true if its deadline passes while the run goes on', async () => {
    const { xpander } = clientAnswering([found('executing')]);
    const error = await rejectionOf(DeadlineError, call(verb, xpander, { deadlineMs: 30_000 }));
    expect([error.started, error.taskId]).toEqual([true, keyId]);
  });

  it('does not stop the run of another caller', async () => {
    const { xpander, received, clock } = clientAnswering([found('executing')]);
    await rejectionOf(DeadlineError, call(verb, xpander, { deadlineMs: 5_000, onAbandon: 'stop' }));
    await clock.sleep(20_000);
    expect(new Set(paths(received))).toEqual(new Set(['GET /v1/tasks/K']));
  });

  it('stops the run that its own POST has started', async () => {
    const { xpander, mock } = slowAgent();
    await rejectionOf(DeadlineError, call(verb, xpander, { deadlineMs: 5_000, onAbandon: 'stop' }));
    await mock.clock.sleep(20_000);
    expect(mock.tasks.map(({ status }) => status)).toEqual(['stopped']);
  });
});

describe('a key', () => {
  it('takes two requests at first, one with isFirst, and one for each later call', async () => {
    const counts: Record<string, number[]> = {};
    for (const verb of ['invokeAsync', 'invoke', 'stream'] as const) {
      const { mock } = mockedClient({ agents: { [agentId]: () => 'done' } });
      const count = async (options: RunOptions): Promise<number> => {
        const before = mock.requests.length;
        await call(verb, clientOfMock(mock), options);
        return mock.requests.length - before;
      };
      counts[verb] = [await count({}), await count({}), await count({ once: { key: 'other', isFirst: true } })];
    }
    expect(counts).toEqual({ invokeAsync: [2, 1, 1], invoke: [2, 1, 1], stream: [2, 1, 1] });
  });

  it('of a failed run stays failed, and another key runs the agent again', async () => {
    let runs = 0;
    const script = (): string => {
      runs += 1;
      if (runs === 1) throw fail('no data');
      return 'done';
    };
    const { xpander } = mockedClient({ agents: { [agentId]: script } });
    const agent = xpander.agent(agentId);
    await rejectionOf(TaskFailedError, agent.run('hi', { once: 'job/1' }));
    await rejectionOf(TaskFailedError, agent.run('hi', { once: 'job/1' }));
    expect(runs).toBe(1);
    expect((await agent.run('hi', { once: 'job/2' })).result).toBe('done');
  });

  it('returns the task as it is found from invokeAsync, whatever it is', async () => {
    for (const status of ['pending', 'executing', 'paused', 'completed', 'failed', 'error', 'stopped']) {
      const { xpander, received } = clientAnswering([found(status)]);
      expect((await xpander.agents.invokeAsync(agentId, 'hi', { once: key })).status).toBe(status);
      expect(received).toHaveLength(1);
    }
  });

  it('starts a deleted run again', async () => {
    const { xpander, mock } = mockedClient({ agents: { [agentId]: () => 'done' } });
    await xpander.agents.run(agentId, 'hi', { once: key });
    await xpander.tasks.delete(keyId);
    await xpander.agents.run(agentId, 'hi', { once: key });
    expect(postsTo(mock)).toHaveLength(2);
  });

  it('looks again if a call with isFirst is repeated in the same process', async () => {
    const { xpander, mock, runs } = slowAgent();
    mock.drop({ operation: 'invokeAsync', at: 'after-accept' });
    const once = { key, isFirst: true };
    await rejectionOf(AmbiguousInvocationError, xpander.agents.run(agentId, 'hi', { once, onAmbiguous: 'throw' }));
    await xpander.agents.run(agentId, 'hi', { once });
    expect([runs(), postsTo(mock).length]).toEqual([1, 1]);
  });

  it('waits in the queue of the same key within its deadline', async () => {
    const { xpander, mock } = slowAgent();
    const first = xpander.agents.run(agentId, 'hi', { once: key });
    await rejectionOf(DeadlineError, clientOfMock(mock).agents.run(agentId, 'hi', { once: key, deadlineMs: 5_000 }));
    expect((await first).status).toBe('completed');
    expect(postsTo(mock)).toHaveLength(1);
  });

  it('does not hold up other keys', async () => {
    const { xpander, mock } = slowAgent();
    const others = ['a', 'b', 'c'];
    // The first hash of a key takes real time, which lets virtual time pass.
    for (const one of others) await taskIdOf(agentId, one);
    const startedMs = mock.clock.now();
    await Promise.all(others.map((once) => xpander.agents.run(agentId, 'hi', { once })));
    expect(mock.clock.now() - startedMs).toBeLessThan(80_000);
  });

  it('is refused by a thread, and as a default of an agent', async () => {
    const { xpander, received } = clientAnswering([missing]);
    const thread = xpander.agent(agentId).thread();
    const known = xpander.agent(agentId).thread('thread-1');
    const calls = [
      thread.send('hi', { once: key }),
      known.send('hi', { once: key }),
      known.send('hi', { once: key, via: 'stream' }),
      thread.stream('hi', { once: key }).finalTask(),
      collect(known.stream('hi', { once: key })),
    ];
    for (const one of calls) expect((await rejectionOf(ConfigurationError, one)).option).toBe('once');
    expect(() => xpander.agent(agentId, { once: key } as never)).toThrow(expect.objectContaining({ option: 'once' }));
    await rejectionOf(ConfigurationError, collect(xpander.tasks.waitAll(['t-1'], { once: () => key } as never)));
    await rejectionOf(ConfigurationError, xpander.tasks.wait('t-1', { once: key } as never));
    expect(received).toHaveLength(0);
  });

  it('of a run whose thread was continued is rejected, because the record shows the later turn', async () => {
    const { xpander, mock } = mockedClient({ agents: { [agentId]: ({ text }) => `answer to ${text}` } });
    const agent = xpander.agent(agentId);
    const { id } = await agent.run('first', { once: key });
    expect((await agent.thread(id).send('second')).result).toBe('answer to second');
    await rejectionOf(ConfigurationError, agent.run('first', { once: key }));
    expect(postsTo(mock)).toHaveLength(2);
  });

  it('keeps the default user and the options of the request', async () => {
    const { xpander, received } = clientAnswering([missing, task('completed')]);
    await xpander.agents.run(agentId, { input: 'hi', title: 'T' }, { once: key, version: 'draft' });
    expect(received[1]?.url).toContain('version=draft');
    expect(received[1]?.body).toMatchObject({ id: keyId, title: 'T', input: { text: 'hi' } });
  });
});

describe('a POST that a gateway delivers after its process has died', () => {
  /** The job is called again, by another process, one second after the first one. Resolves with the number of runs. */
  async function runsAfter(deliveredMs: number, graceMs: number): Promise<number> {
    const { mock, runs } = slowAgent();
    const { clock } = mock;
    const holding = async (request: Request): Promise<Response> => {
      const { url, method, headers } = request;
      const body = await request.text();
      void clock.sleep(deliveredMs).then(() => mock.fetch(new Request(url, { method, headers, body })));
      return noReply();
    };
    const dying = new Xpander({ apiKey: 'key-1', clock: ownClock(clock), fetch: holding }).agent(agentId);
    const controller = new AbortController();
    const killed = rejection(dying.run('hi', { once: { key, isFirst: true }, signal: controller.signal }));
    await clock.sleep(1_000);
    controller.abort('killed');
    await killed;
    const next = new Xpander({ apiKey: 'key-1', clock: ownClock(clock), fetch: mock.fetch }).agent(agentId);
    await next.run('hi', { once: { key, graceMs } });
    await clock.sleep(120_000);
    return runs();
  }

  /** Clients share what they know by their clock, so that this one stands for another process. */
  const ownClock = ({ now, sleep }: Clock): Clock => ({ now: () => now(), sleep: (ms, signal) => sleep(ms, signal) });

  it('is found within graceMs', async () => {
    expect(await runsAfter(30_000, 60_000)).toBe(1);
  });

  it('runs the agent a second time if it comes later, which is documented', async () => {
    expect(await runsAfter(30_000, 0)).toBe(2);
  });
});

describe('a stream with the key of a run that exists', () => {
  it('ends at once with task_finished if the run has completed', async () => {
    const { xpander, received } = clientAnswering([found('completed', { result: 'R' })]);
    const stream = xpander.agents.stream(agentId, 'hi', { once: key });
    expect((await collect(stream)).map(({ type }) => type)).toEqual(['task_finished']);
    expect([stream.taskId, (await stream.finalTask()).result, received.length]).toEqual([keyId, 'R', 1]);
  });

  it('shows each change of a run that goes on', async () => {
    const working = found('executing', { title: 'half done' });
    const answers = [found('pending'), found('pending'), working, found('completed', { result: 'R' })];
    const reconnects: unknown[] = [];
    const hooks = { onReconnect: (event: unknown) => void reconnects.push(event) };
    const { xpander, received } = clientAnswering(answers, { hooks });
    const updates: (string | null | undefined)[] = [];
    const onUpdate = ({ status }: Task): void => void updates.push(status);
    const events = await collect(xpander.agents.stream(agentId, 'hi', { once: key, onUpdate }));
    expect(events.map(({ type, data }) => [type, (data as Task).status])).toEqual([
      ['task_updated', 'pending'],
      ['task_updated', 'executing'],
      ['task_finished', 'completed'],
    ]);
    expect([updates, reconnects]).toEqual([['pending', 'executing', 'completed'], []]);
    expect(paths(received)).toEqual(Array(4).fill('GET /v1/tasks/K'));
  });

  it('rejects with the error of onUpdate', async () => {
    const { xpander } = clientAnswering([found('pending'), found('completed')]);
    const problem = new Error('full');
    const onUpdate = (): void => {
      throw problem;
    };
    expect(await rejection(collect(xpander.agents.stream(agentId, 'hi', { once: key, onUpdate })))).toBe(problem);
  });

  it('gives its text at the end', async () => {
    const { xpander } = slowAgent();
    await xpander.agents.invokeAsync(agentId, 'hi', { once: key });
    expect(await collect(xpander.agents.stream(agentId, 'hi', { once: key }).textStream())).toEqual(['answer to hi']);
  });

  it('rejects from finalTask after a failed task_finished', async () => {
    const { xpander } = clientAnswering([found('failed')]);
    const stream = xpander.agents.stream(agentId, 'hi', { once: key });
    expect((await collect(stream)).map(({ type }) => type)).toEqual(['task_finished']);
    await rejectionOf(TaskFailedError, stream.finalTask());
  });

  it('polls no more after its reader has left', async () => {
    const { xpander, received, clock } = clientAnswering([found('executing')]);
    for await (const { type } of xpander.agents.stream(agentId, 'hi', { once: key })) {
      expect(type).toBe('task_updated');
      break;
    }
    const count = received.length;
    await clock.sleep(60_000);
    expect(received).toHaveLength(count);
  });

  it('does not stop the run of another caller after its reader has left', async () => {
    const { xpander, received, clock } = clientAnswering([found('executing')]);
    const options = { once: key, deadlineMs: 30_000, onAbandon: 'stop' } as const;
    const stream = xpander.agents.stream(agentId, 'hi', options);
    for await (const _ of stream) break;
    await rejectionOf(DeadlineError, stream.finalTask());
    await clock.sleep(20_000);
    expect(new Set(paths(received))).toEqual(new Set(['GET /v1/tasks/K']));
  });

  it('can be aborted', async () => {
    const { xpander, clock } = clientAnswering([found('executing')]);
    const stream = xpander.agents.stream(agentId, 'hi', { once: key });
    const end = rejection(stream.finalTask());
    await clock.sleep(10_000);
    stream.abort('enough');
    expect(await end).toBe('enough');
  });

  it('shows a pause to its reader as an error', async () => {
    const { xpander } = mockedClient({
      agents: {
        async *[agentId]() {
          yield pause({ hitl: { wait_node_id: 'approve' } });
        },
      },
    });
    await xpander.agents.invokeAsync(agentId, 'hi', { once: key });
    await rejectionOf(TaskPausedError, xpander.agents.stream(agentId, 'hi', { once: key }).finalTask());
  });
});

describe('runMany with keys', () => {
  const items = Array.from({ length: 200 }, (_, index) => `item ${index}`);
  const once = (request: unknown, index: number): string => `batch/${index}/${String(request)}`;

  it.each([
    ['poll', { GET: 400, POST: 200 }],
    ['stream', { GET: 200, POST: 200 }],
  ] as const)(
    'of 200 items by %s takes a look and a POST for each, and one look when it is repeated',
    async (via, most) => {
      const { mock } = mockedClient({ agents: { [agentId]: ({ sleep, text }) => sleep(3_000).then(() => text) } });
      const count = (method: string): number =>
        mock.requests.filter((one) => one.method === method && one.path !== '/v1/tasks').length;
      const outcomes = await collect(clientOfMock(mock).agents.runMany(agentId, items, { once, via, concurrency: 50 }));
      expect(outcomes.filter(({ task: one }) => one?.status === 'completed')).toHaveLength(200);
      expect({ GET: count('GET'), POST: count('POST') }).toEqual(most);
      const before = mock.requests.length;
      const again = await collect(clientOfMock(mock).agents.runMany(agentId, items, { once, via, concurrency: 50 }));
      expect(new Set(again.map(({ task: one }) => one?.result))).toEqual(new Set(items));
      expect(mock.requests.length - before).toBe(200);
    },
  );

  it('runs requests of one key once', async () => {
    const { mock, xpander, runs } = slowAgent();
    const outcomes = await collect(xpander.agents.runMany(agentId, ['same', 'same', 'same'], { once: () => key }));
    expect(outcomes.map(({ taskId }) => taskId)).toEqual([keyId, keyId, keyId]);
    expect([runs(), postsTo(mock).length]).toEqual([1, 1]);
  });

  it.each([
    ['throws', () => Promise.reject(new Error('no key')) as never],
    ['returns no key', () => undefined as never],
    ['returns an empty key', () => ''],
    ['returns a number', () => 7 as never],
  ])('makes the error of a function that %s the outcome of its item, unsent', async (_, faulty) => {
    const { xpander, mock } = mockedClient({ agents: { [agentId]: () => 'done' } });
    const keys = (request: unknown, index: number): string => (index === 1 ? faulty() : once(request, index));
    const outcomes = await collect(xpander.agents.runMany(agentId, ['a', 'b', 'c'], { once: keys }));
    expect(outcomes.filter(({ error }) => error !== undefined).map(({ index }) => index)).toEqual([1]);
    expect(postsTo(mock)).toHaveLength(2);
  });

  it('makes the error that the function throws the outcome of its item', async () => {
    const { xpander } = mockedClient({ agents: { [agentId]: () => 'done' } });
    const problem = new Error('no key');
    const keys = (): string => {
      throw problem;
    };
    const [outcome] = await collect(xpander.agents.runMany(agentId, ['a'], { once: keys }));
    expect(outcome?.error).toBe(problem);
  });

  it('rejects a key in place of the function', async () => {
    const { xpander, received } = clientAnswering([missing]);
    const loop = collect(xpander.agents.runMany(agentId, ['a'], { once: key } as never));
    expect((await rejectionOf(ConfigurationError, loop)).option).toBe('once');
    expect(received).toHaveLength(0);
  });

  it('gives a key of another text as the error of its item alone', async () => {
    const { xpander } = mockedClient({ agents: { [agentId]: ({ text }) => text } });
    const keys = (_: unknown, index: number): string => (index < 2 ? 'shared' : 'own');
    const outcomes = await collect(xpander.agents.runMany(agentId, ['a', 'b', 'c'], { once: keys, concurrency: 1 }));
    expect(outcomes.map(({ error }) => error instanceof ConfigurationError)).toEqual([false, true, false]);
  });
});
