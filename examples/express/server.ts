import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { Xpander } from '@xpander/sdk';
import express from 'express';

const { XPANDER_AGENT_ID = '', PORT = '3000' } = process.env;
const agent = new Xpander().agent(XPANDER_AGENT_ID);

const app = express();
app.use(express.static(fileURLToPath(new URL('../web/page', import.meta.url))));

// `express.json()` takes no other type than JSON, so a form of another site cannot start runs.
app.post('/answers', express.json(), async (req, res) => {
  res.type('application/x-ndjson');
  const question: unknown = req.body?.question;
  if (typeof question !== 'string' || question.trim() === '') {
    res.status(400).send('{"error":"Ask something."}\n');
    return;
  }
  const gone = new AbortController();
  // Not `req`: Node closes it as soon as its body has been read, which would abort every run at its start.
  res.once('close', () => gone.abort());
  // An agent may think for a minute before its first word.
  res.flushHeaders();
  // Reads no faster than the visitor does. Rejects if the visitor leaves, which is no error.
  await pipeline(lines(question, gone.signal), res).catch(() => undefined);
});

async function* lines(question: string, signal: AbortSignal): AsyncGenerator<string, void> {
  try {
    // After the visitor has left, the run continues. The Hono example stops it instead.
    for await (const text of agent.stream(question, { signal }).textStream()) yield `${JSON.stringify({ text })}\n`;
    // A status cannot be changed after the first byte, so the last line says how the run ended.
    yield '{"done":true}\n';
  } catch (error) {
    if (signal.aborted) return;
    // The message may contain ids and text of the server, so visitors get a fixed sentence.
    console.error(error);
    yield '{"error":"The agent could not finish the answer."}\n';
  }
}

// The page has no login, so the server listens on this machine only.
const server = app.listen(Number(PORT), '127.0.0.1', (error) => {
  if (error) throw error;
  console.log(`The page is at http://127.0.0.1:${(server.address() as AddressInfo).port}.`);
});
