import type { Redis, RedisOptions } from 'ioredis';
import { checkMembers, fail } from '../options/checks.ts';
import { defaultLeaseMs, toLeaseTimes } from '../servers/lease.ts';
import type { BatchStore } from '../store/types.ts';
import { connect } from './connection.ts';
import { openRedisStore } from './open-redis-store.ts';
import { openRedisBatch } from './redis-batch.ts';

/** Options of `redisStore`: either `url` or `connection`. */
export interface RedisStoreOptions {
  /** `redis://user:password@host:6379/0`, or `rediss://` for TLS. */
  readonly url?: string | undefined;
  /** A client of `ioredis`, whose settings are used for connections of the store's own, or such settings. */
  readonly connection?: Redis | RedisOptions | undefined;
  /**
   * How long a request may take to reach the API, in milliseconds, and twice the time after which a process that shows no
   * sign of life loses its items. At least as long as a gateway holds a request.
   *
   * @defaultValue 60_000
   */
  readonly leaseMs?: number | undefined;
}

const names: Record<keyof RedisStoreOptions, true> = { url: true, connection: true, leaseMs: true };

/**
 * Keeps batches in Redis 6.2 or later, for any number of processes. BullMQ 6 hands out the items.
 *
 * Set `appendonly yes` and `maxmemory-policy noeviction`. A server without them is warned of with `process.emitWarning`.
 *
 * @throws ConfigurationError if an option is invalid.
 */
export function redisStore(options: RedisStoreOptions): BatchStore {
  checkMembers('redisStore', options, names);
  const { url, connection, leaseMs = defaultLeaseMs } = options;
  if (url !== undefined && (typeof url !== 'string' || !/^rediss?:\/\//.test(url)))
    fail('url', 'must be a URL that begins with redis:// or rediss://', 'Pass "redis://127.0.0.1:6379"');
  if (connection !== undefined && (typeof connection !== 'object' || connection === null))
    fail('connection', 'must be a client of ioredis, or its settings', 'Pass new Redis(), or { host, port }');
  const place = url ?? connection;
  if (place === undefined || (url !== undefined && connection !== undefined))
    fail('url', 'or `connection` must be given, and not both', 'Pass "redis://127.0.0.1:6379"');
  const times = toLeaseTimes(leaseMs);
  return {
    async open(batch) {
      const connections = await connect(place);
      try {
        return openRedisStore(await openRedisBatch(connections, batch, times));
      } catch (error) {
        connections.close();
        throw error;
      }
    },
  };
}
