import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { bin } from './clients.ts';

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly error: string;
}

/** Runs the command as a process. What is in `input` is written to standard input, which then stays open until `isDone`. */
export async function runBin(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  input: readonly object[] = [],
  isDone: (out: string) => boolean = () => true,
): Promise<Ended> {
  const child = spawn(process.execPath, [bin, ...args], { env: { PATH: process.env.PATH ?? '', ...env } });
  let [out, error] = ['', ''];
  const endWhenDone = (): void => {
    if (isDone(out)) child.stdin.end();
  };
  child.stdout.on('data', (chunk) => {
    out += chunk;
    endWhenDone();
  });
  child.stderr.on('data', (chunk) => {
    error += chunk;
  });
  child.stdin.on('error', () => {});
  for (const message of input) child.stdin.write(`${JSON.stringify(message)}\n`);
  endWhenDone();
  const [code] = await once(child, 'close');
  return { code, out, error };
}
