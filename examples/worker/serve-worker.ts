import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('.', import.meta.url));
// Its `exports` do not name the command.
const wrangler = fileURLToPath(new URL('node_modules/wrangler/bin/wrangler.js', import.meta.url));

/** The Worker in workerd, on this machine. */
export interface ServedWorker {
  readonly url: string;
  readonly printed: () => string;
  close(): Promise<void>;
}

/** @param variables What the Worker reads from its `env`. */
export async function serveWorker(
  variables: Readonly<Record<string, string>>,
  port: number = 0,
): Promise<ServedWorker> {
  const { PATH = '', HOME = '' } = process.env;
  // The variables are not arguments, which every user of the machine can read.
  const env = { PATH, HOME, CI: 'true', NO_COLOR: '1', CLOUDFLARE_INCLUDE_PROCESS_ENV: 'true', ...variables };
  const command = ['dev', '--ip', '127.0.0.1', '--port', String(port), '--show-interactive-dev-session=false'];
  const child = spawn(process.execPath, [wrangler, ...command], {
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const url = await new Promise<string>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (text: Buffer) => {
        printed += text.toString();
        const found = /Ready on (http:\S+)/.exec(printed)?.[1];
        if (found !== undefined) resolve(found);
      });
    }
    void ended.then(() => reject(new Error(`The Worker did not start:\n${printed}`)));
  });
  return { url, printed: () => printed, close: () => end(child, ended) };
}

async function end(child: ChildProcess, ended: Promise<void>): Promise<void> {
  child.kill('SIGTERM');
  await ended;
}
