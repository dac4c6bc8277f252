import { ConfigurationError } from '@xpander/sdk';
import { type Db, PgBoss } from 'pg-boss';
import type { PostgresClient, PostgresPool } from './pool.ts';

/** Runs one statement. */
export interface Sql {
  run<Row>(text: string, values?: unknown[]): Promise<readonly Row[]>;
  /** The same connection, for pg-boss. */
  readonly db: Db;
}

/** The database, and pg-boss in a schema of it. */
export interface Connection extends Sql {
  readonly boss: PgBoss;
  readonly schema: string;
  /** Commits what `work` has done, or nothing if it rejects. */
  transact<T>(work: (sql: Sql) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export interface ConnectionTerms {
  readonly connectionString: string | undefined;
  readonly pool: PostgresPool | undefined;
  readonly schema: string;
}

/** Connects, and creates or migrates the tables of pg-boss. Safe if many processes do it at the same time. */
export async function connect({ connectionString, pool, schema }: ConnectionTerms): Promise<Connection> {
  // Without a listener, a database that restarts would end the process.
  pool?.on('error', ignore);
  pool?.on('connect', listen);
  const own = { connectionString: connectionString ?? '', max: 6, onConnect: listen };
  const boss = new PgBoss({
    ...(pool === undefined ? own : { db: toDb(pool) }),
    schema,
    application_name: 'xpander-batch',
    instanceName: 'xpander-batch',
    schedule: false,
    // Nobody has to tidy up a batch's tables, and warnings would have no reader.
    monitorVacuum: false,
    reindex: false,
  });
  boss.on('error', ignore);
  try {
    await boss.start();
  } catch (error) {
    await boss.stop({ graceful: false }).catch(ignore);
    leave(pool);
    throw error;
  }
  const db = boss.getDb();
  return {
    ...toSql(db),
    boss,
    schema,
    async transact(work) {
      const transaction = await begin(db);
      try {
        const result = await work(toSql(transaction.db));
        await transaction.commit();
        return result;
      } catch (error) {
        await transaction.rollback();
        throw error;
      }
    },
    async close() {
      await boss.stop({ graceful: false });
      leave(pool);
    },
  };
}

function ignore(): void {}

/** A pool takes its own listener off a client before the one who gets it can listen. An error in between ended the process. */
function listen(client: PostgresClient): void {
  client.on('error', ignore);
}

function leave(pool: PostgresPool | undefined): void {
  pool?.removeListener('error', ignore);
  pool?.removeListener('connect', listen);
}

function toSql(db: Db): Sql {
  return { db, run: async (text, values) => (await db.executeSql(text, values)).rows };
}

type Transaction = Awaited<ReturnType<NonNullable<Db['beginTransaction']>>>;

async function begin(db: Db): Promise<Transaction> {
  if (db.beginTransaction === undefined)
    throw new ConfigurationError('pg-boss', 'has no transactions', 'Install pg-boss 12.38 or later');
  return db.beginTransaction();
}

/** The user's pool, for pg-boss. */
function toDb(pool: PostgresPool): Db {
  return {
    executeSql: (text, values) => pool.query(text, values),
    async beginTransaction() {
      const client = await pool.connect();
      let broken: Error | undefined;
      let isReleased = false;
      const onError = (error: Error): void => {
        broken = error;
      };
      const release = (error?: Error): void => {
        if (isReleased) return;
        isReleased = true;
        client.removeListener('error', onError);
        client.release(broken ?? error);
      };
      client.on('error', onError);
      const run = (text: string, values?: unknown[]): Promise<{ rows: unknown[] }> =>
        client.query(text, values).catch((error) => {
          throw broken ?? error;
        });
      await run('begin').catch((error) => {
        release(error);
        throw error;
      });
      return {
        db: { executeSql: run },
        async commit() {
          try {
            await run('commit');
          } catch (error) {
            release(error as Error);
            throw error;
          }
          release();
        },
        async rollback() {
          await run('rollback').then(() => release(), release);
        },
      };
    },
  };
}
