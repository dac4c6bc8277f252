import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { createMockXpander } from '@xpander/mock';
import { Xpander } from '@xpander/sdk';
import { describe, expect, it } from 'vitest';
import { emulatedAgents, playOnEmulator } from '../demo/scenes.ts';
import { createScreen } from '../demo/screen.ts';

const folder = fileURLToPath(new URL('..', import.meta.url));

interface Ended {
  readonly exitCode: number | null;
  readonly output: string;
  readonly errors: string;
}

/** Runs the demo as its command does, with only these variables set. */
function runDemo(environment: Record<string, string>): Promise<Ended> {
  const child = spawn(process.execPath, ['demo.ts'], {
    cwd: folder,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let errors = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exitCode) => resolve({ exitCode, output, errors }));
  });
}

describe('the demo on the emulator', () => {
  it('shows a run, a sync call, a failure and a stop', async () => {
    const mock = createMockXpander({ agents: emulatedAgents });
    const xpander = new Xpander({ apiKey: 'demo', fetch: mock.fetch, clock: mock.clock });
    let shown = '';
    const screen = createScreen({ write: (text) => (shown += text) });
    await playOnEmulator(xpander, mock, screen);
    const statuses = [...shown.matchAll(/ task \w+ is (\w+)$/gm)].map((match) => match[1]);
    expect(statuses).toEqual([
      ...['pending', 'executing', 'completed'],
      'completed',
      ...['pending', 'executing', 'error'],
      ...['pending', 'executing', 'stopped'],
    ]);
    expect(shown).toContain('the three main competitors');
    expect(shown).toMatch(/TaskFailedError \(task_failed\): Task \S+ ended as error/);
    expect(shown).toContain('The pricing database refused the login');
  });
});

describe('the demo with a key and an agent id', () => {
  const answering = { agents: { 'agent-1': () => 'A fine answer.' }, keys: { 'key-1': 'org-1' } };
  const environment = { XPANDER_API_KEY: 'key-1', XPANDER_AGENT_ID: 'agent-1' };

  it('says first that it talks to the API, and runs there', async () => {
    const server = await createMockXpander(answering).listen({ port: 0 });
    const ended = await runDemo({ ...environment, XPANDER_API_URL: server.url });
    await server.close();
    expect(ended).toMatchObject({ exitCode: 0, errors: '' });
    expect(ended.output.split('\n')[0]).toBe(
      `Talking to the real API at ${server.url}, agent agent-1: these runs count.`,
    );
    expect(ended.output.match(/A fine answer\./g)).toHaveLength(2);
  });

  it.each([
    [
      'a wrong key',
      { XPANDER_API_KEY: 'wrong' },
      /ApiError \(unauthorized\): .*401: Invalid or missing API key. Check apiKey/,
    ],
    ['a bad agent id', { XPANDER_AGENT_ID: 'nobody' }, /ApiError \(not_found\): .*404.*Check XPANDER_AGENT_ID/],
    ['an impossible agent id', { XPANDER_AGENT_ID: '..' }, /ConfigurationError \(configuration\): agentId: /],
    [
      'a key with Bearer',
      { XPANDER_API_KEY: 'Bearer abc' },
      /ConfigurationError \(configuration\): apiKey: starts with "Bearer"/,
    ],
    [
      'an unreachable host',
      { XPANDER_API_URL: 'http://127.0.0.1:1' },
      /ConnectionError \(connection\): Could not connect: .*Check XPANDER_API_URL/,
    ],
  ])('ends with one clear line and exit code 1 for %s', async (_, wrong, line) => {
    const server = await createMockXpander(answering).listen({ port: 0 });
    const ended = await runDemo({ ...environment, XPANDER_API_URL: server.url, ...wrong });
    await server.close();
    expect(ended.exitCode).toBe(1);
    expect(ended.errors).toMatch(/^The demo failed\. [^\n]*\n$/);
    expect(ended.errors).toMatch(line);
  });
});
