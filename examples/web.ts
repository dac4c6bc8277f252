import { serve } from '@hono/node-server';
import { introduce, openBackend } from './backend.ts';
import { explain } from './explain.ts';
import { createWebApp } from './web/app.ts';
import { writer } from './web/writer.ts';

const { PORT = '3000' } = process.env;

try {
  const backend = await openBackend({ writer });
  console.log(introduce(backend));
  const agent = backend.xpander.agent(backend.kind === 'api' ? backend.agentId : 'writer');
  const app = createWebApp({ agent, onError: (error) => console.error(explain(error)) });
  // The page has no login, so the server listens on this machine only.
  const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: Number(PORT) }, ({ port }) =>
    console.log(`The page is at http://127.0.0.1:${port}.`),
  );
  server.once('error', fail);
} catch (error) {
  fail(error);
}

function fail(error: unknown): never {
  console.error(`The server could not start. ${explain(error)}`);
  process.exit(1);
}
