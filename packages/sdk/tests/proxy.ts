import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, type Server as NetServer, type Socket } from 'node:net';

/** How a proxy answers CONNECT: with a tunnel, with another status than 200, or by breaking the connection. */
export type ProxyMode = 'tunnel' | 'reset' | 'close' | number;

export interface Proxy {
  readonly url: string;
  /** The hosts to which tunnels were asked for. */
  readonly asked: readonly string[];
  close(): void;
}

/** Starts an HTTP proxy on a real socket. */
export async function openProxy(mode: ProxyMode): Promise<Proxy> {
  const asked: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((_, response) => void response.writeHead(405).end());
  server.on('connect', ({ url = '' }, socket: Socket) => {
    asked.push(url);
    sockets.add(socket);
    socket.on('error', () => undefined);
    if (mode === 'reset') socket.resetAndDestroy();
    else if (mode === 'close') socket.end();
    else if (mode === 'tunnel') openTunnel(url, socket);
    else socket.end(`HTTP/1.1 ${mode} No tunnel\r\ncontent-length: 2\r\n\r\nno`);
  });
  const port = await listen(server);
  const close = (): void => {
    shut(server);
    for (const socket of sockets) socket.destroy();
  };
  return { url: `http://127.0.0.1:${port}`, asked, close };
}

function openTunnel(target: string, client: Socket): void {
  const { hostname, port } = new URL(`http://${target}`);
  const server = connect(Number(port), hostname, () => {
    client.write('HTTP/1.1 200 Connection established\r\n\r\n');
    client.pipe(server).pipe(client);
  });
  server.on('error', () => client.destroy());
  client.on('close', () => server.destroy());
}

/** Listens on this machine. Returns the port. */
export async function listen(server: NetServer): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

export function shut(server: Server): void {
  server.close();
  server.closeAllConnections();
}
