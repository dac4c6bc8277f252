import { createServer as createPlainServer } from 'node:http';
import { createServer, Agent as HttpsAgent, type ServerOptions } from 'node:https';
import nodeFetch from 'node-fetch';
import { generate } from 'selfsigned';
import { Agent, type Dispatcher, ProxyAgent, fetch as undiciFetch } from 'undici';
import { afterEach, describe, expect, it } from 'vitest';
import { AmbiguousInvocationError, ConnectionError, Xpander, type XpanderOptions } from '../src/index.ts';
import { pauseSkippingClock } from './clocks.ts';
import { listen, openProxy, shut } from './proxy.ts';
import { agentId, taskId } from './support.ts';

type Fetch = NonNullable<XpanderOptions['fetch']>;

interface Api {
  readonly url: string;
  /** The bodies of the requests that were read. */
  readonly read: string[];
}

const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }]);
const closers: (() => unknown)[] = [];
afterEach(() => Promise.all(closers.splice(0).map((close) => close())));

/** A small API over plain HTTP, or over TLS with these options. */
async function openApi(tls?: ServerOptions): Promise<Api> {
  const read: string[] = [];
  const server = tls === undefined ? createPlainServer() : createServer({ key, cert, ...tls });
  server.on('request', (request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += String(chunk);
    });
    request.on('end', () => {
      read.push(body);
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ id: taskId, status: 'pending', input: {} }));
    });
  });
  const url = `${tls === undefined ? 'http' : 'https'}://localhost:${await listen(server)}`;
  closers.push(() => shut(server));
  return { url, read };
}

/** Sends with npm's undici, as the guide shows it. */
function throughUndici(dispatcher: Dispatcher): Fetch {
  closers.push(() => dispatcher.destroy());
  return async (request) => {
    const { url, method, headers, signal, redirect } = request;
    const body = request.body && (await request.text());
    const init = { method, headers: Object.fromEntries(headers), body, signal, redirect, dispatcher };
    return (await undiciFetch(url, init)) as unknown as Response;
  };
}

/** Sends with node-fetch, as the guide shows it. */
function throughNodeFetch(agent?: HttpsAgent): Fetch {
  return async (request) => {
    const { url, method, headers, signal, redirect } = request;
    const body = request.body && (await request.text());
    const init = { method, headers: Object.fromEntries(headers), body, signal, redirect, agent };
    return (await nodeFetch(url, init)) as unknown as Response;
  };
}

/** How an invocation ends, and how often `fetch` was called. */
async function invoke(baseUrl: string, fetch?: Fetch): Promise<{ outcome: unknown; attempts: number }> {
  let attempts = 0;
  const onRequest = (): void => {
    attempts += 1;
  };
  const xpander = new Xpander({ apiKey: 'key-1', baseUrl, fetch, clock: pauseSkippingClock(), hooks: { onRequest } });
  const outcome = await xpander.agents.invokeAsync(agentId, 'hi').catch((error: unknown) => error);
  return { outcome, attempts };
}

async function expectNeverSent(api: Api, fetch: Fetch | undefined, message: RegExp): Promise<void> {
  const { outcome, attempts } = await invoke(api.url, fetch);
  expect(outcome).toBeInstanceOf(ConnectionError);
  expect(outcome).toMatchObject({ sent: false, message: expect.stringMatching(message) });
  expect([attempts, api.read.length]).toEqual([3, 0]);
}

const withoutTrust = { rejectUnauthorized: false };

describe('a POST is repeated, and then rejects with sent: false, when the handshake fails with', () => {
  const clientCertificate = { requestCert: true, rejectUnauthorized: true, ca: [cert] };
  const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'ALL@SECLEVEL=0' } as const;
  const faults: [string, ServerOptions, RegExp][] = [
    ['an alert for the version', old, /alert number 70/],
    ['an alert for the protocol', { ALPNProtocols: ['other'] }, /alert number 120/],
    ['an alert for the cipher', { maxVersion: 'TLSv1.2', ciphers: 'PSK-AES128-CBC-SHA' }, /alert number 40/],
    ['an alert for a missing client certificate', { ...clientCertificate, maxVersion: 'TLSv1.2' }, /alert number 40/],
    ['a certificate that nothing vouches for', {}, /self-signed certificate/],
  ];

  it.each(faults)('%s, in the global fetch', async (_, options, message) => {
    await expectNeverSent(await openApi(options), undefined, message);
  });

  // node-fetch offers no protocols.
  it.each(faults.filter(([name]) => !name.endsWith('protocol')))('%s, in node-fetch', async (_, options, message) => {
    await expectNeverSent(await openApi(options), throughNodeFetch(), message);
  });

  it('an alert for a missing client certificate after the client has finished, in node-fetch', async () => {
    const api = await openApi({ ...clientCertificate, minVersion: 'TLSv1.3' });
    await expectNeverSent(api, throughNodeFetch(new HttpsAgent(withoutTrust)), /alert number 116/);
  });

  it('an old version that the client rejects itself', async () => {
    const agent = new HttpsAgent({ ...withoutTrust, maxVersion: 'TLSv1.2' });
    await expectNeverSent(await openApi(old), throughNodeFetch(agent), /unsupported protocol/);
  });

  it('a server that speaks no TLS', async () => {
    const { url, read } = await openApi();
    for (const fetch of [undefined, throughNodeFetch()])
      await expectNeverSent({ url: url.replace('http', 'https'), read }, fetch, /wrong version number/);
  });

  it('a close of the connection', async () => {
    const api = await openApi({ SNICallback: (_, done) => done(new Error('no')) });
    for (const fetch of [undefined, throughNodeFetch()])
      await expectNeverSent(api, fetch, /disconnected before secure TLS/);
  });
});

describe('a POST through a proxy', () => {
  const open = async (mode: Parameters<typeof openProxy>[0]): Promise<Awaited<ReturnType<typeof openProxy>>> => {
    const proxy = await openProxy(mode);
    closers.push(proxy.close);
    return proxy;
  };
  const through = (uri: string): Fetch => throughUndici(new ProxyAgent({ uri, requestTls: withoutTrust }));

  it.each([undefined, {}])('arrives, with TLS options %j', async (tls) => {
    const api = await openApi(tls);
    const proxy = await open('tunnel');
    expect((await invoke(api.url, through(proxy.url))).outcome).toMatchObject({ id: taskId });
    expect(api.read).toEqual([JSON.stringify({ input: { text: 'hi' } })]);
    expect(proxy.asked).toEqual([new URL(api.url).host]);
  });

  it.each([403, 407, 502])('is repeated, and then rejects with sent: false, when CONNECT gets a %i', async (status) => {
    for (const tls of [undefined, {}]) {
      const proxy = await open(status);
      await expectNeverSent(await openApi(tls), through(proxy.url), new RegExp(`Proxy response \\(${status}\\)`));
      expect(proxy.asked).toHaveLength(3);
    }
  });

  it('is repeated, and then rejects with sent: false, when the proxy is down', async () => {
    const proxy = await openProxy('tunnel');
    proxy.close();
    await expectNeverSent(await openApi(), through(proxy.url), /ECONNREFUSED/);
  });

  it('is repeated, and then rejects with sent: false, when the handshake in the tunnel fails', async () => {
    const proxy = await open('tunnel');
    await expectNeverSent(await openApi({ ALPNProtocols: ['other'] }), through(proxy.url), /alert number 120/);
  });

  it('is not repeated when the proxy resets the connection: the error is that of a lost request', async () => {
    const proxy = await open('reset');
    const { outcome, attempts } = await invoke((await openApi()).url, through(proxy.url));
    expect(outcome).toBeInstanceOf(AmbiguousInvocationError);
    expect(attempts).toBe(1);
  });
});

describe('a POST with a fetch of its own', () => {
  const unreadable = /^Could not connect: `fetch` cannot read this Request\. Pass `request\.url` and its members$/;

  it.each([
    ['undici', (request: Request) => undiciFetch(request as never)],
    ['node-fetch', (request: Request) => nodeFetch(request as never)],
  ])('that cannot read its Request rejects with sent: false, and says so: %s', async (_, fetch) => {
    await expectNeverSent(await openApi(), fetch as unknown as Fetch, unreadable);
  });

  it.each([
    ['undici', () => throughUndici(new Agent())],
    ['node-fetch', () => throughNodeFetch()],
  ])('that passes on the members of the Request arrives: %s', async (_, fetch) => {
    const api = await openApi();
    expect((await invoke(api.url, fetch())).outcome).toMatchObject({ id: taskId });
    expect(api.read).toEqual([JSON.stringify({ input: { text: 'hi' } })]);
  });

  it.each<[string, RegExp, Fetch]>([
    ['a relative URL', /Failed to parse URL from \/relay/, () => fetch('/relay')],
    ['an unknown protocol', /unknown scheme/, ({ url }) => fetch(url.replace('http', 'tcp'))],
    ['a signal of another class', /RequestInit: /, ({ url }) => undiciFetch(url, { signal: {} } as never) as never],
    [
      'a dispatcher that the runtime cannot call',
      /invalid \w+ method/,
      ({ url }) => fetch(url, { dispatcher: { dispatch: callWrongly } } as unknown as RequestInit),
    ],
  ])('that cannot create its request rejects with sent: false: %s', async (_, message, fetch) => {
    await expectNeverSent(await openApi(), fetch, message);
  });

  /** What undici 8 does with a handler of the undici in Node 24. */
  function callWrongly(options: Dispatcher.DispatchOptions): boolean {
    const agent = new Agent();
    closers.push(() => agent.destroy());
    return agent.dispatch(options, {} as Dispatcher.DispatchHandler);
  }

  it.each<[string, Fetch]>([
    ['throws before it returns a promise', () => raise(new TypeError('request.foo is not a function'))],
    ['rejects with an error that any code can throw', async () => void new URL('') as never],
    ['has sent it, and then fails', (request) => fetch(request).then(() => raise(new TypeError('no such cache')))],
  ])('that %s is ambiguous: nothing shows whether it was sent', async (_, fetch) => {
    const { outcome, attempts } = await invoke((await openApi()).url, fetch);
    expect(outcome).toBeInstanceOf(AmbiguousInvocationError);
    expect(attempts).toBe(1);
  });
});

function raise(error: Error): never {
  throw error;
}
