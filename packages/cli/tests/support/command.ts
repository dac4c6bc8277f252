import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';

export const bin: string = fileURLToPath(new URL('../../dist/bin.js', import.meta.url));

/** The key of the tests. No output, argument or file may contain it. */
export const key = 'xp-test-key-0123456789';

/** A folder for files, and the home of the commands. It is removed when the test file has ended. */
export const home: string = mkdtempSync(join(tmpdir(), 'xpander-cli-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

export interface CommandOptions {
  /** In addition to a small environment. `undefined` removes a variable. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** What is piped into the command. Without it, the standard input is empty. */
  readonly input?: string;
  readonly cwd?: string;
}

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface RunningCommand {
  readonly child: ChildProcess;
  /** Everything printed so far. */
  printed(): { readonly out: string; readonly err: string };
  /** Resolves when the output or the error output matches. */
  waitFor(pattern: RegExp): Promise<RegExpExecArray>;
  readonly ended: Promise<Ended>;
}

export function environment(extra: CommandOptions['env'] = {}): NodeJS.ProcessEnv {
  const base = { PATH: process.env.PATH, HOME: home, XPANDER_API_KEY: key, TERM: 'xterm' };
  return Object.fromEntries(Object.entries({ ...base, ...extra }).filter(([, value]) => value !== undefined));
}

/** Starts the command as a process whose streams are pipes. */
export function start(args: readonly string[], { env, input, cwd = home }: CommandOptions = {}): RunningCommand {
  const child = spawn(process.execPath, [bin, ...args], { env: environment(env), cwd });
  let [out, err] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text) => {
    out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    err += text;
  });
  child.stdin.on('error', () => {});
  if (input !== undefined) child.stdin.write(input);
  child.stdin.end();
  const ended = once(child, 'close').then(([code]) => ({ code, out, err }));
  const waitFor = async (pattern: RegExp): Promise<RegExpExecArray> => {
    for (;;) {
      const match = pattern.exec(out) ?? pattern.exec(err);
      if (match !== null) return match;
      const heard = Promise.race([once(child.stdout, 'data'), once(child.stderr, 'data'), ended]);
      if (Array.isArray(await heard)) continue;
      throw new Error(`The command ended without ${pattern}: ${out}${err}`);
    }
  };
  return { child, printed: () => ({ out, err }), waitFor, ended };
}

/** Runs the command to its end. */
export function run(args: readonly string[], options?: CommandOptions): Promise<Ended> {
  return start(args, options).ended;
}

/** Runs a line of a POSIX shell in which `xpander-agent` is the command. */
export async function shell(line: string, options: CommandOptions = {}): Promise<Ended> {
  const command = `xpander-agent() { '${process.execPath}' '${bin}' "$@"; }\n${line}`;
  const child = spawn('bash', ['-c', command], { env: environment(options.env), cwd: options.cwd ?? home });
  let [out, err] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text) => {
    out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    err += text;
  });
  child.stdin.end(options.input ?? '');
  const [code] = await once(child, 'close');
  return { code, out, err };
}

/** The object that `--json` has printed to the standard error. */
export function errorOf({ err }: { readonly err: string }): Record<string, unknown> {
  return (JSON.parse(err) as { error: Record<string, unknown> }).error;
}
