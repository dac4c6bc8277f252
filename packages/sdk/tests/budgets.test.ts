import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Costs } from './budgets/costs.ts';

/**
 * Guards what the benchmarks measured, by counts and by a ratio with room for noise, never by time. The benchmarks say
 * how things are; this says when they have become much worse.
 */
const run = promisify(execFile);
const folder = fileURLToPath(new URL('./budgets/', import.meta.url));

const task = JSON.stringify({ id: 'task-1', status: 'executing', result: 'x'.repeat(1_800) });
const event = (type: string, data: unknown): string =>
  `data: ${JSON.stringify({ type, task_id: 'task-1', organization_id: 'org-1', time: '2026-01-31T12:00:00', data })}\n\n`;
const end = event('task_finished', { id: 'task-1', status: 'completed', result: 'done' });
const events = event('chunk', 'a piece of the answer').repeat(5_000) + end;

let server: Server;
let rounds: Record<'get' | 'getByOpenapiFetch' | 'start' | 'startByOpenapiFetch' | 'event', Costs>[];

beforeAll(async () => {
  server = createServer((request, response) => {
    request.resume().on('end', () => {
      const isStream = request.url?.endsWith('/stream');
      response.writeHead(200, { 'content-type': isStream ? 'text/event-stream' : 'application/json' });
      response.end(isStream ? events : task);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const flags = ['--no-warnings', '--expose-gc', '--min-semi-space-size=256', '--max-semi-space-size=256'];
  const { stdout } = await run(process.execPath, [...flags, join(folder, 'costs.ts'), baseUrl]);
  rounds = JSON.parse(stdout) as typeof rounds;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** The middle of what the rounds say. */
function median(pick: (round: (typeof rounds)[number]) => number): number {
  const sorted = rounds.map(pick).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

describe.each([
  ['tasks.get', 'get', 'getByOpenapiFetch'],
  ['agents.invokeAsync', 'start', 'startByOpenapiFetch'],
] as const)('a call of %s', (_verb, ours, theirs) => {
  it('starts one timer, for its time limit', () => {
    expect(median((round) => round[ours].timers - round[theirs].timers)).toBeCloseTo(1, 1);
  });

  it('makes few promises more than openapi-fetch', () => {
    expect(median((round) => round[ours].promises - round[theirs].promises)).toBeLessThan(26);
  });

  it('allocates at most a quarter more than openapi-fetch', () => {
    expect(median((round) => round[ours].heapBytes / round[theirs].heapBytes)).toBeLessThan(1.25);
  });
});

describe('an event of a stream', () => {
  it('starts no timer: the idle timeout is checked between reads', () => {
    expect(median(({ event }) => event.timers)).toBeLessThan(0.05);
  });

  it('makes few promises', () => {
    expect(median(({ event }) => event.promises)).toBeLessThan(9);
  });
});

describe('the types', () => {
  it('are instantiated less than 12,000 times by a program that uses every verb', async () => {
    const project = await mkdtemp(join(tmpdir(), 'xpander-types-'));
    const compilerOptions = {
      strict: true,
      noEmit: true,
      skipLibCheck: true,
      module: 'nodenext',
      target: 'es2023',
      types: [],
    };
    const config = { compilerOptions, files: [join(folder, 'every-verb.ts')] };
    await writeFile(join(project, 'tsconfig.json'), JSON.stringify(config));
    const compiler = fileURLToPath(new URL('../node_modules/typescript/bin/tsc', import.meta.url));
    const { stdout } = await run(process.execPath, [
      compiler,
      '-p',
      project,
      '--extendedDiagnostics',
      '--singleThreaded',
    ]);
    await rm(project, { recursive: true, force: true });
    const [, instantiations] = /^Instantiations:\s+(\d+)/m.exec(stdout) ?? [];
    expect(Number(instantiations)).toBeGreaterThan(0);
    expect(Number(instantiations)).toBeLessThan(12_000);
  });
});
