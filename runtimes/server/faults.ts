import type { IncomingMessage, ServerResponse } from 'node:http';

/** Answers a request that has been read. */
export type Misbehave = (request: IncomingMessage, response: ServerResponse) => void;

/**
 * The required outcome of a fault in every runtime.
 *
 *   fine      the call succeeds
 *   unsent    no request arrives: the error says so, or leaves it open
 *   lost      a request arrives, and its answer is lost
 *   late      a request arrives, and its answer is not complete in time
 *   page      the answer is a web page
 *   redirect  the answer is a redirect, and is not followed
 */
export type Kind = 'fine' | 'unsent' | 'lost' | 'late' | 'page' | 'redirect';

export interface Fault {
  readonly name: string;
  readonly kind: Kind;
  /** An address without a server, instead of a server. */
  readonly address?: string;
  /** A failure before a request is read. */
  readonly port?: 'closed' | 'resets' | 'hangs up on nonsense';
  /** Default `http`. */
  readonly scheme?: 'https';
  /** Whether the server uses TLS, with a self-signed certificate. */
  readonly hasCertificate?: boolean;
  /** Whether the connection has served another request before. */
  readonly isWarm?: boolean;
  /** What CORS forbids to a page of another origin. Only browsers ask. */
  readonly forbids?: 'to send' | 'to read';
  /** Whether the outcome in a runtime depends on chance, so that the table leaves it out. */
  readonly isChance?: boolean;
  readonly timeoutMs?: number;
  /** Default: a successful answer. */
  readonly answer?: Misbehave;
}

export const task: string = JSON.stringify({
  id: 'task-1',
  agent_id: 'agent-1',
  status: 'pending',
  input: { text: 'hi' },
  result: null,
});

const json = { 'content-type': 'application/json' };

export const beHealthy: Misbehave = (_, response) => {
  response.writeHead(200, json).end(task);
};
const reset: Misbehave = ({ socket }) => socket.resetAndDestroy();
const close: Misbehave = ({ socket }) => socket.destroy();

/** Long enough for a request to arrive on a busy machine, and short enough for three in a row. */
const shortTimeoutMs = 2_000;

/** A server that reads the request and never answers. */
export const silence: Fault = { name: 'silence', kind: 'late', answer: () => undefined };

export const faults: readonly Fault[] = [
  { name: 'no fault', kind: 'fine' },
  { name: 'connection refused', kind: 'unsent', port: 'closed' },
  { name: 'unknown host', kind: 'unsent', address: 'https://nothing.invalid' },
  { name: 'forbidden port', kind: 'unsent', address: 'http://127.0.0.1:1' },
  { name: 'TLS to a plain HTTP server', kind: 'unsent', scheme: 'https' },
  { name: 'TLS handshake cut off', kind: 'unsent', scheme: 'https', port: 'hangs up on nonsense' },
  { name: 'self-signed certificate', kind: 'unsent', scheme: 'https', hasCertificate: true },
  { name: 'reset when connected', kind: 'unsent', port: 'resets', isChance: true },
  { name: 'reset after the request was read', kind: 'lost', answer: reset },
  { name: 'reset after the request was read, connection in use', kind: 'lost', answer: reset, isWarm: true },
  { name: 'close without an answer', kind: 'lost', answer: close },
  { name: 'close without an answer, connection in use', kind: 'lost', answer: close, isWarm: true },
  {
    name: 'body cut, with its length announced',
    kind: 'lost',
    answer({ socket }, response) {
      response.writeHead(200, { ...json, 'content-length': String(task.length + 1) });
      response.write(task, () => socket.end());
    },
  },
  {
    name: 'body cut, in chunks',
    kind: 'lost',
    answer({ socket }, response) {
      response.writeHead(200, json);
      response.write(task, () => socket.end());
    },
  },
  { ...silence, name: 'no headers within timeoutMs', timeoutMs: shortTimeoutMs },
  {
    name: 'no whole body within timeoutMs',
    kind: 'late',
    timeoutMs: shortTimeoutMs,
    answer(_, response) {
      response.writeHead(200, json);
      response.write(task.slice(0, 10));
    },
  },
  {
    name: 'redirect',
    kind: 'redirect',
    answer(_, response) {
      response.writeHead(307, { location: '/elsewhere' }).end();
    },
  },
  {
    name: 'web page with status 200',
    kind: 'page',
    answer(_, response) {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<html><body>Welcome</body></html>');
    },
  },
  { name: 'CORS: may not send', kind: 'unsent', forbids: 'to send' },
  { name: 'CORS: may not read', kind: 'lost', forbids: 'to read' },
];
