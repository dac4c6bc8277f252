import { describe, expect, it } from 'vitest';
import { createMockXpander, type MockXpander } from '../src/index.ts';
import { type Client, clientOf } from './client.ts';

const REFUSED = { name: 'TypeError', message: 'fetch failed', cause: { code: 'ECONNREFUSED' } };
const CLOSED = {
  name: 'TypeError',
  message: 'fetch failed',
  cause: { code: 'UND_ERR_SOCKET', message: 'other side closed' },
};
const TERMINATED = { name: 'TypeError', message: 'terminated', cause: { code: 'UND_ERR_SOCKET' } };

function setUp(): { mock: MockXpander; client: Client } {
  const mock = createMockXpander();
  return { mock, client: clientOf(mock) };
}

describe('fail', () => {
  it('sends its answer the given number of times, for its operation only', async () => {
    const { mock, client } = setUp();
    mock.fail({ operation: 'getTask', status: 502, body: '<html>', contentType: 'text/html', times: 2 });
    const { id } = await client.start('a', 'hi');
    for (let attempt = 0; attempt < 2; attempt++) {
      const response = await client.get(`/v1/tasks/${id}`);
      expect([response.status, response.headers.get('content-type'), await response.text()]).toEqual([
        502,
        'text/html',
        '<html>',
      ]);
    }
    expect((await client.read(id)).status).toBe('pending');
  });

  it('hits once by default and starts no run', async () => {
    const { mock, client } = setUp();
    mock.fail({ operation: 'invokeAsync', status: 503, body: { detail: 'busy' }, headers: { 'retry-after': '2' } });
    const response = await client.post('/v1/agents/a/invoke/async', { id: 'x', input: {} });
    expect([response.status, response.headers.get('retry-after'), await response.json()]).toEqual([
      503,
      '2',
      { detail: 'busy' },
    ]);
    expect((await client.get('/v1/tasks/x')).status).toBe(404);
    expect((await client.post('/v1/agents/a/invoke/async', { id: 'x', input: {} })).status).toBe(200);
  });

  it('can follow the start of the run', async () => {
    const { mock, client } = setUp();
    mock.fail({ operation: 'invoke', status: 504, at: 'after-accept' });
    const response = await client.post('/v1/agents/a/invoke', { id: 'x', input: {} });
    expect(response.status).toBe(504);
    expect((await client.read('x')).status).toBe('pending');
  });

  it.each([
    [500, 'text/plain; charset=utf-8', 'Internal Server Error'],
    [502, 'text/html', expect.stringContaining('502 Bad Gateway')],
    [401, 'application/json', '{"detail":"Invalid or missing API key"}'],
    [429, 'application/json', '{"detail":{"detail":{"detail":"Rate limit exceeded"}}}'],
    [418, 'application/json', '{"detail":"HTTP 418"}'],
    [204, 'application/json', ''],
  ])('has a default body for %i', async (status, contentType, body) => {
    const { mock } = setUp();
    mock.fail({ operation: 'health', status });
    const response = await mock.fetch('http://mock/health');
    expect([response.status, response.headers.get('content-type'), await response.text()]).toEqual([
      status,
      contentType,
      body,
    ]);
  });

  it('hits a share of the requests, always the same ones', async () => {
    const statuses = async (): Promise<number[]> => {
      const { mock } = setUp();
      mock.fail({ operation: 'health', status: 500, probability: 0.3 });
      const seen: number[] = [];
      for (let request = 0; request < 200; request++) seen.push((await mock.fetch('http://mock/health')).status);
      return seen;
    };
    const seen = await statuses();
    expect(seen.filter((status) => status === 500).length).toBeGreaterThan(40);
    expect(seen.filter((status) => status === 500).length).toBeLessThan(80);
    expect(await statuses()).toEqual(seen);
  });

  it('hits every request with times: Infinity until reset', async () => {
    const { mock } = setUp();
    mock.fail({ operation: 'health', status: 500, times: Number.POSITIVE_INFINITY });
    for (let request = 0; request < 5; request++) expect((await mock.fetch('http://mock/health')).status).toBe(500);
    mock.reset();
    expect((await mock.fetch('http://mock/health')).status).toBe(200);
  });
});

describe('drop', () => {
  it('before-request: the connection is refused and nothing arrives', async () => {
    const { mock, client } = setUp();
    mock.drop({ operation: 'invokeAsync', at: 'before-request' });
    await expect(client.start('a', 'hi')).rejects.toMatchObject(REFUSED);
    expect(mock.requests).toEqual([]);
    expect((await client.start('a', 'hi')).status).toBe('pending');
  });

  it.each(['invoke', 'invokeAsync'] as const)('after-accept: the run of %s has started', async (operation) => {
    const { mock, client } = setUp();
    mock.drop({ operation, at: 'after-accept' });
    const verb = operation === 'invoke' ? client.run : client.start;
    await expect(verb('a', 'hi', { id: 'x' })).rejects.toMatchObject(CLOSED);
    expect(mock.requests).toHaveLength(1);
    expect((await client.read('x')).status).toBe('pending');
  });

  it('mid-body: the headers arrive and the body breaks', async () => {
    const { mock, client } = setUp();
    mock.drop({ operation: 'getTask', at: 'mid-body' });
    await client.start('a', 'hi', { id: 'x' });
    const response = await client.get('/v1/tasks/x');
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toMatchObject(TERMINATED);
    expect((await client.read('x')).id).toBe('x');
  });

  it('does not hit rejected requests', async () => {
    const { mock, client } = setUp();
    mock.drop({ operation: 'getTask', at: 'after-accept' });
    expect((await client.get('/v1/tasks/unknown')).status).toBe(404);
    await client.start('a', 'hi', { id: 'x' });
    await expect(client.read('x')).rejects.toMatchObject(CLOSED);
  });
});

describe('stall', () => {
  it.each(['before-request', 'after-accept', 'mid-body'] as const)('%s: delays the answer', async (at) => {
    const { mock, client } = setUp();
    mock.stall({ operation: 'getTask', at, forMs: 20_000 });
    await client.start('a', 'hi', { id: 'x' });
    const calledAt = mock.clock.now();
    expect((await client.read('x')).id).toBe('x');
    expect(mock.clock.now() - calledAt).toBe(20_000);
  });

  it.each(['before-request', 'after-accept', 'mid-body'] as const)('%s: ends at once on an abort', async (at) => {
    const { mock, client } = setUp();
    mock.stall({ operation: 'getTask', at, forMs: 20_000 });
    await client.start('a', 'hi', { id: 'x' });
    const controller = new AbortController();
    const reason = new Error('too slow');
    const call = client.get('/v1/tasks/x', { signal: controller.signal }).then((response) => response.text());
    call.catch(() => {});
    await mock.clock.sleep(1_000);
    controller.abort(reason);
    await expect(call).rejects.toBe(reason);
    await mock.clock.sleep(1);
    expect(mock.clock.now() - Date.UTC(2026, 0, 1)).toBe(1_001);
  });

  it('is followed by the next fault at the same place', async () => {
    const { mock } = setUp();
    mock.stall({ operation: 'health', at: 'after-accept', forMs: 5_000 });
    mock.fail({ operation: 'health', at: 'after-accept', status: 504 });
    expect((await mock.fetch('http://mock/health')).status).toBe(504);
    expect(mock.clock.now() - Date.UTC(2026, 0, 1)).toBe(5_000);
  });
});

describe('an invalid fault', () => {
  const { mock } = setUp();
  it.each([
    [
      () => mock.fail({ operation: 'getTasks' as never, status: 500 }),
      'operation of fail() must be "listAgents", "createAgent"',
    ],
    [
      () => mock.fail({ operation: 'getTask', status: 99 }),
      'status of fail() must be an integer from 200 to 599; got 99.',
    ],
    [
      () => mock.fail({ operation: 'getTask', status: 500, at: 'mid-body' as never }),
      'at of fail() must be "before-request" or "after-accept"; got "mid-body".',
    ],
    [() => mock.fail({ operation: 'getTask', status: 500, time: 2 } as never), 'fail() has no option "time"'],
    [() => mock.fail({ operation: 'getTask', status: 500, times: 0 }), 'times of fail() must be an integer, 1 or more'],
    [
      () => mock.drop({ operation: 'getTask', at: 'mid-stream' as never }),
      'at "mid-stream" of drop() needs the operation "invokeStream", "streamTurn", "drainQueueStream", "edit',
    ],
    [
      () => mock.drop({ operation: 'getTask', at: 'mid-body', probability: 2 }),
      'probability of drop() must be from 0 to 1',
    ],
    [
      () => mock.stall({ operation: 'getTask', at: 'mid-body' } as never),
      'forMs of stall() must be a number of milliseconds',
    ],
  ])('is rejected by name', (call, message) => {
    expect(call).toThrow(message);
  });
});

describe('requests', () => {
  it('are plain data with a masked key', async () => {
    const { mock, client } = setUp();
    await mock.clock.sleep(5_000);
    await client.post('/v1/agents/a/invoke/async?version=draft', { input: { text: 'hi' } });
    await mock.fetch('http://mock/nowhere', { headers: { authorization: 'Bearer secret' } });
    expect(structuredClone(mock.requests)).toEqual([
      {
        method: 'POST',
        path: '/v1/agents/a/invoke/async',
        query: { version: 'draft' },
        headers: { 'x-api-key': '***', 'content-type': 'application/json' },
        body: { input: { text: 'hi' } },
        at: Date.UTC(2026, 0, 1) + 5_000,
      },
      expect.objectContaining({ path: '/nowhere', headers: { authorization: '***' }, body: undefined }),
    ]);
  });
});

describe('rateLimit', () => {
  it('counts requests per key and window, and reports the rest in headers', async () => {
    const mock = createMockXpander({ rateLimit: { requests: 2, perMs: 60_000 } });
    const [first, second] = [clientOf(mock, 'key-1'), clientOf(mock, 'key-2')];
    const remaining: unknown[] = [];
    for (let request = 0; request < 2; request++) {
      const response = await first.post('/v1/agents/a/invoke/async', { input: {} });
      remaining.push([response.status, response.headers.get('x-ratelimit-remaining')]);
    }
    expect(remaining).toEqual([
      [200, '1'],
      [200, '0'],
    ]);
    const refused = await first.get('/v1/tasks/x');
    expect(refused.status).toBe(429);
    expect(refused.headers.get('x-ratelimit-reset')).toBe(String((Date.UTC(2026, 0, 1) + 60_000) / 1_000));
    expect(refused.headers.get('date')).toBe('Thu, 01 Jan 2026 00:00:00 GMT');
    expect((await second.get('/v1/tasks/x')).status).toBe(404);
    await mock.clock.sleep(60_000);
    expect((await first.get('/v1/tasks/x')).status).toBe(404);
  });
});
