import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import type { Readable } from 'node:stream';

export interface Command {
  readonly child: ChildProcessByStdio<null, Readable, Readable>;
  /** What it has printed so far, errors among it. */
  printed(): string;
}

/** Starts a program with nothing of this machine's settings: no proxy, no caches, no flags. */
export function start(file: string, args: readonly string[]): Command {
  const env = { PATH: process.env.PATH, HOME: tmpdir(), NO_COLOR: '1', DENO_NO_UPDATE_CHECK: '1' };
  const child = spawn(file, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
    });
  }
  return { child, printed: () => printed };
}

/** Runs a program to its end, and returns what it printed. */
export async function run(file: string, args: readonly string[]): Promise<string> {
  const { child, printed } = start(file, args);
  const [exitCode] = await once(child, 'close');
  if (exitCode !== 0) throw new Error(`${file} ended with ${exitCode}:\n${printed()}`);
  return printed();
}
