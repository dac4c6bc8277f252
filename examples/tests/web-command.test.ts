import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { createMockXpander } from '@xpander/mock';
import { afterEach, describe, expect, it } from 'vitest';

type Command = ChildProcessByStdio<null, Readable, Readable>;

const commands: Command[] = [];

/** Starts the server as its command does, with these environment variables only. */
function start(environment: Record<string, string>): Command {
  const command = spawn(process.execPath, ['web.ts'], {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    env: { PORT: '0', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  commands.push(command);
  return command;
}

afterEach(() => {
  for (const command of commands.splice(0)) command.kill();
});

async function urlOf({ stdout }: Command): Promise<string> {
  for await (const line of createInterface(stdout)) {
    const url = /The page is at (http:\S+)\.$/.exec(line)?.[1];
    if (url !== undefined) return url;
  }
  throw new Error('The command ended without a page');
}

/** Returns the last line of the answer, which says how the run ended. */
async function askAt(url: string, question: string): Promise<unknown> {
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ question }) };
  const body = await (await fetch(`${url}/answers`, init)).text();
  return JSON.parse(body.trimEnd().split('\n').at(-1) ?? '');
}

describe('the command that serves the page', () => {
  it('needs no key, and listens on this machine only', async () => {
    const url = await urlOf(start({}));
    expect(new URL(url).hostname).toBe('127.0.0.1');
    expect(await askAt(url, 'fail, please')).toEqual({ error: 'The agent failed before it had the whole answer.' });
  });

  it('calls the real API if a key and an agent id are set', async () => {
    const mock = createMockXpander({ agents: { poet: () => 'Roses are red.' }, keys: { 'key-1': 'org-1' } });
    const server = await mock.listen({ port: 0 });
    const url = await urlOf(start({ XPANDER_API_KEY: 'key-1', XPANDER_AGENT_ID: 'poet', XPANDER_API_URL: server.url }));
    expect(await askAt(url, 'Write a poem')).toEqual({ done: true });
    expect(mock.tasks.map(({ result }) => result)).toEqual(['Roses are red.']);
    await server.close();
  });

  it('ends with one clear line if it cannot start', async () => {
    const command = start({ XPANDER_API_KEY: 'Bearer abc', XPANDER_AGENT_ID: 'poet' });
    const errors = text(command.stderr);
    const [exitCode] = await once(command, 'close');
    expect(exitCode).toBe(1);
    expect(await errors).toMatch(/^The server could not start\. ConfigurationError [^\n]*\n$/);
  });
});
