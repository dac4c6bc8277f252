import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { AmbiguousInvocationError, ConnectionError, ProtocolError, Xpander } from '../src/index.ts';
import { pauseSkippingClock } from './clocks.ts';
import { agentId, rejectionOf, taskId } from './support.ts';

const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** Starts a real server on loopback and returns a client for it. Only the client's pauses are virtual. */
async function clientOf(listener: RequestListener): Promise<{ xpander: Xpander; methods: string[] }> {
  const methods: string[] = [];
  const server = createServer((request, response) => {
    methods.push(request.method ?? '');
    request.resume();
    request.on('end', () => listener(request, response));
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    xpander: new Xpander({ apiKey: 'key-1', baseUrl: `http://127.0.0.1:${port}`, clock: pauseSkippingClock() }),
    methods,
  };
}

const completed = JSON.stringify({ id: taskId, status: 'completed', input: {}, result: 'R' });

describe('over a real connection', () => {
  it('run sends one POST and polls until the task completes', async () => {
    const { xpander, methods } = await clientOf((request, response) => {
      response.setHeader('content-type', 'application/json');
      response.end(request.method === 'POST' ? JSON.stringify({ id: taskId, status: 'pending' }) : completed);
    });
    expect((await xpander.agents.run(agentId, 'hi')).result).toBe('R');
    expect(methods).toEqual(['POST', 'GET']);
  });

  it('run rejects with a ConnectionError and sent: false when the port refuses connections', async () => {
    const { xpander } = await clientOf((_, response) => response.end());
    for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve));
    const error = await rejectionOf(ConnectionError, xpander.agents.run(agentId, 'hi'));
    expect(error.sent).toBe(false);
    expect(error.message).toMatch(/Could not connect.*ECONNREFUSED/);
  });

  it('run rejects as ambiguous after one POST when the connection resets before the response', async () => {
    const { xpander, methods } = await clientOf((request) => request.socket.resetAndDestroy());
    await rejectionOf(AmbiguousInvocationError, xpander.agents.run(agentId, 'hi'));
    expect(methods).toEqual(['POST']);
  });

  it('a truncated body makes an invocation ambiguous, and makes a read retry', async () => {
    const cut: RequestListener = (request, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '500' });
      response.write(completed);
      setImmediate(() => request.socket.destroy());
    };
    const invocation = await clientOf(cut);
    await rejectionOf(AmbiguousInvocationError, invocation.xpander.agents.invoke(agentId, 'hi'));
    expect(invocation.methods).toEqual(['POST']);

    const read = await clientOf((request, response) =>
      read.methods.length < 3 ? cut(request, response) : response.end(completed),
    );
    expect((await read.xpander.tasks.get(taskId)).status).toBe('completed');
    expect(read.methods).toHaveLength(3);
  });

  it('a redirect is not followed', async () => {
    const { xpander, methods } = await clientOf((_, response) => {
      response.writeHead(302, { location: '/elsewhere' });
      response.end();
    });
    const error = await rejectionOf(ProtocolError, xpander.tasks.get(taskId));
    expect(error.status).toBe(302);
    expect(methods).toEqual(['GET']);
  });

  it('an abort closes the connection', async () => {
    const controller = new AbortController();
    let closed: Promise<void> | undefined;
    const { xpander } = await clientOf((request) => {
      closed = new Promise((resolve) => request.socket.on('close', () => resolve()));
      controller.abort('enough');
    });
    await expect(xpander.agents.invoke(agentId, 'hi', { signal: controller.signal })).rejects.toBe('enough');
    await closed;
  });
});
