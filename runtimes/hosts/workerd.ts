import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Cell, Finding } from '../probe/cell.ts';
import type { Visit, Visited } from '../probe/in-shared-worker.ts';
import { type Command, run, start } from './command.ts';
import type { Host, StartHost } from './host.ts';

/** The configuration of workerd, the runtime of Cloudflare Workers, with access to loopback. */
const config = (port: number, file: string, compatibilityDate: string): string => `
using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "probe", worker = .probe),
    (name = "internet", network = (allow = ["public", "private"], tlsOptions = (trustBrowserCas = true))),
  ],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "probe")],
);
const probe :Workerd.Worker = (
  modules = [(name = "probe.js", esModule = embed "${file}")],
  compatibilityDate = "${compatibilityDate}",
);
`;

const workerd = (): string => fileURLToPath(import.meta.resolve('@cloudflare/workerd-linux-64/bin/workerd'));

interface Worker {
  readonly url: string;
  readonly printed: () => string;
  close(): Promise<void>;
}

async function serve(bundle: string, file: string, compatibilityDate: string): Promise<Worker> {
  const port = await findPort();
  await writeFile(`${bundle}/config.capnp`, config(port, file, compatibilityDate));
  const command = start(bundle, workerd(), ['serve', `${bundle}/config.capnp`]);
  const url = `http://127.0.0.1:${port}/`;
  await untilItAnswers(url, command);
  return {
    url,
    printed: command.printed,
    async close() {
      const closed = once(command.child, 'close');
      command.child.kill();
      await closed;
    },
  };
}

/** A worker whose client is shared by all requests. */
export interface SharedWorker {
  visit(visit: Visit, signal?: AbortSignal): Promise<Visited>;
  close(): Promise<void>;
}

export async function startSharedWorker(bundle: string, compatibilityDate: string): Promise<SharedWorker> {
  const { url, close } = await serve(bundle, 'in-shared-worker.mjs', compatibilityDate);
  return {
    close,
    async visit(visit, signal) {
      const response = await fetch(url, { method: 'POST', body: JSON.stringify(visit), signal: signal ?? null });
      const text = await response.text();
      return response.ok ? (JSON.parse(text) as Visited) : { error: `${response.status} ${text}` };
    },
  };
}

/** workerd as it was on this compatibility date. */
export function startWorkerd(date: string): StartHost {
  return (bundle) => startOn(date, bundle);
}

async function startOn(date: string, bundle: string): Promise<Host> {
  const { url, printed, close } = await serve(bundle, 'in-worker.mjs', date);
  return {
    name: `${(await run(bundle, workerd(), ['--version'])).trim()} as of ${date}`,
    isBrowser: false,
    async examine(cells) {
      const findings: Finding[] = [];
      for (const cell of cells) findings.push(await ask(url, cell));
      return findings;
    },
    printed,
    close,
  };
}

async function ask(url: string, cell: Cell): Promise<Finding> {
  const response = await fetch(url, { method: 'POST', body: JSON.stringify(cell) });
  if (!response.ok) throw new Error(`workerd answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as Finding;
}

/** workerd needs a fixed port: it does not report one that it has chosen. */
async function findPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function untilItAnswers(url: string, { child, printed }: Command): Promise<void> {
  for (let tries = 0; tries < 300; tries += 1) {
    if (child.exitCode !== null) break;
    const isThere = await fetch(url).then(
      () => true,
      () => false,
    );
    if (isThere) return;
    await sleep(100);
  }
  throw new Error(`workerd did not start:\n${printed()}`);
}
