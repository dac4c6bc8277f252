import { type ServerType, serve } from '@hono/node-server';
import type { Hono } from 'hono';

/** A web app that listens on this machine. */
export interface Served {
  readonly url: string;
  /** Cuts every connection, as a crash of the server does. */
  cut(): void;
  close(): Promise<void>;
}

export function listen(app: Hono): Promise<Served> {
  return new Promise((resolve) => {
    const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, ({ port }) => {
      const cut = (): void => closeAllConnections(server);
      const close = (): Promise<void> =>
        new Promise((closed) => {
          server.close(() => closed());
          cut();
        });
      resolve({ url: `http://127.0.0.1:${port}`, cut, close });
    });
  });
}

function closeAllConnections(server: ServerType): void {
  if ('closeAllConnections' in server) server.closeAllConnections();
}
