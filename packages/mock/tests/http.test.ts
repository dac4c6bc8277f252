import { once } from 'node:events';
import { request } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { createMockXpander, type MockServer, type MockXpander, type ServedRequest } from '../src/index.ts';
import { type Client, createClient } from './client.ts';
import { parseEvents, readUntilBroken } from './streams.ts';

const open: MockServer[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

async function serveMock(mock: MockXpander): Promise<Client & { server: MockServer }> {
  const server = await mock.listen({ port: 0 });
  open.push(server);
  return { ...createClient(fetch, { base: server.url }), server };
}

const agents = { quick: ({ text }: { text: string }) => `quick ${text}`, never: () => new Promise<string>(() => {}) };

describe('listen', () => {
  it('serves the same mock on a free port', async () => {
    const mock = createMockXpander({ agents });
    const { server, run } = await serveMock(mock);
    expect(server.url).toBe(`http://127.0.0.1:${server.port}`);
    const task = await run('quick', 'über HTTP');
    expect(task.result).toBe('quick über HTTP');
    expect(mock.requests[0]).toMatchObject({
      method: 'POST',
      path: '/v1/agents/quick/invoke',
      headers: { 'x-api-key': '***' },
    });
    expect((await fetch(`${server.url}/health`)).headers.get('content-type')).toBe('application/json');
  });

  it('tells of each request that was answered, or whose connection broke', async () => {
    const mock = createMockXpander({ agents });
    const served: ServedRequest[] = [];
    const server = await mock.listen({ onServed: (request) => void served.push(request) });
    open.push(server);
    mock.drop({ operation: 'listAgents', at: 'before-request' });
    await fetch(`${server.url}/v1/agents?page=1`, { headers: { 'x-api-key': 'any' } }).catch(() => undefined);
    await fetch(`${server.url}/v1/agents/quick`, { headers: { 'x-api-key': 'any' } });
    expect(served.map(({ method, path, status }) => [method, path, status])).toEqual([
      ['GET', '/v1/agents', undefined],
      ['GET', '/v1/agents/quick', 200],
    ]);
    expect(served[1]?.durationMs).toBeGreaterThanOrEqual(0);
  });

  it('moves virtual time for clients with another clock', async () => {
    const { run } = await serveMock(createMockXpander());
    expect((await run('any', '2+2?')).result).toBe('4');
  });

  it('keeps virtual time still while a request arrives', async () => {
    const mock = createMockXpander({ agents });
    const { server } = await serveMock(mock);
    const headers = { 'x-api-key': 'k', 'content-type': 'application/json', expect: '100-continue' };
    const call = request(`${server.url}/v1/agents/quick/invoke`, { method: 'POST', headers });
    call.flushHeaders();
    await once(call, 'continue');
    const timer = new AbortController();
    const timeout = mock.clock.sleep(60_000, timer.signal).catch(() => 'cancelled');
    const calledAt = mock.clock.now();
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(mock.clock.now()).toBe(calledAt);
    timer.abort();
    expect(await timeout).toBe('cancelled');
    call.end('{"input": {}}');
    const [response] = await once(call, 'response');
    expect(response.statusCode).toBe(200);
  });

  it('resets the socket of a dropped request', async () => {
    const mock = createMockXpander({ agents });
    const { run, read } = await serveMock(mock);
    for (const at of ['before-request', 'after-accept'] as const) {
      mock.drop({ operation: 'invoke', at });
      await expect(run('quick', '', { id: at })).rejects.toMatchObject({
        message: 'fetch failed',
        cause: { code: 'ECONNRESET' },
      });
    }
    await expect(read('before-request')).rejects.toThrow('HTTP 404');
    expect((await read('after-accept')).id).toBe('after-accept');
  });

  it('sends the headers of a dropped answer and breaks its body', async () => {
    const mock = createMockXpander({ agents });
    const { post } = await serveMock(mock);
    mock.drop({ operation: 'invoke', at: 'mid-body' });
    const response = await post('/v1/agents/quick/invoke', { input: {} });
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toMatchObject({ message: 'terminated' });
  });

  it('sends each event of a stream when it happens', async () => {
    let finish = (): void => {};
    const finished = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const mock = createMockXpander({
      agents: {
        a: async function* () {
          yield 'first';
          await finished;
          yield 'last';
        },
      },
    });
    const { post } = await serveMock(mock);
    const response = await post('/v1/agents/a/invoke/stream', { input: {} });
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    while (!text.includes('"data":"first"')) text += (await reader?.read())?.value ?? '';
    expect(mock.tasks).toMatchObject([{ status: 'executing' }]);
    finish();
    for (let read = await reader?.read(); read?.done === false; read = await reader?.read()) text += read.value;
    expect(parseEvents(text).at(-1)).toMatchObject({ type: 'task_finished', data: { result: 'firstlast' } });
  });

  it('continues a run after its stream was closed', async () => {
    const mock = createMockXpander({
      agents: {
        a: async function* ({ sleep }) {
          yield 'first';
          await sleep(60_000);
          yield 'last';
        },
      },
    });
    const { post } = await serveMock(mock);
    const reader = (await post('/v1/agents/a/invoke/stream', { input: {} })).body?.getReader();
    await reader?.read();
    await reader?.cancel();
    while (mock.tasks[0]?.status !== 'completed') await mock.clock.sleep(10_000);
    expect(mock.tasks[0]?.result).toBe('firstlast');
  });

  it('resets the socket of a dropped stream', async () => {
    const mock = createMockXpander({ agents });
    const { post } = await serveMock(mock);
    mock.drop({ operation: 'invokeStream', at: 'mid-stream' });
    const { events, error } = await readUntilBroken(await post('/v1/agents/quick/invoke/stream', { input: {} }));
    expect(events.map(({ type }) => type)).toEqual(['task_created', 'task_updated', 'chunk']);
    expect(error).toMatchObject({ message: 'terminated' });
  });

  it('sends the headers of a stream before its first event', async () => {
    const mock = createMockXpander({ agents });
    const { post } = await serveMock(mock);
    mock.drop({ operation: 'invokeStream', at: 'mid-stream', afterEvents: 0 });
    const response = await post('/v1/agents/quick/invoke/stream', { input: {} });
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toMatchObject({ message: 'terminated' });
  });

  it('redirects if a fail() does', async () => {
    const mock = createMockXpander({ agents });
    const { server } = await serveMock(mock);
    mock.fail({ operation: 'health', status: 307, headers: { location: `${server.url}/elsewhere` } });
    const response = await fetch(`${server.url}/health`, { redirect: 'manual' });
    expect([response.status, response.headers.get('location')]).toEqual([307, `${server.url}/elsewhere`]);
  });

  it('closes at once while a request is open', async () => {
    const mock = createMockXpander({ agents });
    const { run, server } = await serveMock(mock);
    const call = run('never', '').catch((error: Error) => error.message);
    while (mock.requests.length === 0) await new Promise((resolve) => setImmediate(resolve));
    await server.close();
    expect(await call).toBe('fetch failed');
    await server.close();
  });

  it('rejects if the port is in use', async () => {
    const mock = createMockXpander();
    const { server } = await serveMock(mock);
    await expect(mock.listen({ port: server.port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});
