import type { PacedCounter } from '../servers/paced-limit.ts';
import type { BatchTables } from './batch-tables.ts';

/** Counts in a row of the database, in its time. */
export function createCounter({ connection, schema }: BatchTables, name: string): PacedCounter {
  return {
    async take({ stepMs, burst }) {
      const [row] = await connection.run<{ wait: number }>(`select ${schema}.batch_limit_take($1, $2, $3) as wait`, [
        name,
        stepMs,
        burst,
      ]);
      return row?.wait ?? 0;
    },
    async pause(forMs) {
      await connection.run(
        `insert into ${schema}.batch_limit (name, paused_until)
         values ($1, clock_timestamp() + $2 * interval '1 millisecond')
         on conflict (name) do update
         set paused_until = greatest(batch_limit.paused_until, excluded.paused_until)`,
        [name, forMs],
      );
    },
  };
}
