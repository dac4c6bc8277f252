import { createServer as createHttpServer, request as forward, type Server } from 'node:http';
import { createServer, type ServerOptions } from 'node:https';
import { type AddressInfo, connect, type Server as NetServer, type Socket } from 'node:net';
import { generate } from 'selfsigned';

/** A certificate for this machine, which is its own authority. */
export const identity: { readonly key: string; readonly cert: string } = await generate(
  [{ name: 'commonName', value: 'localhost' }],
  {
    extensions: [
      { name: 'basicConstraints', cA: true },
      { name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] },
    ],
  },
).then(({ private: key, cert }) => ({ key, cert }));

export interface Gateway {
  readonly url: string;
  /** What reached it: the host of each tunnel, or the path of each request. */
  readonly seen: readonly string[];
  close(): void;
}

/** A server that speaks TLS, and passes each request on to the API. */
export async function openGateway(api: string, options: ServerOptions = {}): Promise<Gateway> {
  const seen: string[] = [];
  const server = createServer({ ...identity, ...options }, (incoming, outgoing) => {
    const { method, url = '', headers } = incoming;
    seen.push(url);
    const request = forward(`${api}${url}`, { method, headers }, (response) => {
      outgoing.writeHead(response.statusCode ?? 502, response.headers);
      response.pipe(outgoing);
    });
    incoming.pipe(request);
  });
  return { url: `https://localhost:${await listen(server)}`, seen, close: () => shut(server) };
}

/** An HTTP proxy. Without a tunnel, it refuses with 403. */
export async function openProxy(): Promise<Gateway> {
  const seen: string[] = [];
  const sockets = new Set<Socket>();
  const server = createHttpServer((_, response) => void response.writeHead(403).end());
  server.on('connect', ({ url: target = '' }, client: Socket) => {
    seen.push(target);
    const { hostname, port } = new URL(`http://${target}`);
    const api = connect(Number(port), hostname, () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      client.pipe(api).pipe(client);
    });
    for (const socket of [client, api]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
    }
  });
  const close = (): void => {
    shut(server);
    for (const socket of sockets) socket.destroy();
  };
  return { url: `http://127.0.0.1:${await listen(server)}`, seen, close };
}

async function listen(server: NetServer): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

function shut(server: Server): void {
  server.close();
  server.closeAllConnections();
}
