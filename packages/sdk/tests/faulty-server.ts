import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { agentId, taskId } from './support.ts';

/** A request that meets a fault. `stalled` reports that the server will send nothing more. */
interface Exchange {
  readonly socket: Socket;
  readonly response: ServerResponse;
  readonly stalled: () => void;
}

type Respond = (exchange: Exchange) => void;

/** Where a fault occurs: at a closed port, on a new connection, or when a request has been read. */
type Fault = 'closed port' | 'reset when connected' | Respond;

const started = JSON.stringify({ id: taskId, agent_id: agentId, status: 'pending', input: { text: 'hi' } });
const page = '<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>';

function respond(status: number, body: string | object, headers: Record<string, string> = {}): Respond {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const type = typeof body === 'string' ? 'text/html' : 'application/json';
  return ({ response }) => response.writeHead(status, { 'content-type': type, ...headers }).end(text);
}

function raw(text: string): Respond {
  return ({ socket }) => socket.end(text);
}

/** Writes until the connection is closed. */
function writeEndlessly(target: ServerResponse | Socket, chunk: Uint8Array): void {
  const write = (): void => {
    while (!target.destroyed) if (!target.write(chunk)) break;
  };
  target.on('drain', write);
  write();
}

const close: Respond = ({ socket }) => socket.end();
const json = { 'content-type': 'application/json' };
/** Some hundred kilobytes that decompress to 80 MiB. */
const bomb = gzipSync(Buffer.alloc(80 * 1024 * 1024, ' '), { level: 1 });

/** The faults between a client and its server. */
export type FaultName =
  | 'a closed port'
  | 'a reset before the request is read'
  | 'a reset after the request is read'
  | 'a close without a response'
  | 'a close of a reused connection without a response'
  | 'no response'
  | 'headers, then nothing'
  | 'a truncated body, then a close'
  | 'a truncated chunked body, then a reset'
  | 'a content-length that is too short'
  | 'two content-length headers'
  | 'bytes that are not HTTP'
  | 'endless headers'
  | 'an endless body'
  | 'a compressed bomb'
  | 'a 200 with an HTML page'
  | 'an empty 200'
  | 'a 200 with invalid JSON'
  | 'a 200 without an id'
  | 'a 307'
  | 'a 400'
  | 'a 401'
  | 'a 403'
  | 'a 404'
  | 'a 403 with an HTML page'
  | 'a 404 with an HTML page'
  | 'an empty 404'
  | 'a 404 in the JSON of a gateway'
  | 'a 422 with a problem document'
  | 'a 429 with an HTML page'
  | 'a 408'
  | 'a 409'
  | 'a 422'
  | 'a 429 with Retry-After'
  | 'a 429 for an exceeded quota'
  | 'a 500'
  | 'a 502 with an HTML page'
  | 'a 503 with an HTML page'
  | 'a 503 with Retry-After'
  | 'a 503 in JSON'
  | 'a 504 with an HTML page';

const faults: Readonly<Record<FaultName, Fault>> = {
  'a closed port': 'closed port',
  'a reset before the request is read': 'reset when connected',
  'a reset after the request is read': ({ socket }) => socket.resetAndDestroy(),
  'a close without a response': close,
  'a close of a reused connection without a response': close,
  'no response': ({ stalled }) => stalled(),
  'headers, then nothing': ({ response, stalled }) => {
    response.writeHead(200, { ...json, 'content-length': '500' }).flushHeaders();
    response.write(started.slice(0, 20), stalled);
  },
  'a truncated body, then a close': ({ socket, response }) => {
    response.writeHead(200, { ...json, 'content-length': String(started.length + 1) });
    response.write(started, () => socket.end());
  },
  'a truncated chunked body, then a reset': ({ socket, response }) => {
    response.writeHead(200, json);
    response.write(started, () => socket.resetAndDestroy());
  },
  'a content-length that is too short': raw(
    `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 20\r\n\r\n${started}`,
  ),
  'two content-length headers': raw(`HTTP/1.1 200 OK\r\ncontent-length: 20\r\ncontent-length: 500\r\n\r\n${started}`),
  'bytes that are not HTTP': raw('\u0016\u0003\u0001 nobody expects this\r\n\r\n'),
  'endless headers': ({ socket }) => {
    socket.write('HTTP/1.1 200 OK\r\n');
    writeEndlessly(socket, Buffer.from(`x-padding: ${'a'.repeat(1000)}\r\n`));
  },
  'an endless body': ({ response }) => {
    response.writeHead(200, json);
    writeEndlessly(response, Buffer.alloc(1024 * 1024, ' '));
  },
  'a compressed bomb': ({ response }) => response.writeHead(200, { ...json, 'content-encoding': 'gzip' }).end(bomb),
  'a 200 with an HTML page': respond(200, page),
  'an empty 200': respond(200, ''),
  'a 200 with invalid JSON': respond(200, started.slice(0, -5), json),
  'a 200 without an id': respond(200, { status: 'pending' }),
  'a 307': respond(307, '', { location: '/elsewhere' }),
  'a 400': respond(400, { detail: 'No' }),
  'a 401': respond(401, { detail: 'Invalid or missing API key' }),
  'a 403': respond(403, { detail: 'No' }),
  'a 404': respond(404, { detail: 'Task not found' }),
  'a 403 with an HTML page': respond(403, page),
  'a 404 with an HTML page': respond(404, page),
  'an empty 404': respond(404, ''),
  'a 404 in the JSON of a gateway': respond(404, { message: 'no Route matched with those values' }),
  'a 422 with a problem document': respond(422, { type: 'about:blank', title: 'Refused', status: 422, detail: 'No' }),
  'a 429 with an HTML page': respond(429, page),
  'a 408': respond(408, { detail: 'Timeout' }),
  'a 409': respond(409, { detail: 'No' }),
  'a 422': respond(422, { detail: [{ loc: ['body'], msg: 'No', type: 'missing' }] }),
  'a 429 with Retry-After': respond(429, { detail: 'Too many requests' }, { 'retry-after': '2' }),
  'a 429 for an exceeded quota': respond(429, { detail: 'You have used all credits of your plan' }),
  'a 500': respond(500, { detail: 'Internal Server Error' }),
  'a 502 with an HTML page': respond(502, page),
  'a 503 with an HTML page': respond(503, page),
  'a 503 with Retry-After': respond(503, page, { 'retry-after': '3' }),
  'a 503 in JSON': respond(503, { detail: 'Overloaded' }),
  'a 504 with an HTML page': respond(504, page),
};

export interface Plan {
  readonly fault: FaultName;
  /** Whether the fault occurs once or every time. */
  readonly times: 'first' | 'always';
  /** Which requests meet the fault. */
  readonly hits: 'all' | 'posts' | 'reads';
  /** Whether the server acts on a request that meets the fault. */
  readonly isAccepted: boolean;
}

/** A request that was read, or a connection that was cut before one was. */
export interface Arrival {
  readonly method: string | undefined;
  readonly path: string;
  readonly id: unknown;
  readonly isReused: boolean;
}

export interface FaultyServer {
  readonly url: string;
  readonly arrivals: Arrival[];
  /** How many runs were started. */
  runs(): number;
  /** Must be called before each pause of the client: it opens or closes the port during the pause. */
  onPause(): Promise<void>;
  /** Switches the fault on. Until then the server is healthy. */
  startFault(): Promise<void>;
  close(): void;
}

/** Starts a small agent API on real sockets with one fault. Tasks are completed when they are first read. */
export async function createFaultyServer(plan: Plan, onStall: () => void): Promise<FaultyServer> {
  const fault: Fault = faults[plan.fault];
  const arrivals: Arrival[] = [];
  const finished = new Map([[taskId, 0]]);
  const served = new WeakSet<Socket>();
  let isArmed = false;
  let hits = 0;
  let runs = 0;

  const isHit = (kind: 'posts' | 'reads'): boolean => {
    const isIt = isArmed && (plan.hits === 'all' || plan.hits === kind) && (plan.times === 'always' || hits === 0);
    if (isIt) hits += 1;
    return isIt;
  };

  const show = (id: string, status: string): object => ({
    id,
    agent_id: agentId,
    status,
    input: { text: 'hi' },
    result: 'R',
    finished_at: status === 'completed' ? `2026-11-20T10:00:${String(finished.get(id)).padStart(2, '0')}Z` : null,
  });

  /** Does what a healthy server does with the request, and returns its response. */
  const act = (method: string, path: string, given: unknown): readonly [number, object | null] => {
    if (/\/invoke(\/async)?$/.test(path)) {
      runs += 1;
      const id = typeof given === 'string' ? given : crypto.randomUUID();
      finished.set(id, runs);
      return [200, show(id, path.endsWith('async') ? 'pending' : 'completed')];
    }
    const id = path.split('/')[3] ?? '';
    if (!finished.has(id)) return [404, { detail: 'Task not found' }];
    if (method === 'DELETE') finished.delete(id);
    if (method === 'DELETE') return [204, null];
    return [200, show(id, path.endsWith('/stop') ? 'stopped' : 'completed')];
  };

  const handle = (request: IncomingMessage, response: ServerResponse, body: string): void => {
    const { method = '', url: path = '', socket } = request;
    const { id } = (body === '' ? {} : JSON.parse(body)) as { id?: unknown };
    arrivals.push({ method, path, id, isReused: served.has(socket) });
    served.add(socket);
    const isInTheWay = typeof fault === 'function' && isHit(/invoke/.test(path) ? 'posts' : 'reads');
    const answer = isInTheWay && !plan.isAccepted ? undefined : act(method, path, id);
    if (isInTheWay) {
      fault({ socket, response, stalled: onStall });
      return;
    }
    // The next request must open a new connection, so that it meets the fault.
    if (typeof fault === 'string') response.setHeader('connection', 'close');
    const [status, value] = answer ?? [500, null];
    response.writeHead(status, json).end(value === null ? '' : JSON.stringify(value));
  };

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => handle(request, response, Buffer.concat(chunks).toString()));
    request.on('error', () => undefined);
    response.on('error', () => undefined);
  });
  server.on('clientError', (_, socket) => socket.destroy());
  server.on('connection', (socket: Socket) => {
    socket.on('error', () => undefined);
    if (fault !== 'reset when connected' || !isHit(runs > 0 ? 'reads' : 'posts')) return;
    arrivals.push({ method: undefined, path: '', id: undefined, isReused: false });
    socket.resetAndDestroy();
  });

  const listen = (port: number): Promise<void> => new Promise((resolve) => server.listen(port, '127.0.0.1', resolve));
  const hangUp = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  await listen(0);
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}`,
    arrivals,
    runs: () => runs,
    async startFault() {
      isArmed = true;
      arrivals.length = 0;
      if (fault === 'closed port' && plan.hits === 'all') await hangUp();
    },
    async onPause() {
      if (fault !== 'closed port' || !isArmed) return;
      if (server.listening && plan.hits === 'reads' && isHit('reads')) await hangUp();
      else if (!server.listening && plan.times === 'first') await listen(port);
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
