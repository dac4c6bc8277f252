import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('..', import.meta.url));
const next = fileURLToPath(import.meta.resolve('next/dist/bin/next'));

export type Environment = Readonly<Record<string, string>>;

/** A site that answers at `url`. */
export interface Site {
  readonly url: string;
  readonly child: ChildProcess;
  close(): void;
}

export async function buildSite(): Promise<void> {
  const child = run(['build'], {});
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text: Buffer) => (printed += text.toString()));
  const [exitCode] = (await once(child, 'close')) as [number | null];
  if (exitCode !== 0) throw new Error(`The site was not built:\n${printed}`);
}

/** Serves the site: the built one, or with `dev` one that is built as it is visited. */
export async function serveSite(command: 'start' | 'dev', environment: Environment, port: number = 0): Promise<Site> {
  const child = run([command, '-H', '127.0.0.1', '-p', String(port)], environment);
  child.stderr?.pipe(process.stderr);
  let printed = '';
  for await (const text of child.stdout ?? []) {
    printed += String(text);
    const url = /Local: +(\S+)/.exec(printed)?.[1];
    if (url === undefined || !printed.includes('Ready in')) continue;
    // Otherwise the site would wait for its output to be read.
    return { url, child, close: () => child.kill() };
  }
  throw new Error(`The site did not start:\n${printed}`);
}

function run(command: readonly string[], environment: Environment): ChildProcess {
  const { PATH = '' } = process.env;
  // Only these, because a test runner sets variables that Next.js reads.
  const variables = { PATH, NEXT_TELEMETRY_DISABLED: '1', ...environment };
  const env = variables as typeof variables & NodeJS.ProcessEnv;
  return spawn(process.execPath, [next, ...command], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
}
