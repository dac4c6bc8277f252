import { createMockXpander, fail, type MockXpander, pause, type Script, type ScriptEvent } from '@xpander/mock';
import {
  type Agent,
  AmbiguousInvocationError,
  ApiError,
  TaskFailedError,
  TaskPausedError,
  Xpander,
} from '@xpander/sdk';
import type { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import { toBody } from '../web/answer-lines.ts';
import { createWebApp, type WebAppOptions } from '../web/app.ts';
import { listen } from './served.ts';
import { firstWords, openUpstream } from './upstream.ts';

const key = 'key-to-be-kept-secret';
const words = ['Roses are red, ', 'violets are blue, ', 'and this is the end.'];
const whole = words.join('');

async function* writer(): AsyncGenerator<ScriptEvent, void> {
  yield* words;
}

function openApp(script: Script = writer): { app: Hono; mock: MockXpander; errors: unknown[] } {
  const mock = createMockXpander({ agents: { writer: script }, keys: { [key]: 'org-1' } });
  const xpander = new Xpander({ apiKey: key, fetch: mock.fetch, clock: mock.clock });
  return { mock, ...withErrors(xpander.agent('writer')) };
}

function withErrors(agent: Agent, options: Partial<WebAppOptions> = {}): { app: Hono; errors: unknown[] } {
  const errors: unknown[] = [];
  return { errors, app: createWebApp({ agent, onError: (error) => errors.push(error), ...options }) };
}

const question = (text: unknown = 'Write a poem'): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ question: text }),
});

async function linesOf(response: Response): Promise<Record<string, unknown>[]> {
  const text = await response.text();
  expect(text.endsWith('\n')).toBe(true);
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe('an answer sent to a page', () => {
  it('arrives in pieces, and ends with a line that says it is complete', async () => {
    const { app } = openApp();
    const response = await app.request('/answers', question());
    expect(response.status).toBe(200);
    expect(await linesOf(response)).toEqual([...words.map((text) => ({ text })), { done: true }]);
  });

  it('is complete after the upstream connection was cut, over one request', async () => {
    const { app, mock } = openApp();
    mock.drop({ operation: 'invokeStream', at: 'mid-stream' });
    const lines = await linesOf(await app.request('/answers', question()));
    mock.expectNoFaultsLeft();
    expect(lines.map(({ text = '' }) => text).join('')).toBe(whole);
    expect(lines.at(-1)).toEqual({ done: true });
    expect(mock.requestsTo('invokeStream')).toHaveLength(1);
  });

  it('replaces text that the agent wrote before it', async () => {
    const { app, mock } = openApp();
    const texts = ['Looking … ', whole].map((data) => ({ type: 'chunk', task_id: 'task-1', data }));
    const end = {
      type: 'task_finished',
      task_id: 'task-1',
      data: { id: 'task-1', status: 'completed', result: whole },
    };
    const body = [...texts, end].map((event) => `data: ${JSON.stringify(event)}\n\n`).join('');
    mock.fail({ operation: 'invokeStream', status: 200, contentType: 'text/event-stream', body });
    const lines = await linesOf(await app.request('/answers', question()));
    expect(lines).toEqual([{ text: 'Looking … ' }, { text: whole }, { done: true, answer: whole }]);
  });

  it('is read no faster than it is sent', async () => {
    let read = 0;
    async function* lines(): AsyncGenerator<{ text: string }, void> {
      for (; read < 1_000; read += 1) yield { text: 'x' };
    }
    const reader = toBody(lines(), () => undefined).getReader();
    await reader.read();
    expect(read).toBeLessThan(5);
    await reader.cancel();
  });
});

describe('an answer that does not complete', () => {
  it.each<[string, Script, (mock: MockXpander) => void, RegExp, abstract new (...args: never[]) => Error]>([
    [
      'a run that fails after its first words',
      async function* () {
        yield firstWords;
        throw fail('password hunter2 was refused by db.internal');
      },
      () => undefined,
      /agent failed/,
      TaskFailedError,
    ],
    [
      'a run that waits for a person',
      async function* () {
        yield firstWords;
        yield pause({ hitl: { wait_node_id: 'approve-by-hunter2' } });
      },
      () => undefined,
      /waits for an approval/,
      TaskPausedError,
    ],
    [
      'a key that is refused',
      writer,
      (mock) => mock.fail({ operation: 'invokeStream', status: 401, body: { detail: `hunter2: bad key ${key}` } }),
      /cannot be asked/,
      ApiError,
    ],
    [
      'a gateway that breaks down',
      writer,
      (mock) => mock.fail({ operation: 'invokeStream', status: 502, body: '<h1>hunter2</h1>' }),
      /cannot be asked/,
      AmbiguousInvocationError,
    ],
  ])('ends with a sentence for visitors that reveals nothing: %s', async (_, script, breakIt, message, Type) => {
    const { app, mock, errors } = openApp(script);
    breakIt(mock);
    const response = await app.request('/answers', question());
    const lines = await linesOf(response);
    expect(lines.at(-1)).toEqual({ error: expect.stringMatching(message) });
    expect(lines.slice(0, -1).every((line) => 'text' in line)).toBe(true);
    expect(JSON.stringify(lines)).not.toMatch(/hunter2|[0-9a-f]{8}-/);
    expect(errors).toEqual([expect.any(Type)]);
  });
});

describe('a visitor leaving the page', () => {
  it.each([
    ['does not stop the run', undefined],
    ['stops the run with onAbandon: "stop"', 'stop'],
  ] as const)('closes the upstream connection, and %s', async (_, onAbandon) => {
    const upstream = await openUpstream();
    const agent = new Xpander({ apiKey: key, baseUrl: upstream.url }).agent('writer');
    const { app, errors } = withErrors(agent, { onAbandon });
    const server = await listen(app);
    const visitor = new AbortController();
    const response = await fetch(`${server.url}/answers`, { ...question(), signal: visitor.signal });
    const reader = response.body?.getReader();
    await reader?.read();
    visitor.abort();
    await upstream.left;
    if (onAbandon === 'stop') await upstream.stopped;
    // By the time another visitor receives the first words, no further request has been sent.
    const next = await fetch(`${server.url}/answers`, question());
    await next.body?.getReader().read();
    const start = 'POST /v1/agents/writer/invoke/stream';
    const stops = onAbandon === 'stop' ? ['POST /v1/tasks/task-1/stop'] : [];
    expect(upstream.requests).toEqual([start, ...stops, start]);
    expect(errors).toEqual([]);
    await server.close();
    upstream.close();
  });

  it('closes it also if only the body is cancelled', async () => {
    const upstream = await openUpstream();
    const { app } = withErrors(new Xpander({ apiKey: key, baseUrl: upstream.url }).agent('writer'));
    const reader = (await app.request('/answers', question())).body?.getReader();
    await reader?.read();
    await reader?.cancel();
    await upstream.left;
    upstream.close();
  });
});

describe('what a browser receives', () => {
  it('never contains the key, for any route and any failure', async () => {
    const { app, mock } = openApp();
    mock.fail({ operation: 'invokeStream', status: 401, body: { detail: `bad key ${key}` } });
    const answers = [
      await app.request('/answers', question('fails')),
      await app.request('/answers', question('succeeds')),
      await app.request('/answers', question(7)),
      await app.request('/'),
      await app.request('/page.js'),
      await app.request('/nowhere'),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 400, 200, 200, 404]);
    const seen = await Promise.all(
      answers.map(async (response) => JSON.stringify([...response.headers]) + (await response.text())),
    );
    expect(seen.join('\n')).toContain(words[0]);
    expect(seen.join('\n')).not.toContain(key);
  });
});

describe('an invalid question', () => {
  it.each([
    ['nothing', ''],
    ['blanks', '  '],
    ['a number', 7],
    ['a book', 'x'.repeat(4_001)],
  ])('is rejected with advice: %s', async (_, text) => {
    const { app, mock } = openApp();
    const response = await app.request('/answers', question(text));
    expect(response.status).toBe(400);
    expect(await linesOf(response)).toEqual([{ error: 'Ask something, in 4000 characters at most.' }]);
    expect(mock.requests).toEqual([]);
  });

  it('is rejected: broken JSON, too many characters, a form of another site', async () => {
    const { app, mock } = openApp();
    const origin = { origin: 'https://elsewhere.example.com', 'content-type': 'text/plain' };
    const statuses = await Promise.all(
      [
        { ...question(), body: '{"question": "Wri' },
        question('x'.repeat(100_000)),
        { ...question(), headers: origin },
      ].map(async (init) => (await app.request('/answers', init)).status),
    );
    expect(statuses).toEqual([400, 413, 403]);
    expect(mock.requests).toEqual([]);
  });
});
