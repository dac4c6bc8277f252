import { createMcpHandler } from '@xpander/mcp';
import { Xpander } from '@xpander/sdk';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { connectHttp, kinds, type TestClient, textOf } from './support/clients.ts';
import { type Emulator, secretKey, settle, startEmulator, until } from './support/emulator.ts';
import { type HttpServer, startHttpServer } from './support/http-server.ts';

let emulator: Emulator;
let server: HttpServer;
beforeAll(async () => {
  emulator = await startEmulator();
  server = await startHttpServer(emulator.url, { holdMs: 500, heartbeatMs: 100 });
});
afterAll(async () => {
  await server.stop();
  await emulator.close();
});

const statuses = (): unknown[] => emulator.mock.tasks.map(({ status }) => status);

describe.each(kinds)('over HTTP, %s', (kind) => {
  let client: TestClient;
  beforeAll(async () => {
    client = await connectHttp(kind, server.url);
    await client.call('ask_echo', { prompt: 'warm up' });
  });
  afterEach(() => emulator.mock.reset());
  afterAll(() => client.close());

  it('lists the tools and gets answers, with progress', async () => {
    const names = (await client.tools()).map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['ask_echo', 'ask_slow', 'wait_for_task', 'stop_task']));
    const messages: unknown[] = [];
    const onprogress = ({ message }: { message?: string | undefined }): void => void messages.push(message);
    const answer = await client.call('ask_thinker', { prompt: 'prices' }, { onprogress });
    expect(answer.structuredContent).toMatchObject({ status: 'completed', result: 'Three.' });
    expect(messages).toEqual(expect.arrayContaining(['executing', 'thinks: Prices first', 'uses search']));
  });

  it('waits in another request for a run that was still at work', async () => {
    const held = await client.call('ask_slow', { prompt: 'report' });
    const { taskId } = held.structuredContent ?? {};
    expect(textOf(held)).toContain('still at work');
    let answer = await client.call('wait_for_task', { taskId });
    while (!answer.structuredContent?.result) answer = await client.call('wait_for_task', { taskId });
    expect(answer.structuredContent).toEqual({ taskId, status: 'completed', result: 'At last: report' });
    expect(emulator.count('invokeStream')).toBe(1);
  });

  it('is told of pauses and failures as over stdio', async () => {
    const paused = await client.call('ask_mailer', { prompt: 'Send it' });
    const authUrl = 'https://login.example.com/mail';
    expect(paused.structuredContent).toMatchObject({ status: 'paused', authUrl });
    const failed = await client.call('ask_failing', { prompt: 'Try' });
    expect(failed).toMatchObject({ isError: true, structuredContent: { status: 'failed' } });
  });

  it('never joins the run of another request', async () => {
    const input = { prompt: 'report' };
    await Promise.all([7, 7].map((token) => client.call('ask_echo', input, { token })));
    expect(emulator.count('invokeStream')).toBe(2);
  });
});

describe('a call over HTTP that is cancelled', () => {
  it.each([
    ['leaves its run, because the message arrives as another request', 'client 1.x', 'executing', 0],
    ['leaves its run, because the message arrives as another request', 'client 2.x', 'executing', 0],
    ['stops its run once', 'client 2.x with protocol 2026-07-28', 'stopped', 1],
  ] as const)('%s: %s', async (_, kind, status, stops) => {
    const own = await startHttpServer(emulator.url);
    const client = await connectHttp(kind, own.url);
    const cancelling = new AbortController();
    const call = client.call('ask_endless', { prompt: 'Work' }, { signal: cancelling.signal });
    const outcome = expect(call).rejects.toThrow();
    await until(() => statuses().includes('executing'));
    cancelling.abort();
    await outcome;
    // A connection that breaks is no cancellation either.
    await client.close();
    await until(() => emulator.count('stopTask') === stops);
    await settle();
    expect(statuses()).toEqual([status]);
    expect(emulator.count('stopTask')).toBe(stops);
    await own.stop();
    emulator.mock.reset();
  });
});

describe('the handler', () => {
  const list = { jsonrpc: '2.0', id: 1, method: 'tools/list', params: {} };
  const headers = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
  const ask = (body: unknown) => new Request('http://app/mcp', { method: 'POST', headers, body: JSON.stringify(body) });

  it('answers with 503 and the reason while the agents cannot be read, and recovers', async () => {
    const client = new Xpander({ apiKey: secretKey, fetch: emulator.mock.fetch, maxRetries: 0 });
    const { fetch } = createMcpHandler({ client, agents: 'all' });
    emulator.mock.fail({ operation: 'listAgents', status: 500, body: { detail: `down for ${secretKey}` } });
    const refused = await fetch(ask(list));
    expect(refused.status).toBe(503);
    const text = await refused.text();
    expect(text).toContain('The agents could not be read: GET /v1/agents answered 500: down for [redacted]');
    expect((await fetch(ask(list))).status).toBe(200);
  });

  it('leaves the run of an older client whose connection is lost', async () => {
    emulator.mock.reset();
    const client = new Xpander({ apiKey: secretKey, fetch: emulator.mock.fetch });
    const { fetch } = createMcpHandler({ client, agents: [{ id: 'endless' }], onCancel: 'stop' });
    const leaving = new AbortController();
    const params = { name: 'ask_endless', arguments: { prompt: 'Work' } };
    const call = new Request(ask({ ...list, method: 'tools/call', params }), { signal: leaving.signal });
    const response = await fetch(call);
    await until(() => statuses().includes('executing'));
    leaving.abort();
    await response.body?.cancel();
    await settle();
    expect(statuses()).toEqual(['executing']);
    expect(emulator.count('stopTask')).toBe(0);
  });

  it('reads the agents once', async () => {
    emulator.mock.reset();
    const client = new Xpander({ apiKey: secretKey, fetch: emulator.mock.fetch });
    const { fetch } = createMcpHandler({ client, agents: [{ id: 'echo' }, { id: 'slow' }] });
    const responses = await Promise.all([1, 2, 3].map(() => fetch(ask(list))));
    expect(await responses[2]?.text()).toContain('ask_slow');
    expect(emulator.count('getAgent')).toBe(2);
  });
});
