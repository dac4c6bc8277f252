import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerWith } from '../measure/child.ts';
import { type Load, loads, recordBytes } from './loads.ts';
import { padTo, type Shape, shapes } from './shapes.ts';

/**
 * Serves each client its own API from memory: `/<driver>/record/…` answers with a record, `/<driver>/<load>/…` with a
 * stream. The server does as little as possible, so that the benchmark measures the clients.
 */
const streamHeaders = { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' };

/** The pause after the first event of a stream of the load `first`. */
const restAfterMs = 5;

const answers = new Map<string, (response: ServerResponse) => void>();

function shapeOf(driver: string): Shape {
  const shape = shapes[driver] ?? shapes.xpander;
  if (shape === undefined) throw new Error(`No shape for ${driver}`);
  return shape;
}

function toAnswer(driver: string, what: string): (response: ServerResponse) => void {
  const shape = shapeOf(driver);
  if (what === 'record') {
    const body = Buffer.from(padTo(recordBytes, (padding) => JSON.stringify(shape.record(padding))));
    const headers = { 'content-type': 'application/json', 'content-length': body.byteLength };
    return (response) => response.writeHead(200, headers).end(body);
  }
  const load: Load | undefined = loads[what as keyof typeof loads];
  if (load === undefined) throw new Error(`No load ${what}`);
  const piece = padTo(load.eventBytes, shape.piece);
  if (what === 'first') {
    return (response) => {
      response.writeHead(200, streamHeaders).write(shape.first);
      setTimeout(() => response.end(piece + shape.last), restAfterMs);
    };
  }
  const body = Buffer.from(shape.first + piece.repeat(load.events) + shape.last);
  return (response) => response.writeHead(200, streamHeaders).end(body);
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  for await (const _ of request) {
    // Real servers read the whole body too.
  }
  const [, driver = '', what = ''] = request.url?.split('/', 3) ?? [];
  const key = `${driver}/${what}`;
  const known = answers.get(key) ?? toAnswer(driver, what);
  answers.set(key, known);
  known(response);
}

const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
  answer(request, response).catch((error: unknown) => response.writeHead(500).end(String(error)));
});
server.listen(0, '127.0.0.1');
const listening = once(server, 'listening');

answerWith(async () => {
  await listening;
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
