import { fileURLToPath } from 'node:url';
import { serve } from '@hono/node-server';
import { serveStatic } from '@hono/node-server/serve-static';
import { Xpander } from '@xpander/sdk';
import { Hono } from 'hono';
import { csrf } from 'hono/csrf';
import { stream } from 'hono/streaming';

const { XPANDER_AGENT_ID = '', PORT = '3000' } = process.env;
const agent = new Xpander().agent(XPANDER_AGENT_ID);

const app = new Hono();
// Runs cost money, so forms of other sites must not start them.
app.use(csrf());

app.post('/answers', async (c) => {
  c.header('content-type', 'application/x-ndjson');
  const body = await c.req.json<{ question?: unknown } | null>().catch(() => null);
  const question = body?.question;
  if (typeof question !== 'string' || question.trim() === '') return c.body('{"error":"Ask something."}\n', 400);
  return stream(c, async (out) => {
    const gone = new AbortController();
    // Called when the visitor leaves, also before the first word.
    out.onAbort(() => gone.abort());
    try {
      // Without its visitor, this answer has no reader: the run is stopped. The Express example lets it continue.
      const texts = agent.stream(question, { signal: gone.signal, onAbandon: 'stop' }).textStream();
      for await (const text of texts) await out.writeln(JSON.stringify({ text }));
      // A status cannot be changed after the first byte, so the last line says how the run ended.
      await out.writeln('{"done":true}');
    } catch (error) {
      if (gone.signal.aborted) return;
      // The message may contain ids and text of the server, so visitors get a fixed sentence.
      console.error(error);
      await out.writeln('{"error":"The agent could not finish the answer."}');
    }
  });
});

app.use(serveStatic({ root: fileURLToPath(new URL('../web/page', import.meta.url)) }));

// The page has no login, so the server listens on this machine only.
serve({ fetch: app.fetch, hostname: '127.0.0.1', port: Number(PORT) }, ({ port }) =>
  console.log(`The page is at http://127.0.0.1:${port}.`),
);
