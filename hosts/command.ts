import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';

export interface Command {
  readonly child: ChildProcessByStdio<null, Readable, Readable>;
  /** Returns what it has printed so far, errors included. */
  printed(): string;
}

/** Starts a program in a folder, with these variables and none of this machine's besides the path. */
export function start(
  folder: string,
  file: string,
  args: readonly string[],
  variables: Readonly<Record<string, string>> = {},
): Command {
  const env = { PATH: process.env.PATH, HOME: folder, NO_COLOR: '1', NEXT_TELEMETRY_DISABLED: '1', ...variables };
  const child = spawn(file, args, { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
    });
  }
  return { child, printed: () => printed };
}

/** Runs a program until it ends, and returns what it printed. */
export async function run(...command: Parameters<typeof start>): Promise<string> {
  const { child, printed } = start(...command);
  const [exitCode] = await once(child, 'close');
  if (exitCode !== 0) throw new Error(`${command[1]} ended with ${exitCode}:\n${printed()}`);
  return printed();
}
