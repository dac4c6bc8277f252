import { describe, expect, it } from 'vitest';
import { createMockXpander } from '../src/index.ts';
import { type Client, clientOf } from './client.ts';

const url = 'https://api.xpander.ai';

describe('a key that is limited to some agents', () => {
  const setUp = (): Record<'free' | 'limited', Client> => {
    const mock = createMockXpander({
      agents: { mine: () => 'x', other: () => 'y' },
      keys: { free: 'org-1', limited: { organization: 'org-1', agents: ['mine'] }, all: { organization: 'org-1' } },
    });
    return { free: clientOf(mock, 'free'), limited: clientOf(mock, 'limited') };
  };
  const itemsOf = async (client: Client, path: string): Promise<unknown[]> =>
    ((await (await client.get(path)).json()) as { items: { id: string }[] }).items.map(({ id }) => id);

  it('may use those', async () => {
    const { limited } = setUp();
    expect(await limited.run('mine', 'hi')).toMatchObject({ status: 'completed' });
    expect((await limited.get('/v1/agents/mine')).status).toBe(200);
  });

  it.each([
    ['GET', '/v1/agents/other'],
    ['PATCH', '/v1/agents/other', { icon: 'x' }],
    ['GET', '/v1/agents/other/tasks'],
    ['POST', '/v1/agents/other/invoke', { input: {} }],
    ['POST', '/v1/agents/other/invoke/stream', { input: {} }],
    ['POST', '/v1/workflows/other/invoke/async', { input: {} }],
    ['POST', '/v1/agents', { name: 'New' }],
    ['GET', '/v1/tasks/theirs'],
    ['GET', '/v1/tasks/theirs/thread'],
    ['POST', '/v1/tasks/theirs/stop'],
    ['DELETE', '/v1/tasks/theirs'],
  ])('gets a 403 for another one: %s %s', async (method, path, body?: object) => {
    const { free, limited } = setUp();
    await free.start('other', 'hi', { id: 'theirs' });
    const response = await limited.post(path, body, { method });
    expect([response.status, await response.json()]).toMatchObject([403, { detail: expect.stringContaining('key') }]);
  });

  it('sees only those in lists', async () => {
    const { free, limited } = setUp();
    await free.start('other', 'hi', { id: 'theirs' });
    await free.start('mine', 'hi', { id: 'ours' });
    expect(await itemsOf(limited, '/v1/agents')).toEqual(['mine']);
    expect(await itemsOf(limited, '/v1/agents/full')).toEqual(['mine']);
    expect(await itemsOf(limited, '/v1/tasks')).toEqual(['ours']);
    expect(await itemsOf(free, '/v1/tasks')).toHaveLength(2);
  });
});

describe('a JWT', () => {
  it('is valid as a bearer token if keys contains it, and a key as a bearer token is not', async () => {
    const mock = createMockXpander({ keys: { 'e30.e30.c2ln': 'org-1', 'key-1': 'org-1' } });
    const statusOf = async (token: string): Promise<number> =>
      (await mock.fetch(`${url}/v1/tasks`, { headers: { authorization: `Bearer ${token}` } })).status;
    expect([await statusOf('e30.e30.c2ln'), await statusOf('e30.e30.b3Ro'), await statusOf('key-1')]).toEqual([
      200, 401, 401,
    ]);
  });
});

describe('cors', () => {
  const preflight = {
    method: 'OPTIONS',
    headers: { 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type,x-api-key' },
  };

  it('answers a preflight request without recording it', async () => {
    const mock = createMockXpander({ cors: true });
    const { status, headers } = await mock.fetch(`${url}/v1/agents/a/invoke`, preflight);
    expect([status, headers.get('access-control-allow-origin')]).toEqual([204, '*']);
    expect(headers.get('access-control-allow-headers')).toBe('content-type,x-api-key');
    expect(headers.get('access-control-allow-methods')).toContain('PATCH');
    expect(mock.requests).toEqual([]);
  });

  it('allows an origin to read every response, errors and streams included', async () => {
    const mock = createMockXpander({ cors: 'http://localhost:3000' });
    const client = clientOf(mock);
    mock.fail({ operation: 'health', status: 502 });
    const responses = [
      await client.get('/health'),
      await client.get('/v1/nothing'),
      await client.post('/v1/agents/a/invoke/stream', { input: {} }),
    ];
    expect(responses.map(({ status }) => status)).toEqual([502, 404, 200]);
    for (const { headers } of responses) {
      expect(headers.get('access-control-allow-origin')).toBe('http://localhost:3000');
      expect(headers.get('access-control-expose-headers')).toBe('*');
    }
  });

  it('answers over HTTP', async () => {
    const mock = createMockXpander({ cors: true });
    const server = await mock.listen();
    const answer = await fetch(`${server.url}/v1/agents/a/invoke`, preflight);
    await server.close();
    expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([204, '*']);
  });

  it('is off by default', async () => {
    const mock = createMockXpander();
    const response = await mock.fetch(`${url}/health`, preflight);
    expect([response.status, response.headers.has('access-control-allow-origin')]).toEqual([405, false]);
  });
});
