import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { snippets } from './snippets.ts';
import { firstWords, openUpstream } from './upstream.ts';

/** Inside of the package, so that its dependencies are found. */
const folder = fileURLToPath(new URL('../.results/servers/', import.meta.url));
const servers: ChildProcess[] = [];

beforeAll(() => {
  mkdirSync(folder, { recursive: true });
});

afterAll(() => {
  for (const server of servers) server.kill();
  rmSync(folder, { recursive: true, force: true });
});

/** The server of a guide, without the lines that try it. It prints its port. */
const listeners: Readonly<Record<string, string>> = {
  Express: 'const server = app.listen(0, () => console.log((server.address() as AddressInfo).port));',
  Hono: "import { serve } from '@hono/node-server';\nserve({ fetch: app.fetch, port: 0 }, ({ port }) => console.log(port));",
};

async function start(title: string, apiUrl: string): Promise<string> {
  const snippet = snippets.find((found) => found.title === `docs/servers.md, ${title}`);
  const [app = ''] = snippet?.code.split('// Try it') ?? [];
  const file = `${folder}${title}.ts`;
  writeFileSync(file, app + listeners[title]);
  const env = { XPANDER_API_KEY: 'test', XPANDER_AGENT_ID: 'agent-1', XPANDER_API_URL: apiUrl };
  const server = spawn(process.execPath, [file], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  servers.push(server);
  const [port] = await once(server.stdout, 'data');
  return `http://127.0.0.1:${String(port).trim()}/answers`;
}

describe('the server of the guide', () => {
  it.each(Object.keys(listeners))('follows a run until its visitor leaves: %s', async (title) => {
    const upstream = await openUpstream();
    const url = await start(title, upstream.url);
    const visit = new AbortController();
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ question: 'Tell me a story' });
    const response = await fetch(url, { method: 'POST', headers, body, signal: visit.signal });
    const reader = response.body?.getReader();
    expect(new TextDecoder().decode((await reader?.read())?.value)).toBe(`${JSON.stringify({ text: firstWords })}\n`);
    visit.abort();
    await upstream.left;
    expect(upstream.requests).toEqual(['POST /v1/agents/agent-1/invoke/stream']);
    upstream.close();
  });
});
