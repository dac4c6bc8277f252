import { ConfigurationError } from '@xpander/sdk';
import { checkMembers, fail } from '../options/checks.ts';
import { defaultLeaseMs, toLeaseTimes } from '../servers/lease.ts';
import { createLocalNews } from '../servers/news.ts';
import { warn } from '../servers/warn.ts';
import type { BatchStore } from '../store/types.ts';
import { openTables } from './batch-tables.ts';
import { type Connection, connect } from './connection.ts';
import { openPostgresStore } from './open-postgres-store.ts';
import type { PostgresPool } from './pool.ts';

/** Options of `postgresStore`: either `connectionString` or `pool`. */
export interface PostgresStoreOptions {
  /** `postgres://user:password@host/database`. At most six connections are opened, and closed with the batch. */
  readonly connectionString?: string | undefined;
  /** A pool of `pg`, which stays open. It needs at least three connections. */
  readonly pool?: PostgresPool | undefined;
  /**
   * How long a request may take to reach the API, in milliseconds, and twice the time after which a process that shows no
   * sign of life loses its items. At least as long as a gateway holds a request.
   *
   * @defaultValue 60_000
   */
  readonly leaseMs?: number | undefined;
  /**
   * The schema for all tables, those of pg-boss as well. It is created if it is missing. Lower-case letters, digits and
   * underscores. @defaultValue "xpander_batch"
   */
  readonly schema?: string | undefined;
}

const names: Record<keyof PostgresStoreOptions, true> = {
  connectionString: true,
  pool: true,
  leaseMs: true,
  schema: true,
};

/**
 * Keeps batches in PostgreSQL 13 or later, for any number of processes. pg-boss 12 hands out the items.
 *
 * @throws ConfigurationError if an option is invalid.
 */
export function postgresStore(options: PostgresStoreOptions): BatchStore {
  checkMembers('postgresStore', options, names);
  const { connectionString, pool, leaseMs = defaultLeaseMs, schema = 'xpander_batch' } = options;
  if ((connectionString === undefined) === (pool === undefined))
    fail('connectionString', 'or `pool` must be given, and not both', 'Pass "postgres://…", or a Pool of pg');
  if (connectionString !== undefined && (typeof connectionString !== 'string' || connectionString === ''))
    fail('connectionString', 'must be a text', 'Pass "postgres://user:password@host/database"');
  if (pool !== undefined && typeof pool?.connect !== 'function') fail('pool', 'must be a pool', 'Pass a Pool of pg');
  if (typeof schema !== 'string' || !/^[a-z_][a-z0-9_]{0,49}$/.test(schema))
    fail('schema', 'must be up to 50 lower-case letters, digits and underscores', 'Leave it out for "xpander_batch"');
  const times = toLeaseTimes(leaseMs);
  return {
    async open(batch) {
      const connection = await connect({ connectionString, pool, schema });
      try {
        await checkServer(connection);
        return openPostgresStore(await openTables(connection, batch, times, createLocalNews()));
      } catch (error) {
        await connection.close().catch(() => undefined);
        throw error;
      }
    },
  };
}

async function checkServer({ run }: Connection): Promise<void> {
  const [server] = await run<{ encoding: string; fsync: string; commit: string }>(
    `select current_setting('server_encoding') as encoding, current_setting('fsync') as fsync,
       current_setting('synchronous_commit') as commit`,
  );
  if (server?.encoding !== 'UTF8')
    throw new ConfigurationError('connectionString', `names a database in ${server?.encoding}`, 'Create one in UTF8');
  if (server.fsync === 'off' || server.commit === 'off')
    warn(
      'XPANDER_BATCH_DURABILITY',
      'PostgreSQL confirms what is not on its disk yet (`fsync` or `synchronous_commit` is off). If it crashes, items may run twice',
    );
}
