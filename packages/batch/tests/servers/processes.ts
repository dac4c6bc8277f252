import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { delimiter, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { SmallDisk } from './small-disk.ts';

/** A database of its own, for tests. */
export interface TestServer {
  readonly url: string;
  /** Kills the server without warning, and starts it again on the same data after this time. */
  restart(awayMs: number): Promise<void>;
  /** The disk of its data, if it was asked for and the system allows it. */
  readonly disk: SmallDisk | undefined;
  /** Stops the server by its process id, and removes its folder. */
  close(): Promise<void>;
}

export async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

/** The path of a program in one of the folders, or on the path. */
export function findProgram(name: string, folders: readonly string[] = []): string | undefined {
  const all = [...folders, ...(process.env.PATH ?? '').split(delimiter)];
  return all.map((folder) => join(folder, name)).find((path) => existsSync(path));
}

/** Starts a program, and waits until `isReady` resolves with true. */
export async function startProgram(
  command: string,
  args: readonly string[],
  options: { readonly uid?: number; readonly gid?: number; readonly cwd: string },
  isReady: () => Promise<boolean>,
): Promise<ChildProcess> {
  const child = spawn(command, args, { ...options, stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr?.on('data', (data) => {
    said = `${said}${data}`.slice(-4_000);
  });
  for (let tries = 0; tries < 600; tries += 1) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`${command} ended: ${said}`);
    if (await isReady().catch(() => false)) return child;
    await setTimeout(50);
  }
  child.kill('SIGKILL');
  throw new Error(`${command} did not start: ${said}`);
}

export async function kill(child: ChildProcess, signal: 'SIGKILL' | 'SIGINT' | 'SIGTERM'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill(signal);
  await ended;
}
