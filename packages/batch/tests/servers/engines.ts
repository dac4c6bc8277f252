import { randomUUID } from 'node:crypto';
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import pg from 'pg';
import type { BatchStore } from '../../src/index.ts';
import { postgresStore } from '../../src/postgres/index.ts';
import { redisStore } from '../../src/redis/index.ts';
import { missingPostgres, startPostgres } from './postgres.ts';
import type { TestServer } from './processes.ts';
import { missingRedis, startRedis } from './redis.ts';

/** One of the engines, with a server of its own. */
export interface Engine {
  readonly name: string;
  readonly missing: string | undefined;
  start(): Promise<TestServer>;
  store(server: TestServer, leaseMs?: number): BatchStore;
  empty(server: TestServer): Promise<void>;
  /** Makes all leases run out, as if their workers had been frozen. */
  expire(server: TestServer): Promise<void>;
  /** What a dashboard shows of the first job that waits. */
  firstJob(server: TestServer, batchName: string): Promise<unknown>;
}

async function query(server: TestServer, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  const { rows } = await client.query(text);
  await client.end();
  return rows;
}

const postgres: Engine = {
  name: 'PostgreSQL',
  missing: missingPostgres(),
  start: () => startPostgres(),
  store: ({ url }, leaseMs) => postgresStore({ connectionString: url, leaseMs }),
  async empty(server) {
    await query(server, 'drop schema if exists xpander_batch cascade');
  },
  async expire(server) {
    await query(
      server,
      `update xpander_batch.batch_item set alive_at = now() - interval '1 hour' where state = 'running'`,
    );
  },
  async firstJob(server, name) {
    const [job] = await query(
      server,
      `select data from xpander_batch.job where name like '${name}.%' order by created_on, id limit 1`,
    );
    return job?.data;
  },
};

const redis: Engine = {
  name: 'Redis',
  missing: missingRedis(),
  start: () => startRedis(),
  store: ({ url }, leaseMs) => redisStore({ url, leaseMs }),
  async empty({ url }) {
    const client = new Redis(url);
    await client.flushall();
    client.disconnect();
  },
  async expire({ url }) {
    const client = new Redis(url);
    const locks = await client.keys('*:lock');
    if (locks.length > 0) await client.del(...locks);
    client.disconnect();
  },
  async firstJob({ url }, name) {
    const client = new Redis(url, { maxRetriesPerRequest: null });
    const [key = ''] = await client.keys(`{xpander-batch}:${name}.*:meta`);
    const queue = new Queue(key.split(':')[1] ?? '', { connection: client, prefix: '{xpander-batch}' });
    const [job] = await queue.getJobs(['wait'], 0, 0, true);
    await queue.close();
    client.disconnect();
    return { name: job?.name, ...job?.data };
  },
};

export const engines: readonly Engine[] = [postgres, redis];

for (const { name, missing } of engines)
  if (missing !== undefined) console.error(`\n*** NOT TESTED: ${name}: ${missing}. ***\n`);

export function newName(): string {
  return `test-${randomUUID().slice(0, 8)}`;
}

export { query };
