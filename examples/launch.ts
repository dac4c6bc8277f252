import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { MockXpander, Script } from '@xpander/mock';
import { introduce, openBackend } from './backend.ts';
import { explain } from './explain.ts';

/** What an example plays with. */
export interface Launch {
  /** The emulator, unless a key and an agent id are set. */
  readonly mock: MockXpander | undefined;
  /** Starts a program of the example, with the agent in its environment, and shows what it prints. */
  start(file: string, environment?: Readonly<Record<string, string>>): Program;
}

/** A program that runs as a process of its own. */
export interface Program {
  /** Resolves with the exit code, or with `null` after a signal. */
  readonly ended: Promise<number | null>;
  /** Resolves with the first line that matches, printed before or after the call. Rejects if there is none. */
  printed(pattern: RegExp): Promise<string>;
  /** Ends the program as `kill -9` does: without a warning. */
  kill(): Promise<void>;
}

const root = new URL('.', import.meta.url);

/** Plays an example. Its programs talk to the real API if a key and an agent id are set, else to an emulator. */
export async function launch(script: Script, play: (launch: Launch) => Promise<unknown>): Promise<void> {
  const children = new Set<ChildProcess>();
  const endAll = (): void => {
    for (const child of children) child.kill('SIGTERM');
  };
  process.once('SIGINT', endAll);
  process.once('SIGTERM', endAll);
  try {
    const backend = await openBackend({ agent: script });
    console.log(introduce(backend));
    const isReal = backend.kind === 'api';
    const env = isReal ? {} : { XPANDER_API_KEY: 'demo', XPANDER_AGENT_ID: 'agent', XPANDER_API_URL: backend.url };
    const start: Launch['start'] = (file, more) => startProgram(file, { ...process.env, ...env, ...more }, children);
    await play({ mock: isReal ? undefined : backend.mock, start }).finally(() => {
      endAll();
      return isReal ? undefined : backend.close();
    });
  } catch (error) {
    console.error(`The example failed. ${explain(error)}`);
    process.exitCode = 1;
  }
}

function startProgram(file: string, env: NodeJS.ProcessEnv, children: Set<ChildProcess>): Program {
  const child = spawn(process.execPath, [fileURLToPath(new URL(file, root))], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.add(child);
  const lines: string[] = [];
  const reader = createInterface(child.stdout);
  reader.on('line', (line) => {
    lines.push(line);
    console.log(`  ${line}`);
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exitCode) => {
      children.delete(child);
      resolve(exitCode);
    });
  });
  return {
    ended,
    printed: (pattern) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const line = lines.find((printed) => pattern.test(printed));
          if (line !== undefined) resolve(line);
        };
        reader.on('line', look);
        look();
        void ended.then(() => reject(new Error(`${file} ended without printing ${pattern}.`)), reject);
      }),
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
