import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { findProgram, freePort, kill, startProgram, type TestServer } from './processes.ts';
import { mountSmallDisk } from './small-disk.ts';

/** Why there is no Redis on this machine; `undefined` if there is. */
export function missingRedis(): string | undefined {
  return find() === undefined ? 'Redis is not installed (on Debian: apt-get install redis-server)' : undefined;
}

interface RedisTerms {
  readonly settings?: readonly string[];
  /** The size of a disk of its own for the data. */
  readonly diskMegabytes?: number;
}

/** A server in a temporary folder, on a free port, with a log of its commands unless `settings` say otherwise. */
export async function startRedis({
  settings = ['--appendonly', 'yes'],
  diskMegabytes,
}: RedisTerms = {}): Promise<TestServer> {
  const folder = mkdtempSync(join(tmpdir(), 'xpander-redis-'));
  const data = join(folder, 'data');
  mkdirSync(data);
  const disk = diskMegabytes === undefined ? undefined : mountSmallDisk(data, diskMegabytes);
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}`;
  const pidFile = join(folder, 'redis.pid');
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--dir', data, '--save', '', '--pidfile', pidFile];
  const start = (): ReturnType<typeof startProgram> =>
    startProgram(find() ?? 'redis-server', [...args, ...settings], { cwd: folder }, () => answers(url));
  let server = await start();
  return {
    url,
    disk,
    async restart(awayMs) {
      await kill(server, 'SIGKILL');
      await setTimeout(awayMs);
      server = await start();
    },
    async close() {
      disk?.free();
      await kill(server, 'SIGTERM');
      disk?.unmount();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function answers(url: string): Promise<boolean> {
  const redis = new Redis(url, { lazyConnect: true, retryStrategy: () => null, maxRetriesPerRequest: 0 });
  redis.on('error', () => undefined);
  try {
    await redis.connect();
    return (await redis.ping()) === 'PONG';
  } finally {
    redis.disconnect();
  }
}

function find(): string | undefined {
  return findProgram('redis-server', ['/usr/bin', '/usr/local/bin']);
}
