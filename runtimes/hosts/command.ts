import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';

export interface Command {
  readonly child: ChildProcessByStdio<null, Readable, Readable>;
  /** Returns what it has printed so far, errors included. */
  printed(): string;
}

/** Starts a program without the settings of this machine, its proxy and its flags. It stores its files in `home`. */
export function start(home: string, file: string, args: readonly string[]): Command {
  const env = { PATH: process.env.PATH, HOME: home, NO_COLOR: '1', DENO_NO_UPDATE_CHECK: '1' };
  const child = spawn(file, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
    });
  }
  return { child, printed: () => printed };
}

/** Runs a program until it ends, and returns what it printed. */
export async function run(home: string, file: string, args: readonly string[]): Promise<string> {
  const { child, printed } = start(home, file, args);
  const [exitCode] = await once(child, 'close');
  if (exitCode !== 0) throw new Error(`${file} ended with ${exitCode}:\n${printed()}`);
  return printed();
}
