import { existsSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const siteFolder: string = fileURLToPath(new URL('../../.vitepress/dist', import.meta.url));

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.md': 'text/markdown; charset=utf-8',
};

export interface ServedSite {
  readonly url: string;
  close(): void;
}

/** Serves the built site as a static host does: `/guide/errors` is the file `guide/errors.html`. */
export async function serveSite(): Promise<ServedSite> {
  const server = createServer(({ url = '/' }, response) => {
    const path = decodeURIComponent(new URL(url, 'http://site').pathname);
    const file = [path, `${path}.html`, `${path}index.html`].map((name) => join(siteFolder, name)).find(isFile);
    response.statusCode = file === undefined ? 404 : 200;
    const found = file ?? join(siteFolder, '404.html');
    response.setHeader('content-type', types[extname(found)] ?? 'application/octet-stream').end(readFileSync(found));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

function isFile(path: string): boolean {
  return existsSync(path) && statSync(path).isFile();
}
