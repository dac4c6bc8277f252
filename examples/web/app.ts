import { readFileSync } from 'node:fs';
import type { Agent } from '@xpander/sdk';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { csrf } from 'hono/csrf';
import { answerLines, toBody, toLine } from './answer-lines.ts';

export interface WebAppOptions {
  readonly agent: Agent;
  /** What happens to a run when its visitor leaves. Default `"leave"`: it continues, and its answer can be read later. */
  readonly onAbandon?: 'leave' | 'stop' | undefined;
  /** Receives each error. Visitors get a sentence without its details. */
  readonly onError: (error: unknown) => void;
}

const page = readPage('index.html');
const script = readPage('page.js');
const longestQuestion = 4_000;
const advice = `Ask something, in ${longestQuestion} characters at most.`;
const headers = { 'content-type': 'application/x-ndjson; charset=utf-8', 'cache-control': 'no-store' };

/** Serves a page with a question, and a route that streams the answer. The key stays on the server. */
export function createWebApp({ agent, onAbandon, onError }: WebAppOptions): Hono {
  const app = new Hono();
  // Runs cost money, so other sites must not start them through a visitor's browser.
  app.use(csrf());
  app.get('/', (c) => c.html(page));
  app.get('/page.js', (c) => c.body(script, 200, { 'content-type': 'text/javascript; charset=utf-8' }));
  app.post('/answers', bodyLimit({ maxSize: 64 * 1024 }), async (c) => {
    const question = readQuestion(await c.req.json().catch(() => undefined));
    if (question === undefined) return c.body(toLine({ error: advice }), 400, headers);
    const gone = new AbortController();
    const signal = AbortSignal.any([c.req.raw.signal, gone.signal]);
    const stream = agent.stream(question, { signal, onAbandon });
    const lines = answerLines(stream, (error) => {
      // An error after the visitor has left is the abort.
      if (!signal.aborted) onError(error);
    });
    // The status is sent before the answer, because an agent may think for a minute before its first word.
    const body = toBody(lines, () => gone.abort());
    return c.body(body, 200, headers);
  });
  return app;
}

function readPage(name: string): string {
  return readFileSync(new URL(`page/${name}`, import.meta.url), 'utf8');
}

function readQuestion(body: unknown): string | undefined {
  if (typeof body !== 'object' || body === null || !('question' in body)) return undefined;
  const { question } = body;
  const isGood = typeof question === 'string' && question.trim() !== '' && question.length <= longestQuestion;
  return isGood ? question : undefined;
}
