import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { generate } from 'selfsigned';
import { beHealthy, type Fault } from './faults.ts';

/** A request that the server has read. CORS requests and the warm-up are left out. */
export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly key: string | undefined;
  /** Whether its connection had served another request before. */
  readonly isReused: boolean;
}

/** One faulty server for one call in one runtime. */
export interface Site {
  readonly baseUrl: string;
  readonly seen: readonly Seen[];
  close(): void;
}

const { private: key, cert } = await generate([{ name: 'commonName', value: '127.0.0.1' }]);

export async function openSite(fault: Fault): Promise<Site> {
  const seen: Seen[] = [];
  if (fault.address !== undefined) return { baseUrl: fault.address, seen, close: () => undefined };
  const listener = createListener(fault, seen);
  const server = fault.hasCertificate ? createSecureServer({ key, cert }, listener) : createServer(listener);
  const close = (): void => {
    server.close();
    server.closeAllConnections();
  };
  breakConnections(server, fault);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  if (fault.port === 'closed') await new Promise((resolve) => server.close(resolve));
  return { baseUrl: `${fault.scheme ?? 'http'}://127.0.0.1:${port}`, seen, close };
}

function breakConnections(server: Server, { port }: Fault): void {
  server.on('connection', (socket: Socket) => {
    socket.on('error', () => undefined);
    if (port === 'resets') socket.resetAndDestroy();
  });
  if (port === 'hangs up on nonsense') server.on('clientError', (_, socket) => socket.destroy());
}

function createListener(fault: Fault, seen: Seen[]): RequestListener {
  const served = new WeakSet<Socket>();
  const { answer = beHealthy } = fault;
  return (request, response) => {
    request.resume();
    request.on('end', () => {
      const { method = '', url: path = '', headers, socket } = request;
      const isReused = served.has(socket);
      served.add(socket);
      allowOrigins(request, response, fault);
      if (method === 'OPTIONS') return void response.writeHead(204).end();
      if (path.includes('warm-up')) return beHealthy(request, response);
      seen.push({ method, path, key: headers['x-api-key'] as string | undefined, isReused });
      answer(request, response);
    });
  };
}

function allowOrigins({ method }: IncomingMessage, response: ServerResponse, { forbids }: Fault): void {
  const isForbidden = method === 'OPTIONS' ? forbids === 'to send' : forbids === 'to read';
  if (isForbidden) return;
  response.setHeader('access-control-allow-origin', '*');
  response.setHeader('access-control-allow-headers', '*');
  response.setHeader('access-control-allow-methods', '*');
}
