import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What happens to the publish requests after the first ones. */
export interface Fault {
  /** How many publish requests still pass. */
  readonly after: number;
  /** `refuse` answers 503. A function is called in the middle of the request. */
  readonly onExcess: 'refuse' | (() => void);
}

/** The address of the registry, on a free port. It breaks publish requests on demand, and counts those that succeed. */
export interface Gate {
  readonly url: string;
  /** The names of published packages, one for each publish request that the registry took. */
  readonly published: readonly string[];
  /** Breaks what follows. `undefined` lets everything pass. */
  setFault(fault: Fault | undefined): void;
  close(): Promise<void>;
}

export async function openGate(socketPath: string): Promise<Gate> {
  const published: string[] = [];
  let fault: Fault | undefined;
  let passed = 0;

  const pass = (incoming: IncomingMessage, outgoing: ServerResponse, onFirstBytes?: () => void): void => {
    const { method, url: path = '/', headers } = incoming;
    const upstream = request({ socketPath, method, path, headers }, (response) => {
      if (method === 'PUT' && response.statusCode === 201) published.push(decodeURIComponent(path.slice(1)));
      outgoing.writeHead(response.statusCode ?? 502, response.headers);
      response.pipe(outgoing);
    });
    upstream.on('error', () => outgoing.destroy());
    incoming.pipe(upstream);
    if (onFirstBytes !== undefined) incoming.once('data', () => setImmediate(onFirstBytes));
  };

  const server = createServer((incoming, outgoing) => {
    if (incoming.method !== 'PUT' || fault === undefined || passed < fault.after) {
      if (incoming.method === 'PUT') passed += 1;
      return pass(incoming, outgoing);
    }
    if (fault.onExcess !== 'refuse') return pass(incoming, outgoing, fault.onExcess);
    incoming.resume();
    outgoing.writeHead(503, { 'content-type': 'application/json' }).end('{"error":"out of service"}');
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    published,
    setFault(next) {
      fault = next;
      passed = 0;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
