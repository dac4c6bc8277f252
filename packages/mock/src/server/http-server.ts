import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ListenOptions, MockServer } from './types.ts';

interface ServeOptions extends ListenOptions {
  fetch: (request: Request) => Promise<Response>;
  /** Wraps the reading of each request's body. */
  whileReading?: <T>(read: () => Promise<T>) => Promise<T>;
}

/**
 * Serves a `fetch` function over HTTP. If it rejects as `fetch` does for a broken connection, the socket is reset. If
 * the body of the response breaks, the socket is reset at that point.
 */
export async function serveHttp(options: ServeOptions): Promise<MockServer> {
  const { onServed, port = 0, host = '127.0.0.1' } = options;
  const server = createServer((incoming, outgoing) => {
    const startedAt = performance.now();
    const path = (incoming.url ?? '').split('?', 1)[0] ?? '';
    const served = (status: number | undefined): void =>
      onServed?.({ method: incoming.method ?? '', path, status, durationMs: performance.now() - startedAt });
    answer(options, incoming, outgoing).then(served, (error) => served(giveUp(outgoing, error)));
  });
  await listening(server, port, host);
  const address = server.address() as AddressInfo;
  const name = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return { url: `http://${name}:${address.port}`, port: address.port, close: () => close(server) };
}

function listening(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

async function answer(
  { fetch, whileReading = (read) => read() }: ServeOptions,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<number> {
  const gone = new AbortController();
  outgoing.once('close', () => gone.abort());
  const request = await whileReading(() => toRequest(incoming, gone.signal));
  const response = await fetch(request);
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  // The first event of a stream may come much later than the headers.
  outgoing.flushHeaders();
  await sendBody(response, outgoing);
  outgoing.end();
  return response.status;
}

/** Resets the socket of a broken connection. Answers 500 for an error of the mock itself, and returns the status. */
function giveUp(outgoing: ServerResponse, error: unknown): number | undefined {
  const isOwnError = !(error instanceof TypeError && error.cause instanceof Error) && !outgoing.closed;
  if (isOwnError && !outgoing.headersSent) {
    outgoing.writeHead(500, { 'content-type': 'text/plain; charset=utf-8' }).end(`Error in the mock itself: ${error}`);
    return 500;
  }
  outgoing.socket?.resetAndDestroy();
  return undefined;
}

async function toRequest(incoming: IncomingMessage, signal: AbortSignal): Promise<Request> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Uint8Array);
  const url = new URL(incoming.url ?? '/', `http://${incoming.headers.host ?? 'localhost'}`);
  const headers = Object.entries(incoming.headersDistinct).flatMap(([name, values = []]) =>
    values.map((value): [string, string] => [name, value]),
  );
  const { method = 'GET' } = incoming;
  const hasBody = method !== 'GET' && method !== 'HEAD';
  return new Request(url, { method, headers, signal, ...(hasBody ? { body: Buffer.concat(chunks) } : {}) });
}

async function sendBody(response: Response, outgoing: ServerResponse): Promise<void> {
  if (response.body === null) return;
  for await (const chunk of response.body) {
    // Reads the next chunk only after this one was sent, so that a later fault does not discard it.
    await new Promise<void>((resolve, reject) => {
      outgoing.write(chunk, (error) => (error ? reject(error) : resolve()));
    });
  }
}
