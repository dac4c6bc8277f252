import { abortable } from '../async/abortable.ts';
import type { Activity } from '../clock/work-tracker.ts';
import { connectionClosed } from '../faults/connection-errors.ts';
import { type ListenOptions, type MockServer, serve } from './http-server.ts';
import type { Exchange } from './request-pipeline.ts';

/** The ways into the mock: in process and over HTTP. */
export interface Gateway {
  fetch(input: Request | URL | string, init?: RequestInit): Promise<Response>;
  listen(options?: ListenOptions): Promise<MockServer>;
  /** Whether a server is open. */
  isServed(): boolean;
  /** Breaks the connection of every request that waits for its answer. */
  breakAll(): void;
}

export function createGateway(exchange: Exchange, activity: Activity): Gateway {
  const servers = new Set<MockServer>();
  let lifetime = new AbortController();

  const fetch: Gateway['fetch'] = async (input, init) => {
    const request = new Request(input, init);
    const signal = AbortSignal.any([request.signal, lifetime.signal]);
    signal.throwIfAborted();
    const respond = async (): Promise<Response> => exchange({ request, text: await request.text(), signal });
    return activity.whileWaiting(() => abortable(activity.run(respond, signal), signal));
  };

  const listen: Gateway['listen'] = async (options = {}) => {
    const server = await serve({ ...options, fetch, whileReading: (read) => activity.run(read) });
    servers.add(server);
    const close = async (): Promise<void> => {
      servers.delete(server);
      await server.close();
    };
    return { ...server, close };
  };

  const breakAll = (): void => {
    lifetime.abort(connectionClosed());
    lifetime = new AbortController();
  };
  return { fetch, listen, isServed: () => servers.size > 0, breakAll };
}
