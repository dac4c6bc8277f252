import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

export interface PrismOptions {
  /** Where to pass valid requests on to. Without it, Prism answers by itself, with the examples of the description. */
  readonly upstream?: string | undefined;
  /** `false` lets bad requests through to the upstream; responses and keys are checked all the same. Default `true`. */
  readonly validateRequest?: boolean | undefined;
  /** The description's file. Default: the sources in `openapi/`. */
  readonly document?: string | undefined;
  readonly startTimeoutMs?: number | undefined;
}

/** A Prism that listens. */
export interface Prism {
  readonly url: string;
  readonly processId: number;
  /** Everything Prism has printed so far. */
  log(): string;
  stop(): Promise<void>;
}

const require = createRequire(import.meta.url);
const manifestPath = require.resolve('@stoplight/prism-cli/package.json');
const manifest: { bin: { prism: string } } = require(manifestPath);
const program = join(dirname(manifestPath), manifest.bin.prism);

const defaultDocument = fileURLToPath(new URL('../openapi/xpander.yaml', import.meta.url));

/** Loaded into Prism's process: our end of its input closes when we die, however we die, and Prism goes with us. */
const exitWithParent = `data:text/javascript,${encodeURIComponent(
  "process.stdin.once('close', () => process.exit()).resume().unref?.();",
)}`;

const quiet = { DO_NOT_TRACK: '1', SCARF_ANALYTICS: 'false', NO_UPDATE_NOTIFIER: '1', FORCE_COLOR: '0' };
const stopGraceMs = 2_000;

/**
 * Starts the real Prism in a process of its own, on a port that the system picks.
 *
 * With `--errors`: a request or response that breaks the description is answered with an error instead.
 *
 * @throws Error with Prism's own output when it does not come to listen.
 */
export async function startPrism(options: PrismOptions = {}): Promise<Prism> {
  const child = spawn(process.execPath, ['--import', exitWithParent, program, ...commandLine(options)], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, ...quiet },
  });
  const kill = (): void => {
    child.kill('SIGKILL');
  };
  process.once('exit', kill);
  child.once('exit', () => process.off('exit', kill));

  let log = '';
  // Read for as long as Prism lives: its next line would kill it if nobody listened.
  for (const output of [child.stdout, child.stderr]) {
    output.setEncoding('utf8').on('data', (text: string) => {
      log += text;
    });
  }
  const stop = (): Promise<void> => stopChild(child);
  try {
    const url = await listening(child, () => log, options.startTimeoutMs ?? 120_000);
    return { url, processId: child.pid ?? 0, log: () => log, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function commandLine({ upstream, validateRequest = true, document = defaultDocument }: PrismOptions): string[] {
  const mode =
    upstream === undefined
      ? ['mock', document]
      : ['proxy', document, upstream, `--validate-request=${String(validateRequest)}`];
  return [...mode, '--errors', '--host', '127.0.0.1', '--port', '0'];
}

function listening(child: ChildProcess, log: () => string, timeoutMs: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const fail = (problem: string): void => {
      clearTimeout(timer);
      reject(new Error(`Prism ${problem}. It said:\n${log() || '(nothing)'}`));
    };
    const timer = setTimeout(() => fail(`did not listen within ${timeoutMs} ms`), timeoutMs);
    child.stdout?.on('data', () => {
      const url = /Prism is listening on (http:\/\/\S+)/.exec(log())?.[1];
      if (url === undefined) return;
      clearTimeout(timer);
      resolve(url);
    });
    child.once('error', (error) => fail(`could not be started: ${error.message}`));
    // `close` comes after the last of its output, `exit` may not.
    child.once('close', (code, signal) => fail(`ended with ${code ?? signal} before it listened`));
  });
}

async function stopChild(child: ChildProcess): Promise<void> {
  const isOver = (): boolean => child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
  if (isOver()) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  const grace = new AbortController();
  await Promise.race([exited, delay(stopGraceMs, undefined, { signal: grace.signal }).catch(() => undefined)]);
  grace.abort();
  if (isOver()) return;
  child.kill('SIGKILL');
  await exited;
}
