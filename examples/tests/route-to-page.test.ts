import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { fail, type Script } from '@xpander/mock';
import { afterEach, describe, expect, it } from 'vitest';
import { openApi, startProgram, type TestedProgram } from './programs.ts';
import { firstWords, openUpstream, type Upstream } from './upstream.ts';

const open: { close(): unknown }[] = [];

afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

async function openEndless(words?: string): Promise<Upstream> {
  const upstream = await openUpstream(words);
  open.push(upstream);
  return upstream;
}

interface Page {
  readonly url: string;
  readonly program: TestedProgram;
}

async function openPage(example: string, script: Script): Promise<Page> {
  return visitPage(example, (await openApi(script)).env);
}

/** The page in front of an API whose runs never end. */
function openEndlessPage(example: string, { url }: Upstream): Promise<Page> {
  return visitPage(example, { XPANDER_API_KEY: 'key-1', XPANDER_AGENT_ID: 'agent', XPANDER_API_URL: url });
}

async function visitPage(example: string, env: Readonly<Record<string, string>>): Promise<Page> {
  const program = startProgram([`${example}/server.ts`], env);
  const [, url = ''] = await program.printed(/The page is at (http:\S+)\./);
  return { url, program };
}

const ask = (url: string, question: unknown): Promise<Response> =>
  fetch(`${url}/answers`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ question }),
  });

/** A visitor without an HTTP client, whose connection can be cut at any time. */
function visit(url: string): Socket {
  const body = '{"question":"Tell me a story"}';
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  const head = ['POST /answers HTTP/1.1', `host: ${hostname}:${port}`, 'content-type: application/json'];
  socket.write([...head, `content-length: ${body.length}`, '', body].join('\r\n'));
  return socket;
}

async function until(socket: Socket, text: string): Promise<void> {
  for (let seen = ''; !seen.includes(text); ) seen += String((await once(socket, 'data'))[0]);
}

const start = 'POST /v1/agents/agent/invoke/stream';
const stop = 'POST /v1/tasks/task-1/stop';

describe.each(['express', 'hono'])('the route to a page: %s', (example) => {
  it('sends the answer in pieces, and then that it is complete', async () => {
    const { url } = await openPage(example, async function* (turn) {
      yield 'Roses ';
      // Meanwhile the server has read the whole request, which is no sign that the visitor has left.
      await turn.sleep(50);
      yield 'are red.';
    });
    const response = await ask(url, 'Write a poem');
    expect(response.headers.get('content-type')).toContain('application/x-ndjson');
    expect(await response.text()).toBe('{"text":"Roses "}\n{"text":"are red."}\n{"done":true}\n');
    expect(await (await fetch(url)).text()).toContain('<script type="module" src="page.js">');
    expect((await fetch(`${url}/page.js`)).headers.get('content-type')).toContain('javascript');
  });

  it('ends a failed run with a sentence that reveals nothing', async () => {
    const { url, program } = await openPage(example, async function* () {
      yield 'Roses ';
      throw fail('hunter2');
    });
    const body = await (await ask(url, 'Write a poem')).text();
    expect(body).toBe('{"text":"Roses "}\n{"error":"The agent could not finish the answer."}\n');
    await program.printed(/hunter2/);
    expect(program.output()).not.toContain('key-1');
  });

  it('refuses what is no question, and what a form of another site can send', async () => {
    const upstream = await openEndless();
    const { url } = await openEndlessPage(example, upstream);
    const headers = { 'content-type': 'text/plain', origin: 'https://elsewhere.example.com' };
    const form = await fetch(`${url}/answers`, { method: 'POST', headers, body: '{"question":"Write a poem"}' });
    expect([(await ask(url, ' ')).status, (await ask(url, 7)).status]).toEqual([400, 400]);
    expect(form.status).toBeGreaterThanOrEqual(400);
    expect(upstream.requests).toEqual([]);
  });

  it.each([
    ['before the first word', ''],
    ['after the first words', firstWords],
  ])('notices a visitor who leaves %s', async (_, words) => {
    const upstream = await openEndless(words);
    const { url, program } = await openEndlessPage(example, upstream);
    const visitor = visit(url);
    await upstream.started;
    if (words !== '') await until(visitor, words);
    visitor.destroy();
    await upstream.left;
    if (example === 'hono') await upstream.stopped;
    // When the run of another visitor has started, nothing else has been sent for the first one.
    const next = visit(url);
    await once(next, 'connect');
    while (upstream.requests.filter((request) => request === start).length < 2) await sleep(10);
    next.destroy();
    expect(upstream.requests.slice(0, 3)).toEqual([start, ...(example === 'hono' ? [stop] : []), start]);
    expect(program.output()).not.toMatch(/error/i);
  });

  it('starts with one command, without a key', async () => {
    const program = startProgram(['example.ts', example], {});
    const [, url = ''] = await program.printed(/The page is at (http:\S+)\./);
    expect(program.output()).toContain('Talking to a local emulator');
    const reader = (await ask(url, 'fail, please')).body?.getReader();
    expect(new TextDecoder().decode((await reader?.read())?.value)).toContain('{"text":"You "}');
    await reader?.cancel();
    program.child.kill('SIGTERM');
    await program.ended;
    await expect(fetch(url)).rejects.toThrow();
  });
});
