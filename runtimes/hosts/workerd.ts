import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Cell, Finding } from '../probe/cell.ts';
import { type Command, run, start } from './command.ts';
import type { StartHost } from './host.ts';

/** The configuration of workerd, the runtime of Cloudflare Workers, with access to loopback. */
const config = (port: number): string => `
using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "probe", worker = .probe),
    (name = "internet", network = (allow = ["public", "private"], tlsOptions = (trustBrowserCas = true))),
  ],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "probe")],
);
const probe :Workerd.Worker = (
  modules = [(name = "probe.js", esModule = embed "in-worker.mjs")],
  compatibilityDate = "2026-11-01",
);
`;

export const startWorkerd: StartHost = async (bundle) => {
  const file = fileURLToPath(import.meta.resolve('@cloudflare/workerd-linux-64/bin/workerd'));
  const port = await findPort();
  await writeFile(`${bundle}/config.capnp`, config(port));
  const command = start(bundle, file, ['serve', `${bundle}/config.capnp`]);
  const url = `http://127.0.0.1:${port}/`;
  await untilItAnswers(url, command);
  return {
    name: (await run(bundle, file, ['--version'])).trim(),
    isBrowser: false,
    async examine(cells) {
      const findings: Finding[] = [];
      for (const cell of cells) findings.push(await ask(url, cell));
      return findings;
    },
    printed: command.printed,
    async close() {
      const closed = once(command.child, 'close');
      command.child.kill();
      await closed;
    },
  };
};

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
