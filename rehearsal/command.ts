import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';

export interface CommandOptions {
  /** Added to the variables of this process. `undefined` takes one away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Written to the standard input, which is then closed. */
  readonly input?: string;
  /** A guard against hanging, in milliseconds. */
  readonly timeoutMs?: number;
}

export interface Ended {
  readonly exitCode: number | null;
  readonly stdout: string;
  /** Standard output and standard error, as they came. */
  readonly printed: string;
}

export interface Started {
  readonly child: ChildProcessWithoutNullStreams;
  readonly ended: Promise<Ended>;
  printed(): string;
  /** Kills the program and all that it has started. */
  kill(): void;
}

// Nothing of these may decide where a rehearsal publishes, or as whom.
const secrets = [
  'NPM_TOKEN',
  'NODE_AUTH_TOKEN',
  'NPM_CONFIG_PROVENANCE',
  'PNPM_CONFIG_PROVENANCE',
  'GITHUB_REPOSITORY',
];
const running = new Set<Started>();
let isOver = false;

/** Starts a program in a process group of its own. */
export function start(folder: string, file: string, args: readonly string[], options: CommandOptions = {}): Started {
  if (isOver) throw new Error('The rehearsal is over');
  const env: NodeJS.ProcessEnv = { ...process.env, CI: 'true', NO_COLOR: '1', ...options.env };
  for (const name of secrets) delete env[name];
  const child = spawn(file, args, { cwd: folder, env, detached: true });
  let stdout = '';
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    printed += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
  });
  child.stdin.on('error', () => undefined);
  if (options.input !== undefined) child.stdin.end(options.input);
  const started: Started = {
    child,
    printed: () => printed,
    kill: () => {
      try {
        if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
      } catch {
        // It has ended.
      }
    },
    ended: once(child, 'close').then(([exitCode]) => {
      running.delete(started);
      return { exitCode, stdout, printed };
    }),
  };
  running.add(started);
  return started;
}

/** Runs a program until it ends, whatever its exit code. */
export async function attempt(...command: Parameters<typeof start>): Promise<Ended> {
  const started = start(...command);
  const { input, timeoutMs = 600_000 } = command[3] ?? {};
  if (input === undefined) started.child.stdin.end();
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    started.kill();
  }, timeoutMs);
  const ended = await started.ended.finally(() => clearTimeout(timer));
  if (isLate) throw new Error(`${describe(command)} did not end within ${timeoutMs} ms:\n${ended.printed}`);
  return ended;
}

/** Runs a program and returns its standard output. Rejects if it fails, with what it printed. */
export async function run(...command: Parameters<typeof start>): Promise<string> {
  const { exitCode, stdout, printed } = await attempt(...command);
  if (exitCode !== 0) throw new Error(`${describe(command)} ended with ${exitCode}:\n${printed.trim()}`);
  return stdout;
}

/** Kills what is still running, and starts nothing any more, so that nothing outlives a rehearsal. */
export async function endAll(): Promise<void> {
  isOver = true;
  for (const started of running) started.kill();
  await Promise.all([...running].map(({ ended }) => ended));
}

function describe([folder, file, args]: Parameters<typeof start>): string {
  return `${[file, ...args].join(' ')} in ${folder}`;
}
