import { Redis } from 'ioredis';
import type { BatchStore } from '../../../src/index.ts';
import { redisStore } from '../../../src/redis/index.ts';
import { missingRedis, startRedis } from '../../servers/redis.ts';
import type { ChaosStore, RunningStore, StoreSpec } from '../types.ts';

export function openStore(spec: StoreSpec): BatchStore {
  return redisStore({ url: String(spec.url), leaseMs: Number(spec.leaseMs) });
}

export const redisChaos: ChaosStore = {
  name: 'redis',
  processes: 3,
  missing: async () => missingRedis(),
  async start(leaseMs): Promise<RunningStore> {
    const server = await startRedis({ diskMegabytes: 64 });
    return {
      spec: { module: import.meta.url, url: server.url, leaseMs },
      restart: server.restart,
      async empty() {
        const redis = new Redis(server.url);
        await redis.flushall();
        redis.disconnect();
      },
      disk: server.disk,
      memory: {
        fill: () => configure(server.url, 'maxmemory', '1'),
        free: () => configure(server.url, 'maxmemory', '0'),
      },
      close: server.close,
    };
  },
};

async function configure(url: string, name: string, value: string): Promise<void> {
  const redis = new Redis(url);
  await redis.config('SET', name, value);
  redis.disconnect();
}
