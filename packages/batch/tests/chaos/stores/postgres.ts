import pg from 'pg';
import type { BatchStore } from '../../../src/index.ts';
import { postgresStore } from '../../../src/postgres/index.ts';
import { missingPostgres, startPostgres } from '../../servers/postgres.ts';
import type { ChaosStore, RunningStore, StoreSpec } from '../types.ts';

export function openStore(spec: StoreSpec): BatchStore {
  return postgresStore({ connectionString: String(spec.url), leaseMs: Number(spec.leaseMs) });
}

export const postgresChaos: ChaosStore = {
  name: 'postgres',
  processes: 3,
  missing: async () => missingPostgres(),
  async start(leaseMs): Promise<RunningStore> {
    const server = await startPostgres({ diskMegabytes: 96 });
    return {
      spec: { module: import.meta.url, url: server.url, leaseMs },
      restart: server.restart,
      async empty() {
        const client = new pg.Client({ connectionString: server.url });
        await client.connect();
        await client.query('drop schema if exists xpander_batch cascade');
        await client.end();
      },
      disk: server.disk,
      memory: undefined,
      close: server.close,
    };
  },
};
