import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { createMockXpander, type MockXpander } from '@xpander/mock';
import { Xpander } from '@xpander/sdk';
import { describe, expect, it } from 'vitest';
import { emulatedAgents } from '../demo/agents.ts';
import { playConversation } from '../demo/conversation.ts';
import { playEndings } from '../demo/endings.ts';
import { playLostAnswer } from '../demo/lost-answer.ts';
import { playMany } from '../demo/many.ts';
import { playOnEmulator } from '../demo/play.ts';
import { createScreen } from '../demo/screen.ts';
import { type Stage, showPolls } from '../demo/stage.ts';
import { playStream } from '../demo/stream.ts';

const folder = fileURLToPath(new URL('..', import.meta.url));

interface Ended {
  readonly exitCode: number | null;
  readonly output: string;
  readonly errors: string;
}

/** Runs the demo as its command does, with these environment variables only. */
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

interface Played {
  readonly mock: MockXpander;
  /** Each text that was written, in order. */
  readonly written: readonly string[];
  /** How long it took in virtual time. */
  readonly durationMs: number;
}

async function play(scenes: (stage: Stage) => Promise<void>, isTTY = false): Promise<Played> {
  const mock = createMockXpander({ agents: emulatedAgents });
  const startedMs = mock.clock.now();
  const written: string[] = [];
  const screen = createScreen({ isTTY, write: (text) => written.push(text) });
  const connect: Stage['connect'] = (options) =>
    new Xpander({ apiKey: 'demo', fetch: mock.fetch, clock: mock.clock, hooks: showPolls(screen), ...options });
  await scenes({ mock, screen, connect });
  return { mock, written, durationMs: mock.clock.now() - startedMs };
}

/** The lines as a reader sees them, without what differs between two runs. */
function linesOf(written: readonly string[]): string[] {
  const lines = written.join('').split('\n');
  const shown = lines.map((line) => line.split('\r\u001b[2K').at(-1) ?? '');
  return shown.map((line) => line.replaceAll(/[0-9a-f]{8}(-[0-9a-f-]+)?|[\d.]+ s\b|\d+ requests/g, '…'));
}

describe('the demo on the emulator', () => {
  it('shows a run, a sync call, a failure and a stop', async () => {
    const { written } = await play(playEndings);
    const shown = written.join('');
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

  it('writes the pieces of a streamed answer one by one, on one line', async () => {
    const { written } = await play(playStream);
    const start = written.indexOf('   → ') + 1;
    const pieces = written.slice(start, written.indexOf('\n', start));
    expect(pieces.length).toBeGreaterThan(10);
    expect(pieces.join('')).toBe(
      'Demand grew by 6 % over the quarter; buyers ask for reliability first, then for price.',
    );
    expect(written.at(-1)).toMatch(/first text after [\d.]+ s, completed after [\d.]+ s\n$/);
  });

  it('shows a conversation whose second turn knows the first', async () => {
    const { written, mock } = await play(playConversation);
    expect(written.join('')).toMatch(/→ Nice to meet you, Dana\.\n[^→]*→ Your name is Dana\./);
    expect(mock.tasks).toHaveLength(1);
  });

  it('shows that a lost answer does not start a second run', async () => {
    const { written, mock } = await play(playLostAnswer);
    mock.expectNoFaultsLeft();
    expect(mock.requestsTo('invokeAsync')).toHaveLength(1);
    expect(written.join('')).toMatch(/is completed\n {3}→ Demand grew .*\n {3}POSTs sent: 1, runs started: 1\n$/);
  });

  it('shows the progress of twenty prompts within their rate limit', async () => {
    const { written, mock } = await play(playMany);
    const shown = written.join('');
    const settled = [...shown.matchAll(/(\d+) of 20 settled, 0 failed/g)].map((match) => Number(match[1]));
    expect(settled).toEqual([5, 10, 15, 20]);
    expect(shown).toMatch(/→ 20 answers after [\d.]+ s, over \d+ requests\n$/);
    const times = mock.requests.map(({ at }) => at);
    const inOneSecond = times.map((from) => times.filter((at) => at >= from && at < from + 1_000).length);
    expect(Math.max(...inOneSecond)).toBeLessThanOrEqual(10);
  });

  it('plays eight scenes in less than thirty seconds', async () => {
    const { written, durationMs } = await play(playOnEmulator);
    expect([...written.join('').matchAll(/^(\d)\. /gm)].map((match) => match[1])).toEqual([...'12345678']);
    expect(durationMs).toBeLessThan(30_000);
  });

  it('writes no control characters to a file, and leaves the same lines on a terminal', async () => {
    const { written: toFile } = await play(playOnEmulator);
    const { written: toTerminal } = await play(playOnEmulator, true);
    expect(toFile.join('')).not.toMatch(/[^\P{Cc}\n]/u);
    expect(toTerminal.join('')).toContain('poll 1 of the task in');
    expect(linesOf(toTerminal)).toEqual(linesOf(toFile));
  });
});

describe('the demo with a key and an agent id', () => {
  const answering = { agents: { 'agent-1': () => 'A fine answer.' }, keys: { 'key-1': 'org-1' } };
  const environment = { XPANDER_API_KEY: 'key-1', XPANDER_AGENT_ID: 'agent-1' };

  it('first says that it calls the real API, and runs there', async () => {
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
      /ApiError \(unauthorized\): .*401: Invalid or missing API key. Check `apiKey`/,
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
