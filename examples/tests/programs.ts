import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createMockXpander, type MockXpander, type Script } from '@xpander/mock';
import { afterEach } from 'vitest';

/** A program of an example that a test has started. */
export interface TestedProgram {
  readonly child: ChildProcess;
  /** What it has printed so far, errors included. */
  readonly output: () => string;
  /** Resolves with the match as soon as the output has one. Rejects if the program ends without it. */
  printed(pattern: RegExp): Promise<RegExpExecArray>;
  /** Resolves with the exit code, or with `null` after a signal. */
  readonly ended: Promise<number | null>;
  /** kill -9 */
  kill(): Promise<void>;
}

const programs: TestedProgram[] = [];
const cleanups: (() => unknown)[] = [];

afterEach(async () => {
  for (const { child, ended } of programs.splice(0)) {
    // An example ends its own programs then.
    child.kill('SIGTERM');
    await ended;
  }
  for (const cleanUp of cleanups.splice(0)) await cleanUp();
});

/** Starts a program with these environment variables only. It ends with the test. */
export function startProgram(args: readonly string[], env: Record<string, string>): TestedProgram {
  const cwd = fileURLToPath(new URL('..', import.meta.url));
  const child = spawn(process.execPath, args, { cwd, env: { PORT: '0', ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const looks = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      for (const look of looks) look();
    });
  }
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const program: TestedProgram = {
    child,
    output: () => output,
    ended,
    printed: (pattern) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const match = pattern.exec(output);
          if (match) resolve(match);
        };
        looks.add(look);
        look();
        void ended.then((code) => reject(new Error(`It ended (${code}) without ${pattern}:\n${output}`)));
      }),
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
  programs.push(program);
  return program;
}

/** An emulator over HTTP. It ends with the test. */
export interface TestedApi {
  readonly mock: MockXpander;
  /** The variables with which a program talks to it. */
  readonly env: Readonly<Record<string, string>>;
}

export async function openApi(script: Script): Promise<TestedApi> {
  const mock = createMockXpander({ agents: { agent: script }, keys: { 'key-1': 'org-1' }, clock: 'real' });
  const { url, close } = await mock.listen({ port: 0 });
  cleanups.push(close);
  return { mock, env: { XPANDER_API_KEY: 'key-1', XPANDER_AGENT_ID: 'agent', XPANDER_API_URL: url } };
}

/** A folder that is removed after the test. */
export function createFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'examples-'));
  cleanups.push(() => rmSync(folder, { recursive: true }));
  return folder;
}
