import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { createGzip, constants as zlib } from 'node:zlib';
import { agentId, taskId } from './support.ts';

/** The connection of a stream, on which a script writes. */
export interface StreamConnection {
  readonly response: ServerResponse;
  readonly socket: Socket;
  /** Writes, and waits until the connection can take more. */
  write(text: string): Promise<void>;
  /** Resolves when the client has closed the connection, or the server has. */
  readonly closed: Promise<void>;
  /** Resolves when the test has called `markRead`. */
  readonly wasRead: Promise<void>;
}

/** What a server does on a stream, once it has sent its headers. */
export type StreamScript = (connection: StreamConnection) => unknown;

export interface StreamServer {
  readonly url: string;
  /** The methods of the requests, in order. */
  readonly requests: string[];
  /** How many streams are open. */
  open(): number;
  /** The test calls it when the client has read all that was written. */
  markRead(): void;
  close(): void;
}

export const snapshot = (status: string, more: object = {}): object => ({
  id: taskId,
  agent_id: agentId,
  status,
  input: { text: 'hi' },
  result: null,
  ...more,
});

/** The task at the end of the run. */
export const ended: object = snapshot('completed', { result: 'All of it', finished_at: '2026-11-20T10:00:01Z' });

/** Starts a real server of one run. Its stream follows the script; the task is completed after `readsBeforeEnd` reads. */
export async function createStreamServer(
  script: StreamScript,
  headers: Record<string, string> = {},
  readsBeforeEnd = 1,
): Promise<StreamServer> {
  const requests: string[] = [];
  let open = 0;
  let markRead = (): void => undefined;
  const wasRead = new Promise<void>((resolve) => {
    markRead = resolve;
  });

  const stream = (response: ServerResponse): void => {
    const isZipped = headers['content-encoding'] === 'gzip';
    const target = isZipped ? createGzip({ flush: zlib.Z_SYNC_FLUSH }) : response;
    if (isZipped) target.pipe(response);
    open += 1;
    const closed = new Promise<void>((resolve) => {
      response.on('close', () => {
        open -= 1;
        resolve();
      });
    });
    response.writeHead(200, { 'content-type': 'text/event-stream', ...headers }).flushHeaders();
    const socket = response.socket as Socket;
    const write = async (text: string): Promise<void> => {
      if (target.write(text)) return;
      await Promise.race([new Promise((drained) => target.once('drain', drained)), closed]);
    };
    Promise.resolve(script({ response, socket, write, closed, wasRead })).catch(() => socket.destroy());
  };

  const readTask = (): object => {
    const reads = requests.filter((method) => method === 'GET').length;
    if (requests.every((method) => method === 'GET')) return snapshot('completed', { result: 'the turn before' });
    return reads > readsBeforeEnd ? ended : snapshot('executing');
  };

  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    response.on('error', () => undefined);
    requests.push(request.method ?? '');
    request.resume().on('end', () => {
      if (request.method === 'POST') stream(response);
      else response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(readTask()));
    });
  });
  server.on('connection', (socket) => socket.on('error', () => undefined));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    open: () => open,
    markRead: () => markRead(),
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
