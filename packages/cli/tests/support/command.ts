import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, inject } from 'vitest';
import type { NodeVersion } from './install-packed.ts';

/** The command as npm installs it from the packed packages. */
const installed = inject('installed');
export const bin: string = installed.bin;
export const binFolder: string = installed.binFolder;
export const nodes: readonly NodeVersion[] = installed.nodes;

/** The key of the tests. No output, argument or file may contain it. */
export const key = 'xp-test-key-0123456789';

/** A folder for files, and the home of the commands. It is removed when the test file has ended. */
export const home: string = mkdtempSync(join(tmpdir(), 'xpander-cli-'));
afterAll(() => {
  const leaking = readdirSync(home, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter((file) => readFileSync(file, 'utf8').includes(key));
  rmSync(home, { recursive: true, force: true });
  expect(leaking).toEqual([]);
});

export interface CommandOptions {
  /** In addition to a small environment. `undefined` removes a variable. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** What is piped into the command. Without it, the standard input is empty. */
  readonly input?: string;
  readonly cwd?: string;
  /** The path of the Node to run on. Default: that of the tests. */
  readonly node?: string | undefined;
}

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  /** Without lines of progress. */
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
export function start(
  args: readonly string[],
  { env, input, cwd = home, node = process.execPath }: CommandOptions = {},
): RunningCommand {
  const child = spawn(node, [bin, ...args], { env: environment(env), cwd });
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
  const ended = once(child, 'close').then(([code]) => {
    expect(out + err).not.toContain(key);
    return { code, out, err: withoutProgress(err) };
  });
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
  const command = `xpander-agent() { '${options.node ?? process.execPath}' '${bin}' "$@"; }\n${line}`;
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
  return { code, out, err: withoutProgress(err) };
}

/** A busy machine may need more than the ten seconds after which a line of progress is printed. */
function withoutProgress(err: string): string {
  return err.replace(
    /^(?:(?:starting|thinking|waiting[\w ]*|pending|executing|completed|paused), \d+ (?:s|min).*|[█▏▎▍▌▋▊▉░]+ \d+\/\d+ · .*)\n/gm,
    '',
  );
}

/** The object that `--json` has printed to the standard error. */
export function errorOf({ err }: { readonly err: string }): Record<string, unknown> {
  return (JSON.parse(err) as { error: Record<string, unknown> }).error;
}
