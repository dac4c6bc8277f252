import { describe, expect, it } from 'vitest';
import { createMockXpander, type MockOptions, type MockXpander, tooManyRequests } from '../src/index.ts';
import { type Client, clientOf } from './client.ts';
import { answerIn, readEvents, readUntilBroken } from './streams.ts';

const TERMINATED = { name: 'TypeError', message: 'terminated', cause: { code: 'UND_ERR_SOCKET' } };

const agents: MockOptions['agents'] = {
  a: async function* () {
    yield 'one ';
    yield 'two ';
    yield 'three';
  },
  silent: [{ status: 'completed', result: '' }],
};

function setUp(options: MockOptions = {}): { mock: MockXpander; client: Client } {
  const mock = createMockXpander({ agents, ...options });
  return { mock, client: clientOf(mock) };
}

const stream = (client: Client, agentId = 'a'): Promise<Response> =>
  client.post(`/v1/agents/${agentId}/invoke/stream`, { id: 't', input: { text: 'hi' } });

describe('a dropped stream', () => {
  it('mid-stream: breaks after the first chunk, and the run continues', async () => {
    const { mock, client } = setUp();
    mock.drop({ operation: 'invokeStream', at: 'mid-stream' });
    const { events, text, error } = await readUntilBroken(await stream(client));
    expect(error).toMatchObject(TERMINATED);
    expect(events.map(({ type }) => type)).toEqual(['task_created', 'task_updated', 'chunk']);
    expect(text.endsWith('\n\n')).toBe(true);
    await mock.clock.sleep(1);
    expect(await client.read('t')).toMatchObject({ status: 'completed', result: 'one two three' });
    expect(answerIn(await readEvents(await stream(client)))).toBe('one two three');
  });

  it.each([0, 1, 4, 99])('mid-stream with afterEvents %i: breaks there, but before the end', async (afterEvents) => {
    const { mock, client } = setUp();
    mock.drop({ operation: 'invokeStream', at: 'mid-stream', afterEvents });
    const { events } = await readUntilBroken(await stream(client));
    expect(events).toHaveLength(Math.min(afterEvents, 5));
  });

  it('mid-stream: breaks before the end, even without chunks', async () => {
    const { mock, client } = setUp();
    mock.drop({ operation: 'invokeStream', at: 'mid-stream' });
    const { events, error } = await readUntilBroken(await stream(client, 'silent'));
    expect(events.map(({ type }) => type)).toEqual(['task_created']);
    expect(error).toMatchObject(TERMINATED);
  });

  it('mid-body: breaks inside an event', async () => {
    const { mock, client } = setUp();
    mock.drop({ operation: 'invokeStream', at: 'mid-body', afterEvents: 1 });
    const { events, text, error } = await readUntilBroken(await stream(client));
    expect(error).toMatchObject(TERMINATED);
    expect(events).toHaveLength(1);
    expect(text).toMatch(/\n\ndata: \{"type":"task_updated".*[^}\n]$/);
  });

  it('after-accept: has started its run without an answer', async () => {
    const { mock, client } = setUp();
    mock.drop({ operation: 'invokeStream', at: 'after-accept' });
    await expect(stream(client)).rejects.toMatchObject({ message: 'fetch failed' });
    await mock.clock.sleep(1);
    expect(await client.read('t')).toMatchObject({ status: 'completed' });
  });
});

describe('a stalled stream', () => {
  it.each(['mid-stream', 'mid-body'] as const)('%s: continues without loss', async (at) => {
    const { mock, client } = setUp();
    mock.stall({ operation: 'invokeStream', at, forMs: 45_000 });
    const events = await readEvents(await stream(client));
    expect(answerIn(events)).toBe('one two three');
    expect(mock.clock.now() - Date.UTC(2026, 0, 1)).toBe(45_000);
    expect(events.at(-1)?.time).toMatch(/^2026-01-01T00:00:00/);
  });
});

describe('a stream with a heartbeat', () => {
  it('sends comments while there are no events', async () => {
    const { client } = setUp({
      wire: { heartbeatMs: 10_000 },
      agents: { a: ({ sleep }) => sleep(35_000).then(() => 'late') },
    });
    const text = await (await stream(client)).text();
    expect(text.match(/^: ping$/gm)).toHaveLength(3);
    expect(answerIn(await readEvents(new Response(text)))).toBe('late');
  });
});

describe('slow', () => {
  it('sends a body in pieces, on the clock of the mock', async () => {
    const { mock } = setUp();
    mock.slow({ operation: 'health', bytes: 1, everyMs: 250 });
    const response = await mock.fetch('http://mock/health');
    const startedAt = mock.clock.now();
    expect(await response.json()).toBe('ok');
    expect(mock.clock.now() - startedAt).toBe(1_000);
    await (await mock.fetch('http://mock/health')).text();
    expect(mock.clock.now() - startedAt).toBe(1_000);
  });

  it('sends a stream in pieces without changing it', async () => {
    const { mock, client } = setUp();
    mock.slow({ operation: 'invokeStream', bytes: 7, everyMs: 1 });
    expect(answerIn(await readEvents(await stream(client)))).toBe('one two three');
    expect(mock.clock.now()).toBeGreaterThan(Date.UTC(2026, 0, 1) + 100);
  });
});

describe('tooManyRequests', () => {
  it.each([
    [{}, '{"detail":{"detail":{"detail":"Rate limit exceeded"}}}', {}],
    [{ body: 'python' }, "429: {'detail': 'Rate limit exceeded'}", {}],
    [{ body: 'message' }, '{"message":"Rate limit exceeded"}', {}],
    [{ body: 'error', retryAfterSeconds: 3 }, '{"error":"Rate limit exceeded"}', { 'retry-after': '3' }],
    [{ body: 'quota' }, expect.stringContaining('credits of your plan'), {}],
    [{ resetAtSeconds: 99 }, expect.any(String), { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '99' }],
  ] as const)('makes a 429: %j', async (options, body, headers) => {
    const { mock } = setUp();
    mock.fail({ operation: 'health', ...tooManyRequests(options) });
    const response = await mock.fetch('http://mock/health');
    expect([response.status, await response.text()]).toEqual([429, body]);
    expect(Object.fromEntries(response.headers)).toMatchObject(headers);
  });

  it('rejects an unknown body or option', () => {
    expect(() => tooManyRequests({ body: 'html' as never })).toThrow('body of tooManyRequests() must be "nested", ');
    expect(() => tooManyRequests({ retryAfter: 1 } as never)).toThrow('has no option "retryAfter"');
  });
});

describe('an invalid stream fault', () => {
  const { mock } = setUp();
  it.each([
    [
      () => mock.drop({ operation: 'invoke', at: 'mid-stream' }),
      '"confirmAction" or "invokeWorkflowStream"; got "invoke".',
    ],
    [
      () => mock.drop({ operation: 'invokeStream', at: 'mid-stream', afterEvents: -1 }),
      'afterEvents of drop() must be an integer, 0 or more; got -1.',
    ],
    [() => mock.slow({ operation: 'health' } as never), 'everyMs of slow() must be a number of milliseconds'],
    [
      () => mock.slow({ operation: 'health', everyMs: 1, bytes: 0 }),
      'bytes of slow() must be an integer, 1 or more; got 0.',
    ],
  ])('is rejected by name', (call, message) => {
    expect(call).toThrow(message);
  });
});
