import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

export interface PrismOptions {
  /** The server to which valid requests are forwarded. Default: Prism answers with the examples of the description. */
  readonly upstream?: string | undefined;
  /** `false` forwards invalid requests, too. Responses and keys are still checked. Default `true`. */
  readonly validateRequest?: boolean | undefined;
  /** The file of the description. Default: the sources in `openapi/`. */
  readonly document?: string | undefined;
  readonly startTimeoutMs?: number | undefined;
}

/** A running Prism. */
export interface Prism {
  readonly url: string;
  readonly processId: number;
  /** The output of Prism so far. */
  log(): string;
  stop(): Promise<void>;
}

const require = createRequire(import.meta.url);
const manifestPath = require.resolve('@stoplight/prism-cli/package.json');
const manifest: { bin: { prism: string } } = require(manifestPath);
const program = join(dirname(manifestPath), manifest.bin.prism);

const defaultDocument = fileURLToPath(new URL('../openapi/xpander.yaml', import.meta.url));

/** Loaded into Prism's process. Its input closes when the parent process ends for any reason, and then it exits, too. */
const exitWithParent = `data:text/javascript,${encodeURIComponent(
  "process.stdin.once('close', () => process.exit()).resume().unref?.();",
)}`;

const quiet = { DO_NOT_TRACK: '1', SCARF_ANALYTICS: 'false', NO_UPDATE_NOTIFIER: '1', FORCE_COLOR: '0' };
const stopGraceMs = 2_000;

/**
 * Starts Prism in a process of its own, on a free port.
 *
 * Prism runs with `--errors`: it answers with an error if a request or a response violates the description.
 *
 * @throws Error with the output of Prism if it does not start to listen.
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
  // The output must be read until Prism ends, because its next line into a closed pipe would end it.
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
      reject(new Error(`Prism ${problem}. Its output:\n${log() || '(nothing)'}`));
    };
    const timer = setTimeout(() => fail(`did not listen within ${timeoutMs} ms`), timeoutMs);
    child.stdout?.on('data', () => {
      const url = /Prism is listening on (http:\/\/\S+)/.exec(log())?.[1];
      if (url === undefined) return;
      clearTimeout(timer);
      resolve(url);
    });
    child.once('error', (error) => fail(`could not be started: ${error.message}`));
    // `close` comes after the last output; `exit` can come before it.
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
