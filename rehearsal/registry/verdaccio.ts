import { mkdir, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Started, start } from '../command.ts';

/** A registry that knows our packages alone. It can be killed and started again on the same storage. */
export interface Verdaccio {
  /** The path of its socket. A socket needs no free port, so that rehearsals do not meet. */
  readonly socketPath: string;
  start(): Promise<void>;
  kill(): Promise<void>;
}

const config = `storage: ./storage
uplinks: {}
packages:
  '@xpander/*':
    access: $all
    publish: $all
web:
  enable: false
max_body_size: 50mb
log: { type: stdout, format: pretty, level: warn }
`;

export async function createVerdaccio(folder: string): Promise<Verdaccio> {
  await mkdir(folder, { recursive: true });
  const configPath = join(folder, 'config.yaml');
  await writeFile(configPath, config);
  const socketPath = join(folder, 'socket');
  const bin = join(import.meta.dirname, '../node_modules/verdaccio/bin/verdaccio');
  let started: Started | undefined;
  return {
    socketPath,
    async start() {
      started = start(folder, process.execPath, [bin, '--config', configPath, '--listen', `unix:${socketPath}`]);
      await untilReady(started, socketPath);
    },
    async kill() {
      started?.kill();
      await started?.ended;
    },
  };
}

async function untilReady({ child, printed }: Started, socketPath: string): Promise<void> {
  for (let triesLeft = 600; triesLeft > 0; triesLeft -= 1) {
    if (await isReady(socketPath)) return;
    if (child.exitCode !== null) break;
    await pause(50);
  }
  throw new Error(`verdaccio does not answer:\n${printed()}`);
}

function isReady(socketPath: string): Promise<boolean> {
  return new Promise((resolve) => {
    request({ socketPath, path: '/-/ping' }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    })
      .on('error', () => resolve(false))
      .end();
  });
}
