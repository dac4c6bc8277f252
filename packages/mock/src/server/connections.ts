import { abortable } from '../async/abortable.ts';
import type { WorkTracker } from '../clock/types.ts';
import { connectionClosed } from '../faults/connection-errors.ts';
import { serveHttp } from './http-server.ts';
import type { ListenOptions, MockServer, RequestPipeline } from './types.ts';

/** The connections to one mock, in process and over HTTP. */
export interface Connections {
  fetch(input: Request | URL | string, init?: RequestInit): Promise<Response>;
  listen(options?: ListenOptions): Promise<MockServer>;
  /** Whether a server is listening. */
  isServed(): boolean;
  /** Breaks the connection of every request in flight. */
  breakAll(): void;
}

export function createConnections(pipeline: RequestPipeline, workTracker: WorkTracker): Connections {
  const servers = new Set<MockServer>();
  let lifetime = new AbortController();

  const fetch: Connections['fetch'] = async (input, init) => {
    const request = new Request(input, init);
    const signal = AbortSignal.any([request.signal, lifetime.signal]);
    signal.throwIfAborted();
    const respond = async (): Promise<Response> => pipeline({ request, text: await request.text(), signal });
    return workTracker.whileWaiting(() => abortable(workTracker.track(respond, signal), signal));
  };

  const listen: Connections['listen'] = async (options = {}) => {
    const server = await serveHttp({ ...options, fetch, whileReading: (read) => workTracker.track(read) });
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
